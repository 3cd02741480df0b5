from zoufang.stages.schedule.actions.book import book, move_appointment
from zoufang.stages.schedule.actions.cancel import cancel_appointment, restore_appointment, settle_appointment

__all__ = ["book", "cancel_appointment", "move_appointment", "restore_appointment", "settle_appointment"]
