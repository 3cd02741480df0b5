"""The handbook's sentences on a problem's life. Source: domain §4."""

from datetime import datetime

import pytest

from zoufang.stages.problem import rules
from zoufang.stages.problem.states import OPEN, Circle, Ending, ProblemState

FRIDAY = datetime(2025, 3, 7, 17, 40)


def test_each_of_the_four_endings_needs_an_answer_to_the_family():
    for ending in Ending.values:
        lacks = rules.what_an_ending_lacks(ending=ending, answer=" ", note="依据", has_day_to_look_again=True)
        assert any("答复" in reason for reason in lacks)


def test_not_now_needs_a_date_to_look_again():
    lacks = rules.what_an_ending_lacks(ending="not_now", answer="明年再看", note="", has_day_to_look_again=False)

    assert any("哪一天再看" in reason for reason in lacks)


@pytest.mark.parametrize("ending", ["within_legal_time", "explained"])
def test_a_law_or_a_limit_of_duty_is_named(ending):
    assert rules.what_an_ending_lacks(ending=ending, answer="说明", note="", has_day_to_look_again=False)
    assert not rules.what_an_ending_lacks(ending=ending, answer="说明", note="某法", has_day_to_look_again=False)


def test_an_unknown_ending_is_none():
    assert rules.what_an_ending_lacks(ending="", answer="说明", note="", has_day_to_look_again=False)


def test_nobody_closes_alone_what_they_handled():
    reasons = rules.why_not_close(handled_by=frozenset({7}), closer=7, has_answer=True, has_ending=True)

    assert any("经办人不能自己销号" in reason for reason in reasons)
    assert not rules.why_not_close(handled_by=frozenset({7}), closer=8, has_answer=True, has_ending=True)


def test_nobody_approves_their_own_extension():
    assert rules.why_not_decide(asked_by=7, decider=7)
    assert not rules.why_not_decide(asked_by=7, decider=8)


def test_extensions_are_ten_working_days_in_all_and_say_why():
    assert not rules.why_not_extend(asked=4, given=6, most=10, reason="等配件")
    assert rules.why_not_extend(asked=5, given=6, most=10, reason="等配件")
    assert rules.why_not_extend(asked=1, given=0, most=10, reason=" ")


def test_the_wrong_unit_hands_back_within_two_working_days_with_its_reason():
    assert not rules.why_not_hand_back(assigned_at=FRIDAY, now=datetime(2025, 3, 11, 9), most=2, reason="不归总务管")
    assert rules.why_not_hand_back(assigned_at=FRIDAY, now=datetime(2025, 3, 12, 9), most=2, reason="不归总务管")
    assert rules.why_not_hand_back(assigned_at=FRIDAY, now=FRIDAY, most=2, reason="")


def test_a_complaint_about_food_is_answered_within_a_day_and_others_within_five_working_days():
    facts = {"raised_at": FRIDAY, "workdays": 5, "food_safety_hours": 24}

    assert rules.due(nature="投诉", topic="膳食营养", **facts) == datetime(2025, 3, 8, 17, 40)
    assert rules.due(nature="建议", topic="膳食营养", **facts) == datetime(2025, 3, 14, 17, 40)


def test_the_clock_stands_while_the_family_is_waited_for():
    later = rules.after_a_pause(due_until=FRIDAY, paused_at=datetime(2025, 3, 3), now=datetime(2025, 3, 6))

    assert later == datetime(2025, 3, 12, 17, 40)
    assert rules.after_a_pause(due_until=FRIDAY, paused_at=None, now=FRIDAY) == FRIDAY


def test_yellow_one_working_day_before_red_from_the_first_moment():
    colour = lambda now: rules.clock_colour(due_until=FRIDAY, now=now, warn_workdays=1)  # noqa: E731

    assert colour(datetime(2025, 3, 5, 9)) == ""
    assert colour(datetime(2025, 3, 6, 9)) == "soon"
    assert colour(datetime(2025, 3, 7, 17, 41)) == "late"


def test_the_clock_speaks_in_working_days():
    words = lambda now: str(rules.clock_words(due_until=FRIDAY, now=now))  # noqa: E731

    assert words(datetime(2025, 3, 5, 9)) == "还剩 2 个工作日"
    assert words(datetime(2025, 3, 7, 9)) == "今天到期"
    assert words(datetime(2025, 3, 11, 9)) == "超期 2 个工作日"


def test_a_complaint_about_a_teacher_goes_to_the_principal_alone_and_one_about_the_principal_to_the_district():
    circle = rules.circle_of

    assert circle(is_about_a_person=False, about_a_principal=False, for_principal_only=False) == Circle.SCHOOL
    assert circle(is_about_a_person=True, about_a_principal=False, for_principal_only=False) == Circle.PRINCIPAL
    assert circle(is_about_a_person=True, about_a_principal=True, for_principal_only=False) == Circle.DISTRICT
    assert circle(is_about_a_person=False, about_a_principal=False, for_principal_only=True) == Circle.PRINCIPAL


def test_every_state_leads_somewhere_lawful_and_withdrawn_is_the_end():
    for state in ProblemState.values:
        assert rules.NEXT[state] <= set(ProblemState.values)
    assert rules.NEXT[ProblemState.WITHDRAWN] == frozenset()
    for state in OPEN:
        assert rules.may_go(state, ProblemState.WITHDRAWN)
        assert rules.may_go(state, ProblemState.ANSWERED)


def test_whether_it_is_settled_is_asked_by_somebody_else():
    assert rules.why_not_ask(handled_by=frozenset({7}), asker=7)
    assert not rules.why_not_ask(handled_by=frozenset({7}), asker=8)
