from zoufang.stages.supervision.views.show import index, show

__all__ = ["index", "show"]
