from zoufang.stages.visit.views.index import index
from zoufang.stages.visit.views.record import matter, record, remove
from zoufang.stages.visit.views.show import show

__all__ = ["index", "matter", "record", "remove", "show"]
