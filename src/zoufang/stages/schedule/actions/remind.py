"""The day before: each family that asked for it is reminded, once for each time it has."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from zoufang.ground.accounts.actor import SYSTEM, Actor
from zoufang.ground.journal.actions import record
from zoufang.stages.schedule.models import Appointment, Reminder
from zoufang.stages.schedule.queries.channels import Channel, reminder_channels
from zoufang.stages.schedule.rules import day_to_remind_of
from zoufang.stages.schedule.states import AppointmentState
from zoufang.stages.signup.models import Signup
from zoufang.stages.signup.states import RemindBy


def remind_of_tomorrow(*, now: datetime, only: Collection[str] = ()) -> int:
    """Every family with an appointment tomorrow that chose a channel (of `only`, where given) is reminded; how many
    were now. Run again: only those whose time is new."""
    channels = {name: each for name, each in reminder_channels().items() if not only or name in only}
    day = day_to_remind_of(timezone.localtime(now))
    begins = timezone.make_aware(datetime.combine(day, time.min))
    tomorrow = Appointment.objects.filter(
        state=AppointmentState.BOOKED, starts_at__gte=max(begins, now), starts_at__lt=begins + timedelta(days=1)
    )
    chosen = {
        (campaign, household): name
        for campaign, household, name in Signup.objects.filter(
            household__in=tomorrow.values("household"), remind_by__in=list(channels)
        ).values_list("campaign_id", "household_id", "remind_by")
    }
    reminded = 0
    for pk, campaign, household in tomorrow.order_by("pk").values_list("pk", "campaign_id", "household_id"):
        if name := chosen.get((campaign, household)):
            reminded += _remind(pk, name, channels[name], at=now)
    return reminded


@transaction.atomic
def _remind(pk: int, name: str, channel: Channel, *, at: datetime) -> int:
    appointment = Appointment.objects.select_for_update().get(pk=pk)
    if appointment.state != AppointmentState.BOOKED:
        return 0
    signup = Signup.objects.filter(campaign=appointment.campaign_id, household=appointment.household_id).first()
    if signup is None or signup.remind_by != name:
        return 0
    reminder, is_new = Reminder.objects.get_or_create(
        appointment=appointment, for_time=appointment.starts_at, defaults={"channel": RemindBy(name), "made_at": at}
    )
    if not is_new:
        return 0
    channel.post(reminder=reminder, signup=signup, at=at)
    record("appointment.reminded", appointment, by=SYSTEM, at=at, unit=appointment.klass, facts={"by": name})
    return 1


@transaction.atomic
def note_reminded(*, reminder: Reminder, by: Actor, at: datetime) -> None:
    """The teacher reminded the family. Noted before: nothing is done again."""
    reminder = Reminder.objects.select_for_update().select_related("appointment__klass").get(pk=reminder.pk)
    if reminder.done_at is not None:
        return
    reminder.done_at = at
    reminder.save(update_fields=["done_at"])
    record("appointment.teacher_reminded", reminder, by=by, at=at, unit=reminder.appointment.klass)
