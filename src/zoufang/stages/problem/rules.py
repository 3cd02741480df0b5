"""The life of a problem: which steps lead where, and what each needs. Source: domain §4."""

from __future__ import annotations

from zoufang.engines.refusal import Reason
from zoufang.stages.problem.states import Ending, ProblemState

S = ProblemState
NEXT: dict[str, frozenset[str]] = {
    S.RAISED: frozenset({S.ACCEPTED, S.ASSIGNED, S.ANSWERED, S.PASSED_UP, S.MERGED, S.WITHDRAWN}),
    S.ACCEPTED: frozenset({S.ASSIGNED, S.IN_PROGRESS, S.ANSWERED, S.PASSED_UP, S.MERGED, S.WITHDRAWN}),
    S.ASSIGNED: frozenset({S.ACCEPTED, S.ASSIGNED, S.IN_PROGRESS, S.ANSWERED, S.PASSED_UP, S.MERGED, S.WITHDRAWN}),
    S.IN_PROGRESS: frozenset({S.ASSIGNED, S.ANSWERED, S.PASSED_UP, S.MERGED, S.WITHDRAWN}),
    S.PASSED_UP: frozenset({S.ANSWERED, S.ASSIGNED, S.WITHDRAWN}),
    S.ANSWERED: frozenset({S.AWAITING_FAMILY, S.SENT_BACK, S.CLOSED, S.WITHDRAWN}),
    S.AWAITING_FAMILY: frozenset({S.CLOSED, S.SENT_BACK, S.WITHDRAWN}),
    S.SENT_BACK: frozenset({S.ASSIGNED, S.IN_PROGRESS, S.ANSWERED, S.PASSED_UP, S.WITHDRAWN}),
    S.CLOSED: frozenset({S.SENT_BACK}),
    S.MERGED: frozenset({S.RAISED}),
    S.WITHDRAWN: frozenset(),
}


def may_go(state: str, to: str) -> bool:
    """Does the life of a problem lead from this state to that?"""
    return to in NEXT[state]


def what_an_ending_lacks(*, ending: str, answer: str, note: str, has_day_to_look_again: bool) -> list[Reason]:
    """Reasons why a problem cannot end so. Each of the four endings needs an answer to the family."""
    lacks: list[Reason] = []
    if ending not in Ending.values:
        lacks.append(Reason("请选择办结情形(四种之一)"))
    if not answer.strip():
        lacks.append(Reason("请写给家长的答复,没有答复不能办结"))
    if ending == Ending.NOT_NOW and not has_day_to_look_again:
        lacks.append(Reason("“暂不能解决”须写明哪一天再看"))
    if ending in (Ending.WITHIN_LEGAL_TIME, Ending.EXPLAINED) and not note.strip():
        lacks.append(Reason("请写明依据(哪部法规、到什么时候,或为什么不属职责范围)"))
    return lacks


def why_not_close(*, handled_by: frozenset[int], closer: int, has_answer: bool, has_ending: bool) -> list[Reason]:
    """Reasons why this person may not close it: nobody closes alone what they handled."""
    reasons: list[Reason] = []
    if closer in handled_by:
        reasons.append(Reason("经办人不能自己销号,请由没有经办的人核实后销号"))
    if not has_ending:
        reasons.append(Reason("还没有办结情形,不能销号"))
    if not has_answer:
        reasons.append(Reason("还没有答复家长,不能销号"))
    return reasons
