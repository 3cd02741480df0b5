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

_CANCELLED = ("cancelled_at", "cancel_reason", "is_released", "release_seen_at")


@transaction.atomic
def cancel_appointment(
    *, appointment: Appointment, reason: str, by: Actor, at: datetime, is_released: bool = False
) -> Appointment:
    """The family waits for a time again; `is_released`: it gave the time back itself, and its teachers are told.
    Refused without one of the reasons, and unless the appointment still stands."""
    appointment = Appointment.objects.select_for_update().get(pk=appointment.pk)
    if reason not in CancelReason.values:
        raise Refused("请选择取消的原因")
    if appointment.state != AppointmentState.BOOKED:
        raise Refused("这一次已经取消或见过面了")
    appointment.state = AppointmentState.CANCELLED
    appointment.cancelled_at, appointment.cancel_reason = at, CancelReason(reason)
    appointment.is_released, appointment.release_seen_at = is_released, None
    appointment.sequence += 1
    appointment.save(update_fields=["state", "sequence", *_CANCELLED])
    record("appointment.cancelled", appointment, by=by, at=at, unit=appointment.klass, facts={"why": str(reason)})
    return appointment


@transaction.atomic
def see_release(*, appointment: Appointment, by: Actor, at: datetime) -> None:
    """A teacher took note that the family gave this time back. Taken note of before: nothing is done again."""
    appointment = Appointment.objects.select_for_update().get(pk=appointment.pk)
    if not appointment.is_released:
        raise Refused("这一次没有被家长取消,不用再看")
    if appointment.release_seen_at is not None:
        return
    appointment.release_seen_at = at
    appointment.save(update_fields=["release_seen_at"])
    record("appointment.release_seen", appointment, by=by, at=at, unit=appointment.klass)


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
    appointment.cancelled_at, appointment.cancel_reason, appointment.is_released = None, "", False
    appointment.sequence += 1
    appointment.save(update_fields=["state", "sequence", *_CANCELLED])
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
