from zoufang.stages.rights.actions.burden import say_burden
from zoufang.stages.rights.actions.consent import keep_says, withdraw_all
from zoufang.stages.rights.actions.correction import ask_correction, decide_correction
from zoufang.stages.rights.actions.drop_note import drop_care_note
from zoufang.stages.rights.actions.issue import issue_rules

__all__ = [
    "ask_correction",
    "decide_correction",
    "drop_care_note",
    "issue_rules",
    "keep_says",
    "say_burden",
    "withdraw_all",
]
