"""The second round: which families are asked again, how, about what."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from zoufang.ground.accounts.actor import Actor
from zoufang.ground.accounts.states import Role
from zoufang.ground.campaign.models import Campaign, Round
from zoufang.stages.problem.models import Problem
from zoufang.stages.problem.queries import is_asked, is_content, open_to_all, problems_of, with_words
from zoufang.stages.problem.states import ENDED, ProblemState
from zoufang.stages.revisit import rules
from zoufang.stages.revisit.models import Revisit
from zoufang.stages.revisit.states import RevisitState, RevisitWay
from zoufang.stages.roster.models import Household
from zoufang.stages.roster.queries import HouseholdRow, household_rows, households_of
from zoufang.stages.visit.models import Visit
from zoufang.stages.visit.states import VisitState

ANSWERED = (ProblemState.ANSWERED, ProblemState.AWAITING_FAMILY)
ASKING = (Role.PRINCIPAL, Role.LEADER, Role.MIDDLE_MANAGER, Role.CLERK)


def held_revisits(household: Household) -> QuerySet[Revisit]:
    """Every time that this family was asked again, the newest first."""
    asked = Revisit.objects.filter(household=household, asked_at__isnull=False).select_related("asked_by")
    return asked.order_by("-asked_at")


@dataclass(frozen=True)
class RevisitRow:
    """One family of the second round."""

    home: HouseholdRow
    way: str
    way_label: str
    state: str
    state_label: str
    problem_count: int
    to_ask_count: int
    reopened_count: int
    due_on: date
    asked_on: date | None


def second_round(campaign: Campaign) -> Round | None:
    """The round that asks again."""
    return campaign.rounds.filter(number__gt=1).first()


def families_of(actor: Actor, campaign: Campaign) -> QuerySet[Household]:
    """Families met in the first round, as far as this person may see them."""
    met = Visit.objects.filter(campaign=campaign, state=VisitState.DONE, round__number=1).values("household")
    return households_of(actor).filter(pk__in=met).order_by("pk")


def second_round_of(actor: Actor, campaign: Campaign) -> list[RevisitRow]:
    """Every family to be asked again: who raised something first. Constant queries.

    Only what everybody of the school may know decides: a matter in an inner circle, or of a family that asked not to be
    named, changes nothing here. Such a family is asked on its own page, or from the problem's page by who may know it.
    """
    round_ = second_round(campaign)
    homes = household_rows(families_of(actor, campaign))
    raised: dict[int, list[str]] = defaultdict(list)
    theirs = open_to_all(campaign).filter(household__in=[h.pk for h in homes])
    for problem in with_words(theirs.exclude(state=ProblemState.WITHDRAWN)):
        raised[problem.household_id or 0].append(_stands(problem))
    done = {
        each.household_id: each
        for each in Revisit.objects.filter(campaign=campaign, round=round_, household__in=[h.pk for h in homes])
    }
    until = round_.ends_on if round_ else campaign.ends_on
    rows = [_row(home, raised.get(home.pk, []), done.get(home.pk), until) for home in homes]
    return sorted(
        rows, key=lambda row: (row.state == RevisitState.DONE, row.way != RevisitWay.IN_PERSON, -row.to_ask_count)
    )


def _stands(problem: Problem) -> str:
    """The problem's state; who joined another's stands as its own family left it."""
    if problem.state != ProblemState.MERGED:
        return problem.state
    if is_asked(problem):
        return ProblemState.ANSWERED
    return ProblemState.SENT_BACK if is_content(problem) is False else problem.state


def _row(home: HouseholdRow, states: list[str], known: Revisit | None, until: date) -> RevisitRow:
    way = RevisitWay(
        known.way if known and known.state == RevisitState.DONE else rules.way_for(raised_something=bool(states))
    )
    state = RevisitState(known.state if known else RevisitState.DUE)
    return RevisitRow(
        home=home,
        way=way.value,
        way_label=str(way.label),
        state=state.value,
        state_label=str(state.label),
        problem_count=len(states),
        to_ask_count=sum(each in ANSWERED for each in states),
        reopened_count=sum(each == ProblemState.SENT_BACK for each in states),
        due_on=until,
        asked_on=timezone.localdate(known.asked_at) if known and known.asked_at else None,
    )


def revisit_of(household: Household, campaign: Campaign) -> Revisit | None:
    """The family's revisit of the second round, if it was begun."""
    return Revisit.objects.filter(campaign=campaign, household=household).order_by("-round__number").first()


def to_ask_about(actor: Actor, household: Household, campaign: Campaign) -> list[Problem]:
    """Answered problems of the family that nobody has asked about since, as far as this person may know of them.

    The same for the principal as for a teacher: how a family was asked again is seen by both.
    """
    mine = _theirs(actor, household, campaign).filter(state__in=(*ANSWERED, ProblemState.MERGED))
    return [each for each in mine.prefetch_related("answers", "words") if is_asked(each)]


def still_open(actor: Actor, household: Household, campaign: Campaign) -> list[Problem]:
    """Problems of the family that are not answered yet."""
    return list(_theirs(actor, household, campaign).exclude(state__in=[*ENDED, *ANSWERED]))


def _theirs(actor: Actor, household: Household, campaign: Campaign) -> QuerySet[Problem]:
    known = problems_of(actor).filter(pk__in=open_to_all(campaign).filter(household=household))
    return known.order_by("raised_at")


def revisits_in_campaign(campaign: Campaign) -> QuerySet[Revisit]:
    """Every revisit of the campaign, with whom and by whom."""
    return Revisit.objects.filter(campaign=campaign).select_related("household", "klass", "asked_by", "round")
