"""Who goes along on whose visit, and what they said of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Prefetch, Q, QuerySet

from zoufang.ground.accounts.actor import Actor
from zoufang.ground.accounts.states import Role
from zoufang.ground.campaign.models import Campaign, Round
from zoufang.ground.campaign.states import IN_PERSON
from zoufang.stages.roster.models import Child, Household
from zoufang.stages.schedule.models import Appointment
from zoufang.stages.schedule.queries import AppointmentRow
from zoufang.stages.schedule.queries import rows_of as appointment_rows
from zoufang.stages.schedule.states import AppointmentState
from zoufang.stages.visit.models import Shadowing, Visit
from zoufang.stages.visit.states import VisitState

FINISHED = (VisitState.DONE, VisitState.NOT_REACHED)
DAYS_AHEAD = 14


@dataclass(frozen=True)
class ShadowingRow:
    """A visit that this person goes (or went) along on."""

    public_id: str
    children: str
    class_name: str
    when: datetime | None
    was_there: bool | None
    is_said: bool


def own_shadowings(actor: Actor) -> QuerySet[Shadowing]:
    """Those of this person, the newest first."""
    children = Prefetch("household__children", queryset=Child.objects.filter(left_on__isnull=True), to_attr="here")
    mine = Shadowing.objects.filter(person=actor.id).select_related("klass", "household", "round", "campaign")
    return mine.prefetch_related(children).order_by("-announced_at", "-pk")


def shadowing_rows(shadowings: QuerySet[Shadowing]) -> list[ShadowingRow]:
    """Rows for a page: three queries, however many."""
    found = list(shadowings)
    keys = [each.household_id for each in found]
    times = {
        (each.round_id, each.household_id): each.starts_at
        for each in Appointment.objects.filter(household__in=keys)
        .exclude(state=AppointmentState.CANCELLED)
        .order_by("starts_at")
    }
    return [
        ShadowingRow(
            each.public_id,
            "、".join(child.name for child in each.household.here),  # type: ignore[attr-defined]
            each.klass.name,
            times.get((each.round_id, each.household_id)),
            each.was_there,
            each.said_at is not None,
        )
        for each in found
    ]


def visits_to_join(actor: Actor, *, now: datetime) -> list[AppointmentRow]:
    """Booked meetings of the next two weeks at the schools this person leads, those joined already left out."""
    inside = Q(pk__in=[])
    for path in actor.paths_as(Role.PRINCIPAL, Role.LEADER):
        inside |= Q(klass__path__startswith=path)
    booked = Appointment.objects.filter(
        inside,
        state=AppointmentState.BOOKED,
        form__in=IN_PERSON,
        ends_at__gt=now,
        starts_at__lt=now + timedelta(days=DAYS_AHEAD),
    ).exclude(klass__in=actor.classes_taught())
    joined = set(Shadowing.objects.filter(person=actor.id).values_list("round_id", "household_id"))
    pks = [
        pk
        for pk, round_id, household in booked.values_list("pk", "round_id", "household_id")
        if (round_id, household) not in joined
    ]
    found = Appointment.objects.filter(pk__in=pks).select_related("klass", "household__school")
    return appointment_rows(found.order_by("starts_at", "pk"))


def companions_of(round: Round, households: Sequence[int]) -> dict[int, str]:
    """Who goes along to these families, by household; who could not come is left out. One query."""
    found: dict[int, list[str]] = {}
    going = Shadowing.objects.filter(round=round, household__in=households).exclude(was_there=False)
    for each in going.select_related("person").order_by("pk"):
        found.setdefault(each.household_id, []).append(each.person.name)
    return {key: "、".join(names) for key, names in found.items()}


def shadowings_of(actor: Actor, visit: Visit) -> list[Shadowing]:
    """What was said by whoever went along on this visit: for themselves and those who lead the school, for the class's
    teachers once their own record is finished."""
    reads = Q(person=actor.id)
    if visit.state in FINISHED:
        reads |= Q(klass__in=actor.classes_taught())
    for path in actor.paths_as(Role.PRINCIPAL, Role.LEADER):
        reads |= Q(klass__path__startswith=path) & ~Q(klass__in=actor.classes_taught())
    said = Shadowing.objects.filter(reads, round=visit.round_id, household=visit.household_id, said_at__isnull=False)
    return list(said.select_related("person", "klass").order_by("said_at"))


def held_shadowings(campaign: Campaign, household: Household) -> QuerySet[Shadowing]:
    """Who went along to this family."""
    return Shadowing.objects.filter(campaign=campaign, household=household).select_related("person").order_by("pk")


def visit_of_shadowing(shadowing: Shadowing) -> Visit | None:
    """The teachers' record of that visit."""
    return Visit.objects.filter(round=shadowing.round_id, household=shadowing.household_id).order_by("-pk").first()


def has_begun(shadowing: Shadowing, *, now: datetime) -> bool:
    """Has its time come, or do the teachers write already?"""
    same = {"round": shadowing.round_id, "household": shadowing.household_id}
    if Visit.objects.filter(**same).exclude(state=VisitState.CANCELLED).exists():
        return True
    return Appointment.objects.filter(**same, starts_at__lte=now).exclude(state=AppointmentState.CANCELLED).exists()
