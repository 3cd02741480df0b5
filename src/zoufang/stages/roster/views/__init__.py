from zoufang.stages.roster.views.doubts import apart, join
from zoufang.stages.roster.views.household import correct, left, phone, show_care
from zoufang.stages.roster.views.imports import blank, confirm, drop, preview, refused, upload
from zoufang.stages.roster.views.index import index, klass

__all__ = [
    "apart",
    "blank",
    "confirm",
    "correct",
    "drop",
    "index",
    "join",
    "klass",
    "left",
    "phone",
    "preview",
    "refused",
    "show_care",
    "upload",
]
