"""By text message, where this installation has a sender of them."""

from __future__ import annotations

from datetime import datetime
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.utils import timezone

from zoufang.stages.schedule.models import Reminder
from zoufang.stages.signup.models import Signup
from zoufang.stages.signup.states import RemindBy

NAME = RemindBy.SMS
TEMPLATE = "visit_reminder"
_CHANNELS = "zoufang.ground.channels"


def is_on() -> bool:
    """Is a sender of text messages built in and set up?"""
    return find_spec(_CHANNELS) is not None and bool(_of("queries").sms_is_set_up())


def post(*, reminder: Reminder, signup: Signup, at: datetime) -> None:
    """To the guardian who answered, else to the first with a phone: day and time, no name. Without a phone nothing is sent."""
    phone = phone_of(signup)
    if not phone:
        return
    local = timezone.localtime(reminder.for_time)
    campaign = reminder.appointment.campaign
    values = {"school": campaign.unit.name, "time": f"{local.month}月{local.day}日 {local:%H:%M}"}
    _of("actions").post_sms(to=phone, template=TEMPLATE, values=values, unit=campaign.unit, at=at)


def phone_of(signup: Signup) -> str:
    """Whom a text reaches: the guardian who answered, else the first with a phone; '' for nobody."""
    guardians = [signup.answered_by, *signup.household.guardians.all()]
    return next((each.phone for each in guardians if each is not None and each.phone), "")


def _of(part: str) -> Any:
    return import_module(f"{_CHANNELS}.{part}")
