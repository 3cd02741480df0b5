"""What a family sees and does of its time: free times after pick-up, a time given back, its calendar; and what its teachers hear of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from zoufang.ground.accounts.actor import Actor
from zoufang.ground.accounts.models import User
from zoufang.ground.campaign.models import Campaign, Round
from zoufang.ground.campaign.queries import phase_of_class, round_on
from zoufang.ground.campaign.states import VisitForm
from zoufang.ground.org.models import Unit
from zoufang.stages.roster.models import Child, Household
from zoufang.stages.schedule import rules
from zoufang.stages.schedule.models import Appointment, Reminder
from zoufang.stages.schedule.queries.appointments import CHILDREN
from zoufang.stages.schedule.queries.families import teachers_of
from zoufang.stages.schedule.queries.weighing import facts_for
from zoufang.stages.schedule.states import AppointmentState
from zoufang.stages.signup.models import Signup
from zoufang.stages.signup.queries import talk_slots_for
from zoufang.stages.signup.rules import Slot
from zoufang.stages.signup.states import RemindBy, SignupState
from zoufang.web.prepared import Prepared

DAYS_TOLD = 14  # a time given back is told of this long, seen or not


@dataclass(frozen=True)
class TalkPlace:
    """Who would meet a family alone after pick-up: its class, the class's teachers, the round that runs."""

    klass: Unit
    round: Round
    teachers: Sequence[User]


def talk_place(campaign: Campaign, household: Household, *, at: datetime) -> TalkPlace | None:
    """The first of the children's classes that the campaign visits; None where there is nobody to talk with."""
    today = timezone.localdate(at)
    classes = [child.klass for child in household.children.filter(left_on__isnull=True).select_related("klass")]
    klass = next((each for each in classes if phase_of_class(campaign, each)), None)
    current = round_on(campaign, today) if klass else None
    if klass is None or current is None:
        return None
    teachers = teachers_of(klass, on=today)
    return TalkPlace(klass, current, teachers) if teachers else None


def free_talks(campaign: Campaign, household: Household, *, at: datetime) -> list[Slot]:
    """The times after pick-up in which the class's teachers are with nobody else: each is for one family."""
    place = talk_place(campaign, household, at=at)
    if place is None:
        return []
    own = booked_of_household(campaign, household, place.round)
    facts = facts_for(
        campaign=campaign,
        round=place.round,
        household=household,
        klass=place.klass,
        teachers=place.teachers,
        at=at,
        but=own,
    )
    facts = replace(facts, declined=False)
    return [
        slot
        for slot in talk_slots_for(household, campaign, at)
        if not rules.why_not(
            facts=facts,
            form=VisitForm.SCHOOL,
            span=rules.Span(*moments_of(slot)),
            teacher_count=len(place.teachers),
            agreed=True,
        )
    ]


def moments_of(slot: Slot) -> tuple[datetime, datetime]:
    """A slot's begin and end."""
    return (
        timezone.make_aware(datetime.combine(slot.on, slot.starts)),
        timezone.make_aware(datetime.combine(slot.on, slot.ends)),
    )


_BOOKED = Prepared(
    lambda campaign, home: (
        Appointment.objects.filter(campaign=campaign, household=home, state=AppointmentState.BOOKED)
        .select_related("klass", "round", "campaign__unit")
        .order_by("-starts_at", "pk")
    ),
    "number",
    "number",
)


def booked_of_household(campaign: Campaign, household: Household, round: Round | None = None) -> Appointment | None:
    """The family's appointment that stands."""
    booked = _BOOKED.all(campaign.pk, household.pk)
    return next((each for each in booked if round is None or each.round_id == round.pk), None)


def released_of_household(campaign: Campaign, household: Household, *, now: datetime) -> Appointment | None:
    """The time that the family gave back and that could still be: None once it has another."""
    if booked_of_household(campaign, household) is not None:
        return None
    given_back = Appointment.objects.filter(
        campaign=campaign, household=household, state=AppointmentState.CANCELLED, is_released=True, starts_at__gt=now
    )
    return given_back.select_related("klass", "round", "campaign__unit").order_by("-cancelled_at").first()


def held_appointments(household: Household) -> QuerySet[Appointment]:
    """Every time that was ever booked with this family, the newest first."""
    kept = Appointment.objects.filter(household=household).select_related("campaign")
    return kept.prefetch_related("teachers").order_by("-starts_at")


def calendar_of_household(campaign: Campaign, household: Household, *, now: datetime) -> list[Appointment]:
    """What the family's calendar is to know: the time that stands (or was kept), and those of the future that do not
    stand any more, so that a phone takes them out."""
    known = Appointment.objects.filter(campaign=campaign, household=household).select_related(
        "klass", "round", "campaign__unit"
    )
    gone = list(known.filter(state=AppointmentState.CANCELLED, starts_at__gt=now).order_by("starts_at"))
    stands = known.filter(state=AppointmentState.BOOKED).first() or known.filter(state=AppointmentState.KEPT).last()
    return [*([stands] if stands else []), *gone]


@dataclass(frozen=True)
class Release:
    """A time that a family gave back, as its teachers hear of it."""

    public_id: str
    household_id: str
    children: str
    class_name: str
    starts_at: datetime
    is_called_off: bool


def releases_for(actor: Actor, *, now: datetime) -> list[Release]:
    """Times given back by families of the classes this teacher answers for, not yet taken note of, without a new time."""
    again = Appointment.objects.filter(
        round=OuterRef("round"),
        household=OuterRef("household"),
        state__in=[AppointmentState.BOOKED, AppointmentState.KEPT],
    )
    declined = Signup.objects.filter(
        campaign=OuterRef("campaign"), household=OuterRef("household"), state=SignupState.DECLINED
    )
    found = (
        Appointment.objects.filter(
            household__in=_taught(actor),
            state=AppointmentState.CANCELLED,
            is_released=True,
            release_seen_at__isnull=True,
            cancelled_at__gt=now - timedelta(days=DAYS_TOLD),
        )
        .exclude(Exists(again))
        .annotate(is_called_off=Exists(declined))
        .select_related("klass", "household")
        .prefetch_related(CHILDREN)
        .order_by("starts_at", "pk")
    )
    return [
        Release(
            each.public_id,
            each.household.public_id,
            "、".join(child.name for child in each.household.here),  # type: ignore[attr-defined]
            each.klass.name,
            each.starts_at,
            each.is_called_off,
        )
        for each in found
    ]


def released_appointments_of(actor: Actor) -> QuerySet[Appointment]:
    """Times given back by families of the classes this teacher answers for."""
    return Appointment.objects.filter(household__in=_taught(actor), is_released=True)


@dataclass(frozen=True)
class ToRemind:
    """A family that asked its teacher to remind it of tomorrow."""

    public_id: str
    household_id: str
    children: str
    class_name: str
    starts_at: datetime


def to_remind_by(actor: Actor, *, now: datetime) -> list[ToRemind]:
    """Who this teacher is to remind, the earliest first; what is over or has another time by now is left out."""
    asked = (
        reminders_of(actor)
        .filter(done_at__isnull=True, for_time__gt=now, appointment__state=AppointmentState.BOOKED)
        .select_related("appointment__household", "appointment__klass")
        .prefetch_related("appointment__" + CHILDREN.prefetch_through)
        .order_by("for_time", "pk")
    )
    rows = []
    for each in asked:
        if each.for_time == each.appointment.starts_at:
            children = [child for child in each.appointment.household.children.all() if child.left_on is None]
            rows.append(
                ToRemind(
                    each.public_id,
                    each.appointment.household.public_id,
                    "、".join(child.name for child in children),
                    each.appointment.klass.name,
                    each.for_time,
                )
            )
    return rows


def reminders_of(actor: Actor) -> QuerySet[Reminder]:
    """The reminders that this person is asked to make: of the own class's families, or of meetings that are the own."""
    own = Q(appointment__klass__in=actor.classes_taught()) | Q(appointment__teachers=actor.id)
    return Reminder.objects.filter(own, channel=RemindBy.TEACHER).distinct()


def _taught(actor: Actor) -> QuerySet[Child, int]:
    taught = Child.objects.filter(klass__in=actor.classes_taught(), left_on__isnull=True)
    return taught.values_list("household_id", flat=True)
