"""Appointments, as far as each person may see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from zoufang.engines.calendar_file import Event, calendar_file
from zoufang.ground.accounts.actor import Actor
from zoufang.ground.campaign.models import Campaign
from zoufang.ground.campaign.states import VisitForm
from zoufang.ground.privacy.masks import mask_address
from zoufang.stages.roster.models import Child, Household
from zoufang.stages.roster.queries import households_of
from zoufang.stages.schedule.models import Appointment
from zoufang.stages.schedule.states import AppointmentState

CHILDREN = Prefetch(
    "household__children",
    queryset=Child.objects.filter(left_on__isnull=True).select_related("klass"),
    to_attr="here",
)


@dataclass(frozen=True)
class AppointmentRow:
    """An appointment in a list."""

    public_id: str
    household_id: str
    children: str
    class_name: str
    form: str
    form_label: str
    starts_at: datetime
    ends_at: datetime
    teachers: str
    place: str
    state: str
    household_pk: int = 0


def appointments_of(actor: Actor) -> QuerySet[Appointment]:
    """Every appointment of the families this person may see."""
    return (
        Appointment.objects.filter(household__in=households_of(actor).values("pk"))
        .select_related("campaign__unit", "round", "klass", "household__school")
        .order_by("starts_at", "pk")
    )


def appointments_in(actor: Actor, first: date, last: date) -> QuerySet[Appointment]:
    """Those that are booked (or were kept) from one day to another, both counted."""
    begins, ends = _midnight(first), _midnight(last + timedelta(days=1))
    return appointments_of(actor).filter(
        state__in=[AppointmentState.BOOKED, AppointmentState.KEPT], starts_at__gte=begins, starts_at__lt=ends
    )


def appointments_on(actor: Actor, day: date) -> list[AppointmentRow]:
    """That day's appointments as rows, in their order: three queries, however many."""
    return rows_of(appointments_in(actor, day, day))


def appointment_of_household(campaign: Campaign, household: Household) -> Appointment | None:
    """The family's appointment that stands; without one that stands, the newest that was kept."""
    known = Appointment.objects.filter(campaign=campaign, household=household).select_related(
        "klass", "round", "campaign__unit"
    )
    booked = known.filter(state=AppointmentState.BOOKED).order_by("-starts_at").first()
    return booked or known.filter(state=AppointmentState.KEPT).order_by("-starts_at").first()


def rows_of(appointments: QuerySet[Appointment]) -> list[AppointmentRow]:
    """Rows for a page: three queries, however many appointments."""
    full = appointments.prefetch_related(CHILDREN, "teachers")
    return [
        AppointmentRow(
            public_id=each.public_id,
            household_id=each.household.public_id,
            children="、".join(child.name for child in each.household.here),  # type: ignore[attr-defined]
            class_name=each.klass.name,
            form=each.form,
            form_label=each.get_form_display(),
            starts_at=each.starts_at,
            ends_at=each.ends_at,
            teachers="、".join(teacher.name for teacher in each.teachers.all()),
            place=place_of(each),
            state=each.state,
            household_pk=each.household_id,
        )
        for each in full
    ]


def place_of(appointment: Appointment) -> str:
    """Where it is, with a private address masked; '' where there is no place."""
    if appointment.form == VisitForm.HOME:
        return mask_address(appointment.household.address)
    return appointment.household.school.name if appointment.form == VisitForm.SCHOOL else ""


def calendar_of(*appointments: Appointment, now: datetime) -> bytes:
    """A calendar file of these; it names no child and no address, for calendars lie in others' clouds."""
    return calendar_file([_event(each) for each in appointments], now=now)


def _event(appointment: Appointment) -> Event:
    teachers = "、".join(teacher.name for teacher in appointment.teachers.all())
    school = appointment.campaign.unit
    return Event(
        # The same through every change, and whatever the site's address becomes; 80 random bits are nobody else's.
        uid=f"{appointment.public_id}@zoufang",
        sequence=appointment.sequence,
        starts_at=appointment.starts_at,
        ends_at=appointment.ends_at,
        title=f"{school.name} {appointment.get_form_display()}",
        place=school.address if appointment.form == VisitForm.SCHOOL else "",
        words=f"{appointment.klass.name} {teachers}",
        is_cancelled=appointment.state == AppointmentState.CANCELLED,
        alarms_before=(timedelta(days=1), timedelta(hours=1)),
    )


def _midnight(on: date) -> datetime:
    return timezone.make_aware(datetime.combine(on, time.min))
