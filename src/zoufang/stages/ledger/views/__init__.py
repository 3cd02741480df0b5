from zoufang.stages.ledger.views.file import file
from zoufang.stages.ledger.views.layouts import (
    add_layout,
    built_in,
    layout_file,
    layout_sample,
    layouts,
    use_built_in,
    use_layout,
)
from zoufang.stages.ledger.views.preview import preview
from zoufang.stages.ledger.views.show import index, show
from zoufang.stages.ledger.views.work import close_again, draw_up, draw_up_full, leave_open, seal, send

__all__ = [
    "add_layout",
    "built_in",
    "close_again",
    "draw_up",
    "draw_up_full",
    "file",
    "index",
    "layout_file",
    "layout_sample",
    "layouts",
    "leave_open",
    "preview",
    "seal",
    "send",
    "show",
    "use_built_in",
    "use_layout",
]
