"""What stands in a ledger, and as what. Source: domain §2 (a family counted once), §4 (about a person), security."""

from __future__ import annotations

from collections.abc import Sequence

from zoufang.ground.campaign.states import VisitForm
from zoufang.stages.ledger.rules.facts import FamilyFacts, VisitFacts
from zoufang.stages.visit.states import Outcome, VisitState

# The highest first: a family met at home and telephoned is one family, met at home.
MODES = (
    VisitForm.HOME,
    VisitForm.COMMUNITY,
    VisitForm.SCHOOL,
    VisitForm.VIDEO,
    VisitForm.PHONE,
    VisitForm.WECHAT,
    VisitForm.DINGTALK,
)


def stands_in_ledgers(*, is_about_a_person: bool) -> bool:
    """A problem about a person stands in no ledger that the school draws up, masked or full, not even as a count.

    Clerk, leaders and the class's teachers draw up, preview or prove-read ledgers, and the one complained about may be
    any of them. Such a problem reaches the district by being passed up, never by a file of the school's.
    """
    return not is_about_a_person


def may_be_tied_to_its_family(*, is_confidential: bool, is_about_a_person: bool) -> bool:
    """May the problem's number stand in the family's own row or form?

    A confidential one stands in the rectification ledger as 保密; its number beside the family's name in another file
    of the same mail would tell who it was.
    """
    return not is_confidential and stands_in_ledgers(is_about_a_person=is_about_a_person)


def visit_that_counts(visits: Sequence[VisitFacts]) -> VisitFacts | None:
    """The family's one visit in the ledger: of those held, the one in the highest mode, the earliest of equals."""
    held = [each for each in visits if each.state == VisitState.DONE]
    return min(held, key=lambda each: MODES.index(VisitForm(each.form)), default=None)


def state_of_unvisited(family: FamilyFacts) -> str:
    """婉拒, 未联系上, 未见到, 已约 or 未走访: what stands where no visit was held. Declining is nobody's minus."""
    last = family.visits[-1] if family.visits else None
    if family.has_declined or (last and last.outcome == Outcome.DECLINED):
        return "婉拒"
    if last and last.state == VisitState.NOT_REACHED:
        return "未联系上" if last.outcome == Outcome.NO_CONTACT else f"未见到({last.outcome_label})"
    return "已约" if family.booked_at else "未走访"
