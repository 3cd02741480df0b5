"""The life of a problem: which steps lead where, and what each needs. Source: domain §4."""

from __future__ import annotations

from datetime import datetime, timedelta

from zoufang.engines.refusal import Reason
from zoufang.engines.workdays import add_workdays, workdays_between
from zoufang.stages.problem.states import Circle, Ending, ProblemState

MOST_PHOTOS = 3
MOST_PHOTOS_A_DAY = 30
# Long enough to sleep on it; after it the matter is raised anew, with a clock of its own.
TAKE_BACK_DAYS = 7
S = ProblemState
NEXT: dict[str, frozenset[str]] = {
    S.RAISED: frozenset({S.ACCEPTED, S.ASSIGNED, S.ANSWERED, S.PASSED_UP, S.MERGED, S.WITHDRAWN}),
    S.ACCEPTED: frozenset({S.RAISED, S.ASSIGNED, S.IN_PROGRESS, S.ANSWERED, S.PASSED_UP, S.MERGED, S.WITHDRAWN}),
    S.ASSIGNED: frozenset(
        {S.RAISED, S.ACCEPTED, S.ASSIGNED, S.IN_PROGRESS, S.ANSWERED, S.PASSED_UP, S.MERGED, S.WITHDRAWN}
    ),
    S.IN_PROGRESS: frozenset({S.RAISED, S.ASSIGNED, S.ANSWERED, S.PASSED_UP, S.MERGED, S.WITHDRAWN}),
    S.PASSED_UP: frozenset({S.ANSWERED, S.ASSIGNED, S.WITHDRAWN}),
    S.ANSWERED: frozenset({S.AWAITING_FAMILY, S.SENT_BACK, S.CLOSED, S.WITHDRAWN, S.MERGED}),
    S.AWAITING_FAMILY: frozenset({S.CLOSED, S.SENT_BACK, S.WITHDRAWN, S.MERGED}),
    S.SENT_BACK: frozenset({S.MERGED, S.ASSIGNED, S.IN_PROGRESS, S.ANSWERED, S.PASSED_UP, S.WITHDRAWN}),
    S.CLOSED: frozenset({S.SENT_BACK}),
    S.MERGED: frozenset({S.RAISED, S.WITHDRAWN}),
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


def why_not_attach(*, count: int, kept_today: int) -> list[Reason]:
    """Reasons why so many photographs cannot be put to a matter; `kept_today`: of the same family in the last 24 hours.

    The second limit is the disk's: a link that got into wrong hands must not fill it.
    """
    if count > MOST_PHOTOS:
        return [Reason("照片最多 %(most)s 张,请少选几张", most=MOST_PHOTOS)]
    if count and kept_today + count > MOST_PHOTOS_A_DAY:
        return [Reason("今天加的照片已经很多了,这次请先不加照片,明天可以再加")]
    return []


def circle_of(*, is_about_a_person: bool, about_a_principal: bool, for_principal_only: bool) -> str:
    """Who may know: a complaint about a teacher goes past her and everyone she can look up, one about the principal to the district."""
    if about_a_principal:
        return Circle.DISTRICT
    return Circle.PRINCIPAL if is_about_a_person or for_principal_only else Circle.SCHOOL


def due(*, raised_at: datetime, nature: str, topic: str, workdays: int, food_safety_hours: int) -> datetime:
    """When it has to be answered: working days, but a complaint about food within a day. Source: domain §4."""
    if topic == "膳食营养" and nature in ("投诉", "举报"):
        return raised_at + timedelta(hours=food_safety_hours)
    return add_workdays(raised_at, workdays)


def why_not_extend(*, asked: int, given: int, most: int, reason: str) -> list[Reason]:
    """Reasons why so many more working days cannot be asked for; `given` were given before."""
    reasons = []
    if not reason.strip():
        reasons.append(Reason("请写明为什么要延期"))
    if asked < 1 or asked + given > most:
        reasons.append(Reason("延期合计最多 %(most)s 个工作日,已延 %(given)s 个", most=most, given=given))
    return reasons


def why_not_decide(*, asked_by: int | None, decider: int) -> list[Reason]:
    """Nobody approves their own extension."""
    return [Reason("延期要由别人批准,不能自己批自己的")] if asked_by == decider else []


def why_not_hand_back(*, assigned_at: datetime | None, now: datetime, most: int, reason: str) -> list[Reason]:
    """The wrong unit hands back within two working days and says why."""
    reasons = [] if reason.strip() else [Reason("请写明为什么不归您办")]
    if assigned_at is not None and workdays_between(assigned_at.date(), now.date()) > most:
        reasons.append(Reason("交办已超过 %(most)s 个工作日,不能再退回,请继续办理", most=most))
    return reasons


def why_not_take_back(*, withdrawn_at: datetime | None, now: datetime, main_is_closed: bool) -> list[Reason]:
    """Reasons why what a family withdrew cannot go on where it stood."""
    if withdrawn_at is None:
        return [Reason("这件事没有撤回,不用恢复")]
    if main_is_closed:
        return [Reason("一起办的那件事已经办完,不能恢复;还想说,请再反映一次")]
    if now > withdrawn_at + timedelta(days=TAKE_BACK_DAYS):
        return [Reason("撤回已超过 %(days)s 天,不能恢复;还想说,请再反映一次", days=TAKE_BACK_DAYS)]
    return []


def after_a_pause(*, due_until: datetime, paused_at: datetime | None, now: datetime) -> datetime:
    """The clock stood while the family was waited for: the limit moves by as many working days."""
    if paused_at is None:
        return due_until
    return add_workdays(due_until, max(0, workdays_between(paused_at.date(), now.date())))


def why_not_ask(*, handled_by: frozenset[int], asker: int) -> list[Reason]:
    """Whether it is settled is asked by somebody who did not handle it."""
    return [Reason("请由没有经办的人去问家长")] if asker in handled_by else []


def clock_colour(*, due_until: datetime, now: datetime, warn_workdays: int) -> str:
    """`late` from the moment it is overdue, `soon` one working day before, else ''."""
    if now > due_until:
        return "late"
    return "soon" if workdays_between(now.date(), due_until.date()) <= warn_workdays else ""


def clock_words(*, due_until: datetime, now: datetime) -> Reason:
    """还剩 2 个工作日 / 今天到期 / 超期 3 个工作日."""
    days = workdays_between(now.date(), due_until.date())
    if now > due_until:
        return Reason("超期 %(days)s 个工作日", days=-days) if days < 0 else Reason("今天已到期")
    return Reason("还剩 %(days)s 个工作日", days=days) if days else Reason("今天到期")
