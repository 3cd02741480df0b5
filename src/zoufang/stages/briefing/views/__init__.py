from zoufang.stages.briefing.views.plan import index, plan, sign
from zoufang.stages.briefing.views.readers import readers

__all__ = ["index", "plan", "readers", "sign"]
