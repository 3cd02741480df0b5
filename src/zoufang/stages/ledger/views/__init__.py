from zoufang.stages.ledger.views.file import file
from zoufang.stages.ledger.views.preview import preview
from zoufang.stages.ledger.views.show import index, show
from zoufang.stages.ledger.views.work import close_again, draw_up, draw_up_full, leave_open, seal, send

__all__ = [
    "close_again",
    "draw_up",
    "draw_up_full",
    "file",
    "index",
    "leave_open",
    "preview",
    "seal",
    "send",
    "show",
]
