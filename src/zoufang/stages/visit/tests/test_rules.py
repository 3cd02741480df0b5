from datetime import datetime

import pytest

from zoufang.stages.visit.rules import lacks_answer, state_after, what_is_missing, what_is_wrong_with_times

WHOLE = {"outcome": "met", "met": "陈建国(父亲)", "visitors": 2, "form": "home", "needed_at_home": 2}


def test_a_whole_visit_lacks_nothing():
    assert what_is_missing(**WHOLE) == []


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"outcome": ""}, "请选择走访结果"),
        ({"met": " "}, "请选择见到了谁"),
        ({"visitors": 1}, "入户须两位教师同行"),
        ({"matters_without_answer": 1}, "请写一句是怎么答复的"),
    ],
)
def test_what_is_missing_is_said_in_the_teachers_words(change, reason):
    assert any(reason in each for each in what_is_missing(**(WHOLE | change)))


def test_two_teachers_go_together_only_into_a_home():
    assert what_is_missing(**(WHOLE | {"form": "phone", "visitors": 1})) == []


def test_a_refusal_needs_nobody_met_and_no_second_teacher():
    assert what_is_missing(**(WHOLE | {"outcome": "declined", "met": "", "visitors": 1})) == []


def test_declining_counts_as_not_reached_and_never_as_met():
    assert [state_after(each) for each in ("met", "declined", "away")] == ["done", "not_reached", "not_reached"]


def test_settled_on_the_spot_says_how():
    assert lacks_answer(settle="on_the_spot", answer=" ")
    assert not lacks_answer(settle="pass_on", answer="")


TIMES = {"form": "home", "now": datetime(2026, 7, 20, 21), "earliest": 480, "latest": 1230}


@pytest.mark.parametrize(
    ("started", "ended", "reason"),
    [
        ((20, 31), None, "08:00"),
        ((7, 59), None, "08:00"),
        ((22, 0), None, "还没有到"),
        ((10, 0), (9, 0), "早于开始"),
    ],
)
def test_times_that_cannot_be_are_refused(started, ended, reason):
    start = datetime(2026, 7, 20, *started)
    end = datetime(2026, 7, 20, *ended) if ended else None
    assert any(reason in each for each in what_is_wrong_with_times(started_at=start, ended_at=end, **TIMES))


def test_half_past_eight_in_the_evening_is_still_allowed_and_a_call_at_nine_too():
    assert what_is_wrong_with_times(started_at=datetime(2026, 7, 20, 20, 30), ended_at=None, **TIMES) == []
    late = TIMES | {"form": "phone"}
    assert what_is_wrong_with_times(started_at=datetime(2026, 7, 20, 21), ended_at=None, **late) == []
