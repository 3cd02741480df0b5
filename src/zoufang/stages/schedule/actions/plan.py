"""A class's times are planned by the worker, stopped, agreed to; a half-day is closed or opened; ways are written down."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from zoufang.engines.refusal import Reason, Refused
from zoufang.engines.sandbox import Crashed, Stopped, TooHeavy, run_limited
from zoufang.ground.accounts.actor import SYSTEM, Actor
from zoufang.ground.campaign.models import Campaign
from zoufang.ground.journal.actions import record
from zoufang.ground.org.models import Unit
from zoufang.ground.outbox.actions import post
from zoufang.stages.roster.models import Household
from zoufang.stages.schedule import rules
from zoufang.stages.schedule.actions.book import book, move_appointment
from zoufang.stages.schedule.models import Appointment, ClosedHalfDay, Plan, PlannedVisit
from zoufang.stages.schedule.queries.planning import Situation, ToPlan, order_of, situation_of
from zoufang.stages.schedule.states import UNDER_WAY, AppointmentState, Half, LeftOut, PlanState

WORK_OUT = "schedule.plan"
SECONDS = 8.0  # of search; reasons come after
MOST_SECONDS = 45  # of CPU for all; twice that on the clock is within the outbox's lease
MEGABYTES = 1024  # of address space, most of which numpy only reserves
GIVEN_UP = timedelta(minutes=10)


@transaction.atomic
def ask_for_plan(*, campaign: Campaign, klass: Unit, by: Actor, at: datetime) -> Plan:
    """The worker plans the class's times. Refused for every reason of `rules.why_not_plan`."""
    Unit.objects.select_for_update().get(pk=klass.pk)
    # A worker that died for good would hold the class up for ever.
    Plan.objects.filter(klass=klass, state__in=UNDER_WAY, asked_at__lt=at - GIVEN_UP).update(state=PlanState.FAILED)
    found = situation_of(campaign, klass, at=at)
    reasons = rules.why_not_plan(
        is_under_way=Plan.objects.filter(klass=klass, state__in=UNDER_WAY).exists(),
        families=len(found.families) if found else 0,
        teachers=len(found.teachers) if found else 0,
        needed=campaign.limit("visitors_at_home") if found and any(f.form == rules.HOME for f in found.families) else 1,
    )
    if found is None or reasons:
        raise Refused(reasons or [Reason("这次走访还没有轮次,请园长先写好")])
    plan = Plan.objects.create(
        campaign=campaign, round=found.round, klass=klass, asked_by_id=by.id, asked_at=at, is_again=found.booked > 0
    )
    post(WORK_OUT, plan, unit=klass, at=at)
    record("plan.asked", plan, by=by, at=at, unit=klass, facts={"families": len(found.families)})
    return plan


@transaction.atomic
def stop_plan(*, plan: Plan, by: Actor, at: datetime) -> None:
    """The worker lets go of it within a second or two. Refused once it is done."""
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    if plan.state not in UNDER_WAY:
        raise Refused("已经排完了,不用再停")
    plan.state, plan.done_at = PlanState.STOPPED, at
    plan.save(update_fields=["state", "done_at"])
    record("plan.stopped", plan, by=by, at=at, unit=plan.klass)


def work_out(public_id: str, *, at: datetime) -> str:
    """The plan is made, in a process of its own with limits, and kept; in words for the outbox. Run again: anew."""
    under_way = Plan.objects.filter(public_id=public_id, state__in=UNDER_WAY)
    plan = under_way.select_related("campaign__unit", "klass", "round").first()
    found = situation_of(plan.campaign, plan.klass, at=at) if plan is not None else None
    if plan is None or found is None:
        return Reason("已经停下,没有排")
    under_way.update(state=PlanState.RUNNING, started_at=at)
    try:
        answer = json.loads(
            run_limited(
                "zoufang.engines.routing.limited:answered",
                order_of(found, seconds=SECONDS),
                seconds=MOST_SECONDS,
                megabytes=MEGABYTES,
                is_stopped=lambda: not under_way.exists(),
            )
        )
    except Stopped:
        return Reason("已经停下")
    except (TooHeavy, Crashed) as fault:
        under_way.update(state=PlanState.FAILED, done_at=timezone.now())
        return Reason("没有排成(%(what)s)", what=type(fault).__name__)
    return _keep(plan, found, answer, at=timezone.now())


@dataclass(frozen=True)
class Agreed:
    """How many families have their time now, how many another one, and why some have not."""

    booked: int
    moved: int
    refused: tuple[tuple[Household, tuple[str, ...]], ...]


@transaction.atomic
def agree_to_plan(*, plan: Plan, by: Actor, at: datetime) -> Agreed:
    """Every family of the plan has the time that it says, each weighed anew; those that cannot are named with reasons.
    Refused unless the plan waits for this, and where no family at all can have its time."""
    plan = Plan.objects.select_for_update(of=("self",)).select_related("campaign", "round", "klass").get(pk=plan.pk)
    if plan.state != PlanState.DONE:
        raise Refused("这份安排已经约过,或者没有排成")
    visits = list(plan.visits.filter(starts_at__isnull=False).select_related("household", "appointment"))
    todo = [each for each in visits if each.appointment is None or each.before != each.starts_at]
    if not todo:
        raise Refused("没有要新约或改时间的家庭")
    found = situation_of(plan.campaign, plan.klass, at=at)
    counts = {True: 0, False: 0}
    reasons: dict[int, tuple[str, ...]] = {}
    # Who gives up a time that another is to have may stand later in the list.
    while todo:
        before, reasons = len(todo), {}
        for each in list(todo):
            try:
                with transaction.atomic():
                    _have(each, plan, found, by=by, at=at)
            except Refused as refused:
                reasons[each.pk] = refused.reasons
            else:
                todo.remove(each)
                counts[each.appointment is None] += 1
        if len(todo) == before:
            break
    if not any(counts.values()):
        raise Refused(list(dict.fromkeys(reason for each in reasons.values() for reason in each)))
    plan.state, plan.agreed_by_id, plan.agreed_at = PlanState.AGREED, by.id, at
    plan.save(update_fields=["state", "agreed_by", "agreed_at"])
    facts = {"booked": counts[True], "moved": counts[False], "refused": len(todo)}
    record("plan.agreed", plan, by=by, at=at, unit=plan.klass, facts=facts)
    return Agreed(counts[True], counts[False], tuple((each.household, reasons[each.pk]) for each in todo))


@transaction.atomic
def switch_half_day(*, klass: Unit, on: date, half: str, is_closed: bool, by: Actor, at: datetime) -> None:
    """The class's teachers do not go out then, or do again. So already: nothing is done. Refused for the past."""
    if half not in Half.values:
        raise Refused("请选上午、下午或晚上")
    if on < at.date() - timedelta(days=1):
        raise Refused("这半天已经过去了")
    if is_closed:
        _, changed = ClosedHalfDay.objects.get_or_create(klass=klass, on=on, half=half)
    else:
        changed = bool(ClosedHalfDay.objects.filter(klass=klass, on=on, half=half).delete()[0])
    if changed:
        act = "half_day.closed" if is_closed else "half_day.opened"
        record(act, klass, by=by, at=at, unit=klass, facts={"on": on.isoformat(), "half": half})


def _have(visit: PlannedVisit, plan: Plan, found: Situation | None, *, by: Actor, at: datetime) -> None:
    assert visit.starts_at is not None
    assert visit.ends_at is not None
    teachers = list(found.teachers) if found else []
    if found and any(
        each.is_closed and each.span.starts <= visit.starts_at < each.span.ends for each in found.half_days
    ):
        raise Refused("这半天后来关掉了,请再排一次")
    if visit.appointment is None:
        book(
            campaign=plan.campaign,
            round=plan.round,
            household=visit.household,
            klass=plan.klass,
            form=visit.form,
            starts_at=visit.starts_at,
            ends_at=visit.ends_at,
            teachers=teachers,
            by=by,
            at=at,
        )
        return
    standing = Appointment.objects.select_related("household", "campaign", "round", "klass").get(
        pk=visit.appointment.pk
    )
    if standing.state != AppointmentState.BOOKED or standing.starts_at != visit.before:
        raise Refused("这户家庭的时间刚刚改过,请再排一次")
    move_appointment(
        appointment=standing, starts_at=visit.starts_at, ends_at=visit.ends_at, teachers=teachers, by=by, at=at
    )


@transaction.atomic
def _keep(plan: Plan, found: Situation, answer: Mapping[str, Any], *, at: datetime) -> str:
    plan = Plan.objects.select_for_update(of=("self",)).select_related("klass").get(pk=plan.pk)
    if plan.state not in UNDER_WAY:
        return Reason("已经停下")
    families = {each.household.public_id: each for each in found.families}
    plan.state, plan.done_at = PlanState.DONE, at
    plan.trips, plan.travel_minutes = answer["trips"], answer["travel"]
    plan.cost, plan.bound = answer["cost"], answer["bound"]
    plan.is_proven, plan.has_solver = answer["proven"], answer["solver"]
    plan.is_again = found.booked > 0
    plan.save()
    plan.visits.all().delete()
    for row in answer["visits"]:
        family = families[row["family"]]
        starts = found.moment_of(row["start"])
        visit = _planned(plan, family)
        visit.starts_at, visit.ends_at = starts, starts + timedelta(minutes=family.minutes)
        visit.save()
    for row in answer["unplaced"]:
        family = families[row["family"]]
        visit = _planned(plan, family)
        visit.why = LeftOut(row["kind"]) if family.times else LeftOut.NO_TIMES
        visit.half_days = [found.half_day_at(start) for start, _ in row["half_days"]]
        if visit.why == LeftOut.NO_OVERLAP and not row["half_days"]:
            # Planning again with the least change tries nothing out; an empty half-day needs no trying.
            visit.half_days = found.closed_that_would_do(family)
        visit.other_times = [found.half_day_at(start) for start, _ in row["other_times"]]
        visit.save()
        visit.displaces.set([families[name].household for name in row["displaces"]])
    facts = {"placed": len(answer["visits"]), "left_out": len(answer["unplaced"]), "proven": plan.is_proven}
    record("plan.made", plan, by=SYSTEM, at=at, unit=plan.klass, facts=facts)
    return Reason("已排好")


def _planned(plan: Plan, family: ToPlan) -> PlannedVisit:
    before = family.has.starts_at if family.has else None
    return PlannedVisit(plan=plan, household=family.household, form=family.form, appointment=family.has, before=before)
