from zoufang.stages.ledger.actions.deliver import (
    Mailing,
    begin_content,
    fail_mail,
    mailing_of,
    mark_possibly_sent,
    mark_sent,
    put_off_mail,
)
from zoufang.stages.ledger.actions.draw_up import draw_up
from zoufang.stages.ledger.actions.forget import shred_full_variants
from zoufang.stages.ledger.actions.layouts import add_layout, check_layout, use_built_in, use_layout
from zoufang.stages.ledger.actions.leave_open import close_again, leave_open
from zoufang.stages.ledger.actions.open_full import open_full
from zoufang.stages.ledger.actions.seal import seal
from zoufang.stages.ledger.actions.submit import submit

__all__ = [
    "Mailing",
    "add_layout",
    "begin_content",
    "check_layout",
    "close_again",
    "draw_up",
    "fail_mail",
    "leave_open",
    "mailing_of",
    "mark_possibly_sent",
    "mark_sent",
    "open_full",
    "put_off_mail",
    "seal",
    "shred_full_variants",
    "submit",
    "use_built_in",
    "use_layout",
]
