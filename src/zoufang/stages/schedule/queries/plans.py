"""A class's newest plan as its page shows it: by half-day, with what each family has already, and why some are left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from zoufang.ground.accounts.actor import Actor
from zoufang.ground.org.models import Unit
from zoufang.stages.roster.models import Child, Household
from zoufang.stages.roster.queries import classes_of_actor
from zoufang.stages.schedule import rules
from zoufang.stages.schedule.models import Plan, PlannedVisit
from zoufang.stages.schedule.queries.planning import HalfDay, Situation
from zoufang.stages.schedule.queries.ways import neighbourhood_of
from zoufang.stages.schedule.states import AppointmentState, Half

HERE = Prefetch("children", queryset=Child.objects.filter(left_on__isnull=True), to_attr="here")


@dataclass(frozen=True)
class Help:
    """A half-day that would help a family who is left out; closed ones can be opened."""

    on: date
    half: str
    label: str
    is_closed: bool


@dataclass(frozen=True)
class PlannedRow:
    """One family of a plan."""

    household_id: str
    children: str
    place: str
    form_label: str
    starts_at: datetime | None
    ends_at: datetime | None
    before: datetime | None
    lost_id: str  # the appointment that stands and cannot be kept
    why: str
    displaces: tuple[str, ...]
    half_days: tuple[Help, ...]
    other_times: tuple[Help, ...]

    @property
    def is_new(self) -> bool:
        return self.starts_at is not None and self.before is None

    @property
    def is_moved(self) -> bool:
        return self.starts_at is not None and self.before is not None and self.before != self.starts_at


@dataclass(frozen=True)
class PlannedHalfDay:
    """One way out: whom, in which order."""

    on: date
    half: str
    label: str
    rows: tuple[PlannedRow, ...]


@dataclass(frozen=True)
class PlanShown:
    """A plan by half-day; whom to tell; who is left out."""

    plan: Plan
    half_days: tuple[PlannedHalfDay, ...]
    told: tuple[PlannedRow, ...]
    left_out: tuple[PlannedRow, ...]

    @property
    def placed(self) -> int:
        return sum(len(each.rows) for each in self.half_days)

    @property
    def gap(self) -> int:
        """At most so many parts of a hundred is it worse than the best."""
        cost, bound = self.plan.cost, self.plan.bound
        return -(-100 * (cost - bound) // cost) if cost else 0


def classes_to_plan(actor: Actor) -> QuerySet[Unit]:
    """The classes whose plans this person may change: those that she teaches."""
    found: QuerySet[Unit] = classes_of_actor(actor).filter(pk__in=actor.classes_taught())
    return found


def plans_of(actor: Actor) -> QuerySet[Plan]:
    """Every plan of the classes this person may see."""
    seen = Plan.objects.filter(klass__in=classes_of_actor(actor))
    return seen.select_related("campaign__unit", "klass", "round").order_by("-asked_at", "-pk")


def plan_shown(plan: Plan, situation: Situation | None) -> PlanShown:
    """Its rows: four queries, however many families."""
    closed = {(each.on, each.half) for each in situation.half_days if each.is_closed} if situation else set()
    visits = plan.visits.select_related("appointment").prefetch_related(
        Prefetch("household", queryset=Household.objects.prefetch_related(HERE)),
        Prefetch("displaces", queryset=Household.objects.prefetch_related(HERE)),
    )
    rows = [_row(each, closed) for each in visits]
    placed = [each for each in rows if each.starts_at is not None]
    halves = [
        PlannedHalfDay(on, half, str(Half(half).label), tuple(group))
        for (on, half), group in groupby(placed, key=_half_of)
    ]
    return PlanShown(
        plan,
        tuple(halves),
        tuple(each for each in placed if each.is_new or each.is_moved),
        tuple(each for each in rows if each.starts_at is None),
    )


def days_shown(half_days: Sequence[HalfDay]) -> list[tuple[date, list[HalfDay]]]:
    """The half-days that somebody offered or has a time in, or that are closed; by day."""
    wanted = [each for each in half_days if each.offered or each.booked or each.is_closed]
    return [(on, list(group)) for on, group in groupby(wanted, key=lambda each: each.on)]


def _row(visit: PlannedVisit, closed: set[tuple[date, str]]) -> PlannedRow:
    return PlannedRow(
        household_id=visit.household.public_id,
        children=_children(visit.household),
        place=neighbourhood_of(visit.household) if visit.form == rules.HOME else "",
        form_label=visit.get_form_display(),
        starts_at=visit.starts_at,
        ends_at=visit.ends_at,
        before=visit.before,
        lost_id=_lost(visit),
        why=visit.why,
        displaces=tuple(_children(each) for each in visit.displaces.all()),
        half_days=tuple(_help(each, closed) for each in visit.half_days),
        other_times=tuple(_help(each, closed) for each in visit.other_times),
    )


def _lost(visit: PlannedVisit) -> str:
    standing = visit.appointment if visit.starts_at is None else None
    return standing.public_id if standing is not None and standing.state == AppointmentState.BOOKED else ""


def _help(kept: Sequence[str], closed: set[tuple[date, str]]) -> Help:
    on, half = date.fromisoformat(kept[0]), kept[1]
    return Help(on, half, str(Half(half).label), (on, half) in closed)


def _children(household: Household) -> str:
    return "、".join(child.name for child in household.here)  # type: ignore[attr-defined]


def _half_of(row: PlannedRow) -> tuple[date, str]:
    assert row.starts_at is not None
    local = timezone.localtime(row.starts_at)
    return local.date(), rules.half_of(local)
