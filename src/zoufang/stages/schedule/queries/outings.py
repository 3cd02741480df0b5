"""Who is out on visits, since when, and when they mean to be back; whose time fell through."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from zoufang.ground.accounts.actor import Actor
from zoufang.ground.accounts.states import Role
from zoufang.ground.campaign.models import Campaign
from zoufang.stages.roster.models import Child, Household
from zoufang.stages.schedule.models import Appointment, NewTimeAsked, Outing
from zoufang.stages.schedule.queries.appointments import CHILDREN
from zoufang.stages.schedule.rules import TIME_TO_TAKE_BACK, half_of
from zoufang.stages.schedule.states import AppointmentState
from zoufang.stages.signup.states import RemindBy

DAYS_TOLD = 7
STANDS = (AppointmentState.BOOKED, AppointmentState.KEPT)


@dataclass(frozen=True)
class OutingRow:
    """Teachers who are out. `people`: (name, work phone). `stops`: (time, children, how) in their order."""

    public_id: str
    class_name: str
    people: tuple[tuple[str, str], ...]
    stops: tuple[tuple[datetime, str, str], ...]
    left_at: datetime
    back_until: datetime
    late_minutes: int
    leaders_told_at: datetime | None

    @property
    def names(self) -> str:
        return "、".join(name for name, _phone in self.people)

    @property
    def is_late(self) -> bool:
        return self.late_minutes > 0


def outings_of(actor: Actor) -> QuerySet[Outing]:
    """Those of the own classes, those in which this person is out, and for the school's leaders all of the school."""
    inside = Q(klass__in=actor.classes_taught()) | Q(people=actor.id)
    for path in actor.paths_as(Role.PRINCIPAL, Role.LEADER):
        inside |= Q(klass__path__startswith=path)
    return Outing.objects.filter(inside).select_related("klass").distinct()


def open_outing_with(actor: Actor) -> Outing | None:
    """The outing in which this person is out just now."""
    own = Q(people=actor.id) | Q(left_by=actor.id)
    return Outing.objects.filter(own, returned_at__isnull=True).select_related("klass").order_by("-left_at").first()


def out_now(actor: Actor, *, now: datetime) -> list[OutingRow]:
    """Who is out, those first who ought to be back longest: a constant number of queries."""
    out = outings_of(actor).filter(returned_at__isnull=True).order_by("back_until", "pk")
    return rows_of_outings(out, actor, now=now)


def own_outing(actor: Actor, *, now: datetime) -> OutingRow | None:
    """This person's own, as a row."""
    found = open_outing_with(actor)
    if found is None:
        return None
    return rows_of_outings(Outing.objects.filter(pk=found.pk).select_related("klass"), actor, now=now)[0]


def out_and_late(actor: Actor, *, now: datetime) -> tuple[int, int]:
    """How many are out, and how many of them not back in time, of those whose safety this person answers for."""
    inside = Q(pk__in=[])
    for path in actor.paths_as(Role.PRINCIPAL, Role.LEADER):
        inside |= Q(klass__path__startswith=path)
    until = list(Outing.objects.filter(inside, returned_at__isnull=True).values_list("back_until", flat=True))
    return len(until), sum(each < now for each in until)


def rows_of_outings(outings: QuerySet[Outing], actor: Actor, *, now: datetime) -> list[OutingRow]:
    """Rows for a page: five queries, however many. Who goes on to a family of another class shows its name to those who are
    out and to the school's leaders, not to the colleague of the first class."""
    known = Q(klass__in=actor.classes_taught()) | Q(teachers=actor.id)
    for path in actor.paths_as(Role.PRINCIPAL, Role.LEADER):
        known |= Q(klass__path__startswith=path)
    stops = Appointment.objects.filter(known).distinct().select_related("household").prefetch_related(CHILDREN)
    stops = stops.order_by("starts_at", "pk")
    full = outings.prefetch_related("people", Prefetch("stops", queryset=stops))
    return [
        OutingRow(
            public_id=each.public_id,
            class_name=each.klass.name,
            people=tuple((person.name, person.phone) for person in each.people.all()),
            stops=tuple((stop.starts_at, _children(stop), str(stop.get_form_display())) for stop in each.stops.all()),
            left_at=each.left_at,
            back_until=each.back_until,
            late_minutes=max(0, int((now - each.back_until).total_seconds() // 60)),
            leaders_told_at=each.leaders_told_at,
        )
        for each in full
    ]


def asked_just_now(actor: Actor, *, now: datetime) -> list[Appointment]:
    """The times that this person let fall through within the last minutes, all of the last act: they can come back."""
    mine = NewTimeAsked.objects.filter(
        asked_by=actor.id, asked_at__gt=now - TIME_TO_TAKE_BACK, appointment__state=AppointmentState.CANCELLED
    )
    newest = mine.order_by("-asked_at").first()
    same = mine.filter(asked_at=newest.asked_at) if newest else mine.none()
    return [each.appointment for each in same.select_related("appointment__household").order_by("pk")]


@dataclass(frozen=True)
class FamilyToTell:
    """A family whose time fell through and whom a teacher is to tell."""

    public_id: str
    household_id: str
    children: str
    class_name: str
    starts_at: datetime
    why_label: str


def asked_anew_by(actor: Actor) -> QuerySet[NewTimeAsked]:
    """Families of the classes this teacher answers for that are asked for a new time."""
    return NewTimeAsked.objects.filter(appointment__klass__in=actor.classes_taught())


def to_tell_by(actor: Actor, *, now: datetime) -> list[FamilyToTell]:
    """Whom a teacher is still to tell, unless the family has another time by now."""
    waiting = asked_anew_by(actor).filter(
        channel=RemindBy.TEACHER,
        told_at__isnull=True,
        asked_at__gt=now - timedelta(days=DAYS_TOLD),
        appointment__state=AppointmentState.CANCELLED,
    )
    found = (
        waiting.exclude(Exists(_again("appointment__round", "appointment__household")))
        .select_related("appointment__household", "appointment__klass")
        .prefetch_related(
            Prefetch(
                "appointment__household__children",
                queryset=Child.objects.filter(left_on__isnull=True),
                to_attr="here",
            )
        )
    )
    return [
        FamilyToTell(
            each.public_id,
            each.appointment.household.public_id,
            _children(each.appointment),
            each.appointment.klass.name,
            each.appointment.starts_at,
            str(each.appointment.get_cancel_reason_display()),
        )
        for each in found.order_by("appointment__starts_at", "pk")
    ]


def fell_through_of(campaign: Campaign, household: Household) -> Appointment | None:
    """The family's time that fell through on the school's side; None once it has another."""
    asked = NewTimeAsked.objects.filter(
        appointment__campaign=campaign, appointment__household=household, appointment__state=AppointmentState.CANCELLED
    )
    found = asked.exclude(Exists(_again("appointment__round", "appointment__household"))).select_related("appointment")
    newest = found.order_by("-asked_at", "-pk").first()
    return newest.appointment if newest else None


def has_time_again(appointment: Appointment) -> bool:
    """Has the family another time in the same round, or was it met in it?"""
    same = Appointment.objects.filter(round=appointment.round_id, household=appointment.household_id)
    return same.filter(state__in=STANDS).exists()


def half_day_of(actor: Actor, appointment: Appointment, *, now: datetime) -> list[Appointment]:
    """The booked times of the own classes in the same half-day that are not over, this one among them."""
    day = timezone.localdate(appointment.starts_at)
    booked = Appointment.objects.filter(
        klass__in=actor.classes_taught(),
        state=AppointmentState.BOOKED,
        starts_at__date=day,
        ends_at__gt=now,
    ).select_related("klass", "campaign__unit", "household")
    half = half_of(timezone.localtime(appointment.starts_at))
    return [each for each in booked.order_by("starts_at", "pk") if half_of(timezone.localtime(each.starts_at)) == half]


def _again(round_of: str, household_of: str) -> QuerySet[Appointment]:
    return Appointment.objects.filter(round=OuterRef(round_of), household=OuterRef(household_of), state__in=STANDS)


def _children(appointment: Appointment) -> str:
    return "、".join(child.name for child in appointment.household.here)  # type: ignore[attr-defined]
