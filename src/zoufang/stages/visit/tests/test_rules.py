from datetime import datetime, timedelta

import pytest

from zoufang.stages.visit.rules import (
    end_of,
    lacks_answer,
    state_after,
    what_a_staff_visit_lacks,
    what_is_missing,
    what_is_wrong_with_times,
    why_not_begin,
    why_not_confirm,
    why_not_reopen,
)

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


def test_a_refusal_is_never_turned_into_a_home_visit():
    assert why_not_begin(was_met=False, has_refused=True, form="home")
    assert why_not_begin(was_met=False, has_refused=True, form="phone") == []
    assert what_is_missing(**(WHOLE | {"has_refused": True}))
    assert what_is_missing(**(WHOLE | {"has_refused": True, "form": "phone"})) == []


def test_a_family_is_met_once_in_a_round():
    assert "已经走访过" in why_not_begin(was_met=True, has_refused=False, form="phone")[0]


def test_a_record_finished_on_the_spot_says_when_the_talk_ended_and_one_written_at_night_does_not():
    began = datetime(2026, 7, 20, 12)

    assert end_of(started_at=began, ended_at=None, finished_at=began + timedelta(minutes=25)).minute == 25
    assert end_of(started_at=began, ended_at=None, finished_at=began + timedelta(hours=9)) is None
    assert end_of(started_at=began, ended_at=began, finished_at=began + timedelta(hours=1)) == began


def test_a_record_is_sent_back_with_a_reason():
    assert why_not_reopen(is_finished=True, reason="日期错了") == []
    assert why_not_reopen(is_finished=True, reason=" ")
    assert why_not_reopen(is_finished=False, reason="日期错了")


def test_a_family_says_yes_no_or_unsure_of_a_meeting_that_was():
    assert why_not_confirm(is_done=True, answer="unsure") == []
    assert why_not_confirm(is_done=True, answer="perhaps")
    assert why_not_confirm(is_done=False, answer="yes")


def test_a_staff_visit_says_where_and_when():
    now = datetime(2026, 7, 20, 12)

    assert len(what_a_staff_visit_lacks(place=" ", met_at=None, now=now)) == 2
    assert "还没有到" in what_a_staff_visit_lacks(place="办公室", met_at=now + timedelta(minutes=1), now=now)[0]
    assert what_a_staff_visit_lacks(place="办公室", met_at=now, now=now) == []
