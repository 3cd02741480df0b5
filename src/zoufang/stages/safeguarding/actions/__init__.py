from zoufang.stages.safeguarding.actions.alert import alert
from zoufang.stages.safeguarding.actions.handle import add_word, close_report, note_step, open_report
from zoufang.stages.safeguarding.actions.report import report_harm
from zoufang.stages.safeguarding.actions.up import pass_up, pass_up_unopened

__all__ = [
    "add_word",
    "alert",
    "close_report",
    "note_step",
    "open_report",
    "pass_up",
    "pass_up_unopened",
    "report_harm",
]
