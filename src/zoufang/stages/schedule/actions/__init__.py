from zoufang.stages.schedule.actions.anew import ask_new_time, deliver_asked, deliver_asked_text, note_told
from zoufang.stages.schedule.actions.book import book, move_appointment
from zoufang.stages.schedule.actions.cancel import (
    cancel_appointment,
    restore_appointment,
    see_release,
    settle_appointment,
)
from zoufang.stages.schedule.actions.out import come_back, leave, stay_longer, tell_late
from zoufang.stages.schedule.actions.plan import (
    Agreed,
    agree_to_plan,
    ask_for_plan,
    stop_plan,
    switch_half_day,
    work_out,
)
from zoufang.stages.schedule.actions.remind import note_reminded, remind_of_tomorrow
from zoufang.stages.schedule.actions.ways import keep_places

__all__ = [
    "Agreed",
    "agree_to_plan",
    "ask_for_plan",
    "ask_new_time",
    "book",
    "cancel_appointment",
    "come_back",
    "deliver_asked",
    "deliver_asked_text",
    "keep_places",
    "leave",
    "move_appointment",
    "note_reminded",
    "note_told",
    "remind_of_tomorrow",
    "restore_appointment",
    "see_release",
    "settle_appointment",
    "stay_longer",
    "stop_plan",
    "switch_half_day",
    "tell_late",
    "work_out",
]
