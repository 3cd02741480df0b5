from zoufang.stages.rights.actions.burden import say_burden
from zoufang.stages.rights.actions.consent import keep_says, withdraw_all
from zoufang.stages.rights.actions.correction import ask_correction, decide_correction
from zoufang.stages.rights.actions.drop_note import drop_care_note
from zoufang.stages.rights.actions.erasure import (
    ask_erasure,
    digest_of,
    lock_erasure,
    open_over_time,
    prove_erased,
    refuse_erasure,
    take_back_erasure,
)
from zoufang.stages.rights.actions.issue import issue_rules

__all__ = [
    "ask_correction",
    "ask_erasure",
    "decide_correction",
    "digest_of",
    "drop_care_note",
    "issue_rules",
    "keep_says",
    "lock_erasure",
    "open_over_time",
    "prove_erased",
    "refuse_erasure",
    "say_burden",
    "take_back_erasure",
    "withdraw_all",
]
