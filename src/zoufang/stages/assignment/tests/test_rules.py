from collections import Counter
from datetime import date, timedelta

import pytest

from zoufang.stages.assignment.rules import (
    spread_evenly,
    what_forbids_assigning,
    what_forbids_bond,
    what_forbids_handover,
)

TODAY = date(2023, 9, 20)
HANDOVER = {
    "taught": True,
    "since": date(2023, 9, 1),
    "same": False,
    "successor_is_staff": True,
    "on": TODAY,
    "today": TODAY,
    "note": "",
}


def test_a_class_passes_today():
    assert what_forbids_handover(**HANDOVER) == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"taught": False}, "不在这个班"),
        ({"same": True}, "不能是同一位"),
        ({"successor_is_staff": False}, "本园教职工"),
        ({"on": TODAY + timedelta(1)}, "不能晚于今天"),
        ({"on": date(2023, 8, 31)}, "早于这位老师到这个班的日期(2023-09-01)"),
        ({"on": date(2022, 9, 1), "since": None}, "超过三个月"),
        ({"note": "长" * 2001}, "2000"),
    ],
)
def test_why_a_class_cannot_pass(change, words):
    assert words in what_forbids_handover(**(HANDOVER | change))[0]


ASSIGNING = {"is_staff": True, "teaches_already": False, "is_closed": False, "since": TODAY, "today": TODAY}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"is_staff": False}, "本园教职工"),
        ({"teaches_already": True}, "已经在这个班"),
        ({"is_closed": True}, "已经结束"),
        ({"since": date(2032, 9, 1)}, "核对年份"),
    ],
)
def test_why_nobody_is_assigned(change, words):
    assert what_forbids_assigning(**ASSIGNING) == []
    assert words in what_forbids_assigning(**(ASSIGNING | change))[0]


BOND = {"same": False, "visitor_leads": True, "is_staff": True, "visited_by": ""}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"same": True}, "自己走访自己"),
        ({"visitor_leads": False}, "中层干部"),
        ({"is_staff": False}, "本园教职工"),
        ({"visited_by": "钱副园长"}, "已由钱副园长联系"),
    ],
)
def test_why_nobody_is_bound(change, words):
    assert what_forbids_bond(**BOND) == []
    assert words in what_forbids_bond(**(BOND | change))[0]


def test_staff_is_spread_so_that_nobody_has_two_more_than_another():
    pairs = spread_evenly(visitors={1: 0, 2: 3, 3: 1}, visited=range(10, 21))

    load = Counter({1: 0, 2: 3, 3: 1}) + Counter(visitor for visitor, _ in pairs)
    assert len(pairs) == 11
    assert max(load.values()) - min(load.values()) <= 1


def test_nobody_is_proposed_to_themselves_and_without_visitors_there_is_no_proposal():
    assert spread_evenly(visitors={1: 0, 2: 9}, visited=[1]) == [(2, 1)]
    assert spread_evenly(visitors={1: 0}, visited=[1]) == []
    assert spread_evenly(visitors={}, visited=[5]) == []
