"""A class's times are planned, kept, agreed to: the action, worked out by the engine in its own process."""

from datetime import timedelta

import pytest
from django.utils import timezone

from zoufang.engines.refusal import Refused
from zoufang.engines.sandbox import Crashed
from zoufang.ground.outbox.actions import deliver_due
from zoufang.stages.schedule import actions
from zoufang.stages.schedule.actions import plan as planning
from zoufang.stages.schedule.models import Appointment, ClosedHalfDay, Plan
from zoufang.stages.schedule.queries import situation_of
from zoufang.stages.schedule.queries.planning import order_of
from zoufang.stages.schedule.states import PlanState
from zoufang.stages.schedule.tests.test_booking import acts, book, moment, sign_up
from zoufang.stages.signup.models import Signup


@pytest.fixture(autouse=True)
def few_seconds(monkeypatch):
    monkeypatch.setattr(planning, "SECONDS", 1.0)


@pytest.fixture
def klass(cast):
    assert cast.zhang
    assert cast.li
    return cast.klass


def home(cast, child, number, place="", *, days=1):
    made = cast.make_household(child=child, phone=f"139{number:08d}")
    made.neighbourhood = place
    made.save()
    sign_up(cast, made, days=days)
    return made


def ask(cast):
    return actions.ask_for_plan(campaign=cast.campaign, klass=cast.klass, by=cast.actor(cast.zhang), at=timezone.now())


def worked_out(cast):
    plan = ask(cast)
    deliver_due(worker="test")
    plan.refresh_from_db()
    assert plan.state == PlanState.DONE
    return plan


def agree(cast, plan):
    return actions.agree_to_plan(plan=plan, by=cast.actor(cast.zhang), at=timezone.now())


def test_a_class_is_planned_agreed_to_and_planned_again_with_the_least_change(cast, klass):
    homes = [home(cast, f"孩子{n}", n, "阳光小区" if n % 2 else "石门村") for n in range(4)]
    told = home(cast, "已约", 9, "石门村")
    kept = book(cast, told, 9, 45)

    plan = worked_out(cast)

    # 9:00-11:30 holds four visits of half an hour, and the ways between two neighbourhoods; the fifth stays out.
    placed = plan.visits.filter(starts_at__isnull=False)
    assert placed.get(household=told).starts_at == kept.starts_at
    assert [each.why for each in plan.visits.filter(starts_at__isnull=True)] == ["no_capacity"] * (5 - placed.count())
    assert placed.count() >= 3
    assert Appointment.objects.count() == 1, "nothing is booked before a teacher agrees"

    agreed = agree(cast, plan)

    assert (agreed.booked, agreed.moved, agreed.refused) == (placed.count() - 1, 0, ())
    assert "plan.agreed" in acts()
    with pytest.raises(Refused, match="已经约过"):
        agree(cast, plan)

    # That morning is lost; two families can be met the day after as well.
    for each in homes[:2]:
        sign_up_of(each).times.create(starts_at=moment(cast, 9, days=2), ends_at=moment(cast, 11, 30, days=2))
    on = cast.today + timedelta(days=1)
    actions.switch_half_day(
        klass=cast.klass, on=on, half="morning", is_closed=True, by=cast.actor(cast.zhang), at=timezone.now()
    )
    again = worked_out(cast)

    assert again.is_again
    assert {each.household for each in again.visits.filter(starts_at__isnull=False)} == set(homes[:2])
    lost = again.visits.get(household=told)
    assert (lost.why, lost.half_days) == ("no_overlap", [[on.isoformat(), "morning"]])
    agreed = agree(cast, again)
    assert agreed.booked + agreed.moved == 2
    assert not agreed.refused


def sign_up_of(household):
    return Signup.objects.get(household=household)


def test_the_engine_is_told_neither_names_nor_addresses(cast, klass):
    made = home(cast, "陈小满", 1, "阳光小区")
    book(cast, home(cast, "李一", 2, days=2), 9, 30, days=2)

    asked = order_of(situation_of(cast.campaign, cast.klass, at=timezone.now()), seconds=1).decode()

    assert made.public_id in asked
    for word in ("陈小满", "阳光", "城东", "13900000001", "张老师"):
        assert word.encode("unicode_escape").decode() not in asked
        assert word not in asked


def test_near_homes_are_met_one_after_the_other_and_far_ones_are_not(cast, klass):
    first, near, far = (
        home(cast, name, n, place) for n, (name, place) in enumerate([("一", "甲村"), ("二", "甲村"), ("三", "乙村")])
    )
    book(cast, first)

    assert book(cast, near, 9, 35)
    actions.keep_places(
        klass=klass, names={}, minutes={("甲村", "乙村"): 40}, by=cast.actor(cast.zhang), at=timezone.now()
    )
    with pytest.raises(Refused, match="路上"):
        book(cast, far, 10, 30)
    assert book(cast, far, 10, 45)


def test_times_booked_too_close_by_hand_stay_and_are_worked_around(cast, klass):
    one, two = home(cast, "一", 1), home(cast, "二", 2)
    book(cast, one, 9, 30, form="phone", teachers=[cast.zhang])
    book(cast, two, 9, 30, form="phone", teachers=[cast.li])
    third = home(cast, "三", 3)

    plan = worked_out(cast)

    assert {each.household for each in plan.visits.all()} == {third}
    assert plan.visits.get().starts_at >= moment(cast, 10, 15)
    assert agree(cast, plan).booked == 1


def test_what_changed_meanwhile_is_refused_and_named(cast, klass):
    one, two = home(cast, "一", 1), home(cast, "二", 2)
    plan = worked_out(cast)
    taken = plan.visits.get(household=one)
    sign_up_of(one).times.all().delete()

    agreed = agree(cast, plan)

    assert agreed.booked == 1
    assert [household for household, _ in agreed.refused] == [one]
    assert Appointment.objects.get().household == two
    assert taken.starts_at


def test_a_class_that_cannot_be_planned_hears_why(cast, klass):
    with pytest.raises(Refused, match="还没有家长"):
        ask(cast)
    home(cast, "一", 1)
    ask(cast)
    with pytest.raises(Refused, match="正在排"):
        ask(cast)


def test_a_plan_that_is_stopped_is_not_worked_out_and_one_that_breaks_says_so(cast, klass, monkeypatch):
    home(cast, "一", 1)
    plan = ask(cast)
    actions.stop_plan(plan=plan, by=cast.actor(cast.zhang), at=timezone.now())
    deliver_due(worker="test")
    plan.refresh_from_db()
    assert (plan.state, plan.visits.count()) == (PlanState.STOPPED, 0)

    def broken(*_, **__):
        raise Crashed("ValueError")

    monkeypatch.setattr(planning, "run_limited", broken)
    ask(cast)
    deliver_due(worker="test")
    assert Plan.objects.latest("asked_at").state == PlanState.FAILED


def test_a_half_day_is_closed_once_and_opened(cast, klass):
    facts = {"klass": klass, "on": cast.today, "half": "evening", "by": cast.actor(cast.zhang), "at": timezone.now()}
    for _ in range(2):
        actions.switch_half_day(is_closed=True, **facts)
    assert ClosedHalfDay.objects.count() == 1
    actions.switch_half_day(is_closed=False, **facts)
    assert not ClosedHalfDay.objects.exists()
    with pytest.raises(Refused):
        actions.switch_half_day(is_closed=True, **facts | {"half": "night"})


def test_a_morning_that_was_given_back_is_not_offered_again_until_the_family_chooses_anew(cast, klass):
    made = home(cast, "一", 1)
    standing = book(cast, made)
    actions.cancel_appointment(
        appointment=standing, reason="family", by=cast.actor(cast.zhang), at=timezone.now(), is_released=True
    )
    assert worked_out(cast).visits.get().why == "no_times"

    Signup.objects.filter(household=made).update(answered_at=timezone.now())

    assert worked_out(cast).visits.get().starts_at


def test_nobody_is_booked_into_a_half_day_that_was_closed_since(cast, klass):
    home(cast, "一", 1)
    plan = worked_out(cast)
    on = cast.today + timedelta(days=1)
    actions.switch_half_day(
        klass=klass, on=on, half="morning", is_closed=True, by=cast.actor(cast.zhang), at=timezone.now()
    )

    with pytest.raises(Refused, match="关掉"):
        agree(cast, plan)

    assert not Appointment.objects.exists()
