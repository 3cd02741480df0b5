from zoufang.stages.schedule.views.change import cancel, move, restore
from zoufang.stages.schedule.views.family import family_calendar
from zoufang.stages.schedule.views.household import book, household
from zoufang.stages.schedule.views.index import calendar, day, index
from zoufang.stages.schedule.views.out import back, leave, longer, out
from zoufang.stages.schedule.views.places import places
from zoufang.stages.schedule.views.plan import plan, plan_agree, plan_ask, plan_half_day, plan_stop
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
    "places",
    "plan",
    "plan_agree",
    "plan_ask",
    "plan_half_day",
    "plan_stop",
    "release_seen",
    "reminded",
    "restore",
    "told",
]
