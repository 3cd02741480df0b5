from zoufang.stages.problem.actions.answer import AnswerWords, answer, family_word
from zoufang.stages.problem.actions.close import close, merge, send_back, split_off
from zoufang.stages.problem.actions.extend import ask_extension, decide_extension
from zoufang.stages.problem.actions.join import raise_and_join
from zoufang.stages.problem.actions.overdue import note_overdue
from zoufang.stages.problem.actions.raise_problem import clean_photos, raise_problem
from zoufang.stages.problem.actions.take_up import accept, assign, classify, hand_back, note_progress, pass_up
from zoufang.stages.problem.actions.withdrawal import take_back, withdraw

__all__ = [
    "AnswerWords",
    "accept",
    "answer",
    "ask_extension",
    "assign",
    "classify",
    "clean_photos",
    "close",
    "decide_extension",
    "family_word",
    "hand_back",
    "merge",
    "note_overdue",
    "note_progress",
    "pass_up",
    "raise_and_join",
    "raise_problem",
    "send_back",
    "split_off",
    "take_back",
    "withdraw",
]
