"""The ways of reminding that this installation has."""

from __future__ import annotations

from datetime import datetime
from importlib import import_module
from typing import Protocol, cast

from django.conf import settings

from zoufang.stages.schedule.models import Reminder
from zoufang.stages.signup.models import Signup
from zoufang.stages.signup.states import RemindBy


class Channel(Protocol):
    """One file of `reminders/`."""

    NAME: RemindBy

    def is_on(self) -> bool: ...

    def post(self, *, reminder: Reminder, signup: Signup, at: datetime) -> None: ...


def reminder_channels() -> dict[str, Channel]:
    """Those that are on, by name, in the order of the settings."""
    named = [cast(Channel, import_module(path)) for path in settings.REMINDER_CHANNELS]
    return {each.NAME.value: each for each in named if each.is_on()}


def reminders_offered() -> list[tuple[str, str]]:
    """What a family may choose from: (value, label); none first."""
    names = [RemindBy.NONE, *(RemindBy(name) for name in reminder_channels())]
    return [(each.value, str(each.label)) for each in names]
