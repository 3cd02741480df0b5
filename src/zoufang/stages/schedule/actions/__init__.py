from zoufang.stages.schedule.actions.anew import ask_new_time, deliver_asked, deliver_asked_text, note_told
from zoufang.stages.schedule.actions.book import book, move_appointment
from zoufang.stages.schedule.actions.cancel import (
    cancel_appointment,
    restore_appointment,
    see_release,
    settle_appointment,
)
from zoufang.stages.schedule.actions.out import come_back, leave, stay_longer, tell_late
from zoufang.stages.schedule.actions.remind import note_reminded, remind_of_tomorrow

__all__ = [
    "ask_new_time",
    "book",
    "cancel_appointment",
    "come_back",
    "deliver_asked",
    "deliver_asked_text",
    "leave",
    "move_appointment",
    "note_reminded",
    "note_told",
    "remind_of_tomorrow",
    "restore_appointment",
    "see_release",
    "settle_appointment",
    "stay_longer",
    "tell_late",
]
