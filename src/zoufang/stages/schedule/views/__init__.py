from zoufang.stages.schedule.views.change import cancel, move, restore
from zoufang.stages.schedule.views.household import book, household
from zoufang.stages.schedule.views.index import calendar, day, index

__all__ = ["book", "calendar", "cancel", "day", "household", "index", "move", "restore"]
