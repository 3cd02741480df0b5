"""Who is asked again, how, and by whom. Source: the plan's second round; domain §1 (revisit record), §4."""

from __future__ import annotations

from zoufang.engines.refusal import Reason
from zoufang.stages.revisit.states import RevisitOutcome, RevisitWay

IN_PERSON = frozenset({"home", "school", "community"})


def way_for(*, raised_something: bool) -> str:
    """Who raised something is visited again in person; the others by telephone, WeChat or DingTalk."""
    return RevisitWay.IN_PERSON if raised_something else RevisitWay.REMOTE


def what_is_missing(*, way: str, mode: str, reached: bool, was_contacted: bool | None, unanswered: int) -> list[Reason]:
    """Reasons why this revisit cannot be finished yet. Not reaching anyone needs nothing more."""
    if not reached:
        return []
    missing = []
    if not mode:
        missing.append(Reason("请选择这次怎么回访的"))
    elif way == RevisitWay.IN_PERSON and mode not in IN_PERSON:
        missing.append(Reason("首轮反映过问题的家庭要当面回访;家长坚持电话的,请在说明里写明"))
    if was_contacted is None:
        missing.append(Reason("请问家长:第一轮有没有联系过您"))
    if unanswered:
        missing.append(Reason("还有 %(count)s 件已答复的问题没有问“解决了吗”", count=unanswered))
    return missing


def outcome_of(*, asked: int, settled: int) -> str:
    """What follows from what the family said of its problems."""
    if not asked:
        return RevisitOutcome.NOTHING_OPEN
    return RevisitOutcome.CLOSE if settled == asked else RevisitOutcome.SEND_BACK
