"""A family is asked again: was it contacted, is each matter settled, is there anything new."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from zoufang.engines.refusal import Reason, Refused
from zoufang.ground.accounts.actor import Actor
from zoufang.ground.campaign.models import Campaign
from zoufang.ground.journal.actions import record
from zoufang.stages.problem.actions import family_word, raise_problem
from zoufang.stages.problem.models import Problem
from zoufang.stages.problem.states import Satisfaction, Source
from zoufang.stages.revisit import queries, rules
from zoufang.stages.revisit.models import Revisit
from zoufang.stages.revisit.states import RevisitState
from zoufang.stages.roster.models import Household


@dataclass(frozen=True)
class Asked:
    """What the family said of one problem."""

    problem: Problem
    is_settled: bool
    reason: str = ""
    is_partly: bool = False


@dataclass(frozen=True)
class RevisitWords:
    """What the page asks for."""

    reached: bool
    mode: str = ""
    was_contacted: bool | None = None
    satisfaction: str = ""
    why_not: str = ""
    asked: Sequence[Asked] = field(default=())
    new_matter: str = ""


@transaction.atomic
def record_revisit(
    *, campaign: Campaign, household: Household, words: RevisitWords, by: Actor, at: datetime
) -> Revisit:
    """The family was asked (or not reached); each “no” reopens its problem, a new matter is a new problem.

    Refused while something is missing, once done, or where the asker handled the problem.
    """
    Household.objects.select_for_update().get(pk=household.pk)
    round_ = queries.second_round(campaign)
    if round_ is None:
        raise Refused("活动里没有第二轮,请先在活动里加上第二轮的日期")
    child = household.children.filter(left_on__isnull=True).select_related("klass").first()
    if child is None:
        raise Refused("这户家庭的孩子都已离园,不用回访")
    known = Revisit.objects.filter(round=round_, household=household).first()
    if known is not None and known.state == RevisitState.DONE:
        raise Refused("这户家庭本轮已经回访过了")
    to_ask = queries.to_ask_about(by, household, campaign)
    said = {each.problem.pk: each for each in words.asked}
    way = rules.way_for(raised_something=bool(to_ask) or bool(queries.still_open(by, household, campaign)))
    missing = rules.what_is_missing(
        way=way,
        mode=words.mode if not words.why_not.strip() else words.mode and "home",
        reached=words.reached,
        was_contacted=words.was_contacted,
        unanswered=sum(each.pk not in said for each in to_ask),
    )
    if missing:
        raise Refused(missing)
    revisit = known or Revisit(campaign=campaign, round=round_, household=household, due_on=round_.ends_on)
    revisit.klass = child.klass
    revisit.way, revisit.attempt_count = way, revisit.attempt_count + 1
    revisit.asked_by_id, revisit.asked_at, revisit.mode = by.id or None, at, words.mode
    revisit.why_not = words.why_not.strip()[:5_000]
    revisit.state = RevisitState.DONE if words.reached else RevisitState.NOT_REACHED
    if words.reached:
        asked = [said[each.pk] for each in to_ask]
        revisit.was_contacted = words.was_contacted
        revisit.satisfaction = words.satisfaction if words.satisfaction in Satisfaction.values else ""
        revisit.is_settled = all(each.is_settled for each in asked) if asked else None
        revisit.outcome = rules.outcome_of(asked=len(asked), settled=sum(each.is_settled for each in asked))
    revisit.save()
    if words.reached:
        _follow(revisit, words, [said[each.pk] for each in to_ask], by, at)
    facts = {"way": way, "state": str(revisit.state), "asked": len(to_ask) if words.reached else 0}
    record("revisit.recorded", revisit, by=by, at=at, unit=campaign.unit, facts=facts)
    return revisit


def _follow(revisit: Revisit, words: RevisitWords, asked: Sequence[Asked], by: Actor, at: datetime) -> None:
    for each in asked:
        try:
            family_word(
                problem=each.problem,
                is_settled=each.is_settled,
                is_partly=each.is_partly,
                satisfaction=words.satisfaction,
                reason=each.reason,
                by=by,
                at=at,
            )
        except Refused as refused:
            number = each.problem.number
            raise Refused(
                [Reason("%(number)s:%(reason)s", number=number, reason=str(r)) for r in refused.reasons]
            ) from None
    if words.new_matter.strip():
        raise_problem(
            campaign=revisit.campaign,
            school=revisit.campaign.unit,
            klass=revisit.klass,
            source=Source.REVISIT,
            household=revisit.household,
            text=words.new_matter,
            by=by,
            at=at,
        )
