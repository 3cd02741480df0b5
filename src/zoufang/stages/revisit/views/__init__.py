from zoufang.stages.revisit.views.index import index
from zoufang.stages.revisit.views.show import show

__all__ = ["index", "show"]
