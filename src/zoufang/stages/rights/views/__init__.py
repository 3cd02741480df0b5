from zoufang.stages.rights.views.index import index
from zoufang.stages.rights.views.issue import issue
from zoufang.stages.rights.views.klass import drop, klass

__all__ = ["drop", "index", "issue", "klass"]
