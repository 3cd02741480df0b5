from zoufang.stages.rights.views.burdens import burdens
from zoufang.stages.rights.views.index import index
from zoufang.stages.rights.views.issue import issue
from zoufang.stages.rights.views.klass import drop, klass

__all__ = ["burdens", "drop", "index", "issue", "klass"]
