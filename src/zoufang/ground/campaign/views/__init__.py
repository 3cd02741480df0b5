from zoufang.ground.campaign.views.edit import basics, limits, phases, rounds
from zoufang.ground.campaign.views.index import index, new
from zoufang.ground.campaign.views.run import end, start
from zoufang.ground.campaign.views.show import show
from zoufang.ground.campaign.views.texts import approve, text, version

__all__ = [
    "approve",
    "basics",
    "end",
    "index",
    "limits",
    "new",
    "phases",
    "rounds",
    "show",
    "start",
    "text",
    "version",
]
