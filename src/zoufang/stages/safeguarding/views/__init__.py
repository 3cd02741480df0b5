from zoufang.stages.safeguarding.views.follow import add, follow
from zoufang.stages.safeguarding.views.handle import close, index, open_it, show, step, up
from zoufang.stages.safeguarding.views.report import family_new, new

__all__ = ["add", "close", "family_new", "follow", "index", "new", "open_it", "show", "step", "up"]
