from zoufang.stages.briefing.views.plan import index, plan, points, sign
from zoufang.stages.briefing.views.readers import readers

__all__ = ["index", "plan", "points", "readers", "sign"]
