from zoufang.stages.schedule.actions.book import book, move_appointment
from zoufang.stages.schedule.actions.cancel import (
    cancel_appointment,
    restore_appointment,
    see_release,
    settle_appointment,
)
from zoufang.stages.schedule.actions.remind import note_reminded, remind_of_tomorrow

__all__ = [
    "book",
    "cancel_appointment",
    "move_appointment",
    "note_reminded",
    "remind_of_tomorrow",
    "restore_appointment",
    "see_release",
    "settle_appointment",
]
