from datetime import date, datetime, timedelta

import pytest

from zoufang.stages.schedule.rules import Engagement, Facts, Span, days_of_week, free_starts, open_days, why_not


def at(day, hour, minute=0):
    return datetime(2026, 7, day, hour, minute)


def span(day, hour, minute=0, minutes=30):
    return Span(at(day, hour, minute), at(day, hour, minute) + timedelta(minutes=minutes))


WHOLE = Facts(
    now=at(18, 9),
    wished_form="home",
    declined=False,
    offered=(Span(at(20, 8, 30), at(20, 11, 30)), Span(at(21, 17, 30), at(21, 20))),
    first_day=date(2026, 7, 19),
    last_day=date(2026, 7, 22),
    earliest=480,
    latest=1230,
    needed_at_home=2,
    travel=timedelta(minutes=15),
    other=None,
    engagements=(),
)


def facts(**change):
    return Facts(**(vars(WHOLE) | change))


def weigh(when, *, known=WHOLE, form="home", teachers=2, agreed=False):
    return why_not(facts=known, form=form, span=when, teacher_count=teachers, agreed=agreed)


def test_nothing_speaks_against_a_time_that_the_family_offered():
    assert weigh(span(20, 9)) == []


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"when": span(20, 14)}, "家长方便的时间是 7月20日 08:30–11:30"),
        ({"when": span(17, 9)}, "已经过去"),
        ({"when": span(24, 9)}, "7月19日 至 7月22日"),
        ({"when": span(20, 9), "teachers": 1}, "入户须 2 位教师"),
        ({"when": span(20, 9), "teachers": 0, "form": "phone"}, "由谁去"),
        ({"when": span(20, 9), "known": facts(other=span(21, 18))}, "本轮已约在 7月21日 18:00"),
        ({"when": span(20, 9), "known": facts(declined=True)}, "本次不参加"),
        ({"when": span(20, 9), "known": facts(wished_form="phone")}, "家长选的不是入户"),
        ({"when": span(20, 9), "known": facts(offered=())}, "还没有说哪些时间方便"),
        ({"when": span(21, 20, 15), "agreed": True}, "08:00 至 20:30"),
        ({"when": span(21, 7, 30), "agreed": True}, "08:00 至 20:30"),
    ],
)
def test_what_speaks_against_a_time_is_said_in_the_teachers_words(change, reason):
    assert any(reason in each for each in weigh(**change))


def test_a_refusal_is_never_turned_into_a_home_visit():
    for form in ("home", "school", "phone"):
        assert weigh(span(20, 9), known=facts(declined=True), form=form, agreed=True)


def test_a_time_agreed_by_telephone_may_lie_outside_the_offered_ones():
    assert weigh(span(20, 14), agreed=True) == []


def test_a_teacher_on_the_way_is_busy_and_a_call_needs_no_way():
    there = facts(engagements=(Engagement("张老师", span(20, 9), "home"),))

    assert any("张老师" in each for each in weigh(span(20, 9, 40), known=there))
    assert weigh(span(20, 9, 45), known=there) == []
    calls = facts(wished_form="phone", engagements=(Engagement("张老师", span(20, 9), "phone"),))
    assert weigh(span(20, 9, 30), known=calls, form="phone") == []


def test_a_call_late_in_the_evening_is_allowed():
    assert weigh(span(21, 20, 45), known=facts(wished_form="phone"), form="phone", agreed=True) == []


def test_free_starts_lie_on_the_half_hour_inside_the_offered_times_and_clear_of_others():
    known = facts(engagements=(Engagement("李老师", span(20, 9, 30), "home"),))

    found, why_none = free_starts(facts=known, form="home", minutes=30, teacher_count=2)

    assert why_none == []

    assert [each.strftime("%d %H:%M") for each in found][:3] == ["20 08:30", "20 10:30", "20 11:00"]
    assert at(21, 19, 30) in found
    assert at(21, 20) not in found


def test_where_no_start_is_free_the_reason_is_said():
    found, why_none = free_starts(facts=WHOLE, form="home", minutes=30, teacher_count=1)

    assert not found
    assert "入户须 2 位教师" in why_none[0]


def test_the_phase_is_open_within_the_round_and_latecomers_are_still_met():
    days = {"round_days": (date(2026, 7, 15), date(2026, 8, 25)), "campaign_end": date(2026, 11, 30)}
    phase = (date(2026, 7, 19), date(2026, 7, 22))

    assert open_days(**days, phase_days=phase, today=date(2026, 7, 18)) == phase
    assert open_days(**days, phase_days=phase, today=date(2026, 7, 30)) == days["round_days"]
    assert open_days(**days, phase_days=phase, today=date(2026, 9, 1))[1] == date(2026, 11, 30)


def test_a_week_begins_on_monday():
    assert [each.day for each in days_of_week(date(2026, 7, 19))] == [13, 14, 15, 16, 17, 18, 19]
