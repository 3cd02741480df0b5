"""An appointment is cancelled, taken back, or settled by the visit that came of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from zoufang.engines.refusal import Refused
from zoufang.ground.accounts.actor import Actor
from zoufang.ground.accounts.models import User
from zoufang.ground.campaign.models import Campaign, Round
from zoufang.ground.journal.actions import record
from zoufang.ground.org.models import Unit
from zoufang.stages.roster.models import Household
from zoufang.stages.schedule.actions.book import lock_for_booking, refuse_unless_free
from zoufang.stages.schedule.models import Appointment
from zoufang.stages.schedule.states import AppointmentState, CancelReason


@transaction.atomic
def cancel_appointment(*, appointment: Appointment, reason: str, by: Actor, at: datetime) -> Appointment:
    """The family waits for a time again. Refused without one of the reasons, and unless the appointment still stands."""
    appointment = Appointment.objects.select_for_update().get(pk=appointment.pk)
    if reason not in CancelReason.values:
        raise Refused("请选择取消的原因")
    if appointment.state != AppointmentState.BOOKED:
        raise Refused("这一次已经取消或见过面了")
    appointment.state = AppointmentState.CANCELLED
    appointment.sequence += 1
    appointment.save(update_fields=["state", "sequence"])
    record("appointment.cancelled", appointment, by=by, at=at, unit=appointment.klass, facts={"why": str(reason)})
    return appointment


@transaction.atomic
def restore_appointment(*, appointment: Appointment, by: Actor, at: datetime) -> Appointment:
    """The cancellation is taken back. Refused where the time has been given away meanwhile, or is over."""
    teachers = list(appointment.teachers.all())
    lock_for_booking(appointment.household, teachers)
    appointment = Appointment.objects.select_for_update().get(pk=appointment.pk)
    if appointment.state != AppointmentState.CANCELLED:
        raise Refused("这一次没有取消,不用恢复")
    # The family had agreed to this time when it was booked.
    refuse_unless_free(appointment, teachers=teachers, at=at, agreed=True)
    appointment.state = AppointmentState.BOOKED
    appointment.sequence += 1
    appointment.save(update_fields=["state", "sequence"])
    record("appointment.restored", appointment, by=by, at=at, unit=appointment.klass)
    return appointment


@transaction.atomic
def settle_appointment(
    *,
    campaign: Campaign,
    round: Round,
    household: Household,
    klass: Unit,
    form: str,
    teachers: Sequence[User],
    kept: bool,
    starts_at: datetime,
    ends_at: datetime,
    by: Actor,
    at: datetime,
) -> None:
    """The visit is finished: the family's appointment was kept (one is noted where none was made), or is free again.

    Part of the act that finishes the visit, which the journal records.
    """
    standing = list(
        Appointment.objects.select_for_update().filter(
            round=round, household=household, state__in=[AppointmentState.BOOKED, AppointmentState.KEPT]
        )
    )
    to = AppointmentState.KEPT if kept else AppointmentState.CANCELLED
    for appointment in standing:
        # A record that was sent back may now say that nobody was met: the time it had kept is free as well.
        if appointment.state != to:
            appointment.state = to
            appointment.sequence += 1
            appointment.save(update_fields=["state", "sequence"])
    if kept and not standing:
        met = Appointment.objects.create(
            campaign=campaign,
            round=round,
            household=household,
            klass=klass,
            form=form,
            starts_at=starts_at,
            ends_at=max(ends_at, starts_at + timedelta(minutes=1)),
            state=AppointmentState.KEPT,
            booked_by_id=by.id or None,
            booked_at=at,
        )
        met.teachers.set(teachers)
