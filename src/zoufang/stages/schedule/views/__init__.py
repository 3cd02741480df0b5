from zoufang.stages.schedule.views.change import cancel, move, restore
from zoufang.stages.schedule.views.family import family_calendar
from zoufang.stages.schedule.views.household import book, household
from zoufang.stages.schedule.views.index import calendar, day, index
from zoufang.stages.schedule.views.out import back, leave, longer, out
from zoufang.stages.schedule.views.told import release_seen, reminded, told

__all__ = [
    "back",
    "book",
    "calendar",
    "cancel",
    "day",
    "family_calendar",
    "household",
    "index",
    "leave",
    "longer",
    "move",
    "out",
    "release_seen",
    "reminded",
    "restore",
    "told",
]
