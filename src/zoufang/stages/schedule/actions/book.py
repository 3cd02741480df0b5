"""A family has a time; the time is changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from zoufang.engines.refusal import Refused
from zoufang.ground.accounts.actor import Actor
from zoufang.ground.accounts.models import User
from zoufang.ground.accounts.states import ActorKind
from zoufang.ground.campaign.models import Campaign, Round
from zoufang.ground.campaign.states import VisitForm
from zoufang.ground.journal.actions import record
from zoufang.ground.org.models import Unit
from zoufang.stages.roster.models import Household
from zoufang.stages.schedule import rules
from zoufang.stages.schedule.models import Appointment
from zoufang.stages.schedule.queries import facts_for
from zoufang.stages.schedule.states import AppointmentState


@transaction.atomic
def book(
    *,
    campaign: Campaign,
    round: Round,
    household: Household,
    klass: Unit,
    form: str,
    starts_at: datetime,
    ends_at: datetime,
    teachers: Sequence[User],
    by: Actor,
    at: datetime,
    agreed: bool = False,
) -> Appointment:
    """The family has this time with these teachers. Refused for every reason of `rules.why_not`.

    `agreed`: the family agreed to it by telephone, beyond the times it offered.
    """
    lock_for_booking(household, teachers)
    appointment = Appointment(
        campaign=campaign,
        round=round,
        household=household,
        klass=klass,
        form=form,
        starts_at=starts_at,
        ends_at=ends_at,
    )
    refuse_unless_free(appointment, teachers=teachers, at=at, agreed=agreed)
    # A family that chose a time of its own is no member of staff.
    appointment.booked_by_id = by.id if by.kind == ActorKind.STAFF else None
    appointment.booked_at = at
    appointment.save()
    appointment.teachers.set(teachers)
    facts = {"form": form, "teachers": len(teachers), "agreed": agreed}
    record("appointment.booked", appointment, by=by, at=at, unit=klass, facts=facts)
    return appointment


@transaction.atomic
def move_appointment(
    *,
    appointment: Appointment,
    starts_at: datetime,
    ends_at: datetime,
    teachers: Sequence[User],
    by: Actor,
    at: datetime,
    form: str = "",
    agreed: bool = False,
) -> Appointment:
    """The appointment is at another time, with these teachers. Refused as `book`, and unless it still stands."""
    lock_for_booking(appointment.household, teachers)
    appointment = Appointment.objects.select_for_update().get(pk=appointment.pk)
    if appointment.state != AppointmentState.BOOKED:
        raise Refused("这一次已经取消或见过面了,不能再改时间")
    appointment.starts_at, appointment.ends_at = starts_at, ends_at
    appointment.form = form or appointment.form
    refuse_unless_free(appointment, teachers=teachers, at=at, agreed=agreed)
    appointment.sequence += 1
    appointment.save()
    appointment.teachers.set(teachers)
    facts = {"sequence": appointment.sequence, "agreed": agreed}
    record("appointment.moved", appointment, by=by, at=at, unit=appointment.klass, facts=facts)
    return appointment


def lock_for_booking(household: Household, teachers: Sequence[User]) -> None:
    """Two bookings of one family, or of one teacher, wait for each other; always in this order."""
    Household.objects.select_for_update().get(pk=household.pk)
    list(User.objects.select_for_update().filter(pk__in=[each.pk for each in teachers]).order_by("pk"))


def refuse_unless_free(appointment: Appointment, *, teachers: Sequence[User], at: datetime, agreed: bool) -> None:
    """Refused for every reason of `rules.why_not`, weighed anew under the lock."""
    if appointment.form not in VisitForm.values:
        raise Refused("请选择怎样见面")
    if appointment.ends_at <= appointment.starts_at:
        raise Refused("结束时间早于开始时间,请改正")
    facts = facts_for(
        campaign=appointment.campaign,
        round=appointment.round,
        household=appointment.household,
        klass=appointment.klass,
        teachers=teachers,
        at=at,
        but=appointment if appointment.pk else None,
        ways_to=appointment.form,
    )
    span = rules.Span(timezone.localtime(appointment.starts_at), timezone.localtime(appointment.ends_at))
    reasons = rules.why_not(facts=facts, form=appointment.form, span=span, teacher_count=len(teachers), agreed=agreed)
    if reasons:
        raise Refused(reasons)
