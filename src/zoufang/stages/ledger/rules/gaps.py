"""What is still missing in a campaign's ledgers. What is not yet due is no gap. Source: domain §4, §5."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from zoufang.engines.refusal import Reason
from zoufang.stages.ledger.rules.facts import CampaignFacts, FamilyFacts, ProblemFacts, VisitFacts
from zoufang.stages.visit.states import VisitState


@dataclass(frozen=True)
class Gap:
    """Something missing: a sentence, the page where it is mended, and `key`, by which a reason is kept for it."""

    key: str
    words: Reason
    address: str
    mend: str


def gaps_in(facts: CampaignFacts, *, now: datetime) -> list[Gap]:
    """Every gap, problems first; `now` in local time."""
    found: list[Gap] = []
    for problem in facts.problems:
        found += _of_problem(problem, now)
    for family in facts.families:
        found += _of_family(family, now.date())
    for revisit in facts.revisits:
        if revisit.is_open and revisit.due_on < now.date():
            words = Reason(
                "%(klass)s %(children)s 家的第二轮回访应在 %(day)s 前完成,还没有回访",
                klass=revisit.class_name,
                children="、".join(revisit.children),
                day=_day(revisit.due_on),
            )
            found.append(Gap(f"revisit:{revisit.public_id}", words, f"/revisit/{revisit.public_id}/", "去回访"))
    return found


def _of_problem(problem: ProblemFacts, now: datetime) -> Iterator[Gap]:
    def gap(kind: str, pattern: str, mend: str) -> Gap:
        words = Reason(pattern, number=problem.number, day=_day(problem.due_until.date()))
        return Gap(f"{kind}:{problem.public_id}", words, f"/problem/{problem.public_id}/", mend)

    if problem.is_over or problem.due_until > now:
        return
    if not problem.answers:
        yield gap("unanswered", "问题 %(number)s 应在 %(day)s 前答复家长,还没有答复", "去答复")
    elif not problem.ending or problem.ended_at is None:
        yield gap("unended", "问题 %(number)s 已答复家长,还没有办结情形和办结时间", "去补办结情形")
    if not problem.owner and not problem.department:
        yield gap("no_owner", "问题 %(number)s 已于 %(day)s 到期,还没有责任人或责任部门", "去指定责任人")


def _of_family(family: FamilyFacts, today: date) -> Iterator[Gap]:
    who = {"klass": "、".join(family.class_names), "children": "、".join(family.children)}
    for visit in family.visits:
        yield from _of_visit(visit, who, today)
    touched = family.visits or family.has_declined
    if not touched and family.contact_until is not None and family.contact_until < today:
        words = Reason(
            "%(klass)s %(children)s 家还没有联系过,本阶段走访已于 %(day)s 结束", day=_day(family.contact_until), **who
        )
        yield Gap(f"no_contact:{family.public_id}", words, "/schedule/", "去安排走访")


def _of_visit(visit: VisitFacts, who: dict[str, str], today: date) -> Iterator[Gap]:
    def gap(kind: str, pattern: str, mend: str) -> Gap:
        words = Reason(pattern, day=_day(visit.due_on), **who)
        return Gap(f"{kind}:{visit.public_id}", words, f"/visit/{visit.public_id}/", mend)

    if visit.state == VisitState.PLANNED and visit.due_on < today:
        yield gap("open_visit", "%(klass)s %(children)s 家 %(day)s 的走访还没有写结果", "去完成记录")
    if visit.state == VisitState.DONE and not visit.met.strip():
        yield gap("no_met", "%(klass)s %(children)s 家 %(day)s 的走访没有写受访家长", "去看这次走访")
    if visit.state == VisitState.DONE and not visit.teachers:
        yield gap("no_visitor", "%(klass)s %(children)s 家 %(day)s 的走访没有写走访教师", "去看这次走访")


def _day(on: date) -> str:
    return f"{on.month}月{on.day}日"
