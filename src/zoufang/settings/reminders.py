"""How families can be reminded the day before: one module a channel, in the order in which they are offered."""

from __future__ import annotations

REMINDER_CHANNELS: tuple[str, ...] = (
    "zoufang.stages.schedule.reminders.sms",
    "zoufang.stages.schedule.reminders.mail",
    "zoufang.stages.schedule.reminders.teacher",
)
