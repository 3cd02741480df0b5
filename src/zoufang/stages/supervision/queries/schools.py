"""Schools side by side, with their circumstances: an order of whom to help first, no league table."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from zoufang.ground.accounts.actor import Actor
from zoufang.ground.accounts.states import DISTRICT
from zoufang.ground.campaign.models import Campaign
from zoufang.ground.campaign.queries import campaigns_of
from zoufang.ground.campaign.states import CampaignState
from zoufang.stages.ledger.models import Submission
from zoufang.stages.ledger.states import SubmissionState
from zoufang.stages.problem.models import Problem
from zoufang.stages.problem.states import OPEN, Circle, ProblemState
from zoufang.stages.supervision.queries.coverage import Coverage, coverage_of, visits_by_day
from zoufang.stages.supervision.rules import help_first


@dataclass(frozen=True)
class SchoolStanding:
    """One school's campaign: coverage, problems, and whether its ledgers are in."""

    campaign: Campaign
    coverage: Coverage
    raised: int
    open: int
    overdue: int
    submission: Submission | None
    days_left: int
    trend: list[int] = field(default_factory=list)

    @property
    def is_in(self) -> bool:
        return self.submission is not None and self.submission.state == SubmissionState.SENT

    @property
    def is_late(self) -> bool:
        return self.days_left < 0 and not self.is_in


def school_campaigns_of(actor: Actor) -> QuerySet[Campaign]:
    """The schools' campaigns, not yet ended, whose figures this person may see."""
    return (
        campaigns_of(actor).filter(unit__kind="school").exclude(state=CampaignState.ENDED).order_by("unit__name", "pk")
    )


def standings_of(actor: Actor, *, now: datetime) -> list[SchoolStanding]:
    """Every school of the person's district, those that need help first. Problems about a person are not counted."""
    campaigns = [each for each in school_campaigns_of(actor) if actor.holds(*DISTRICT, at=each.unit.path)]
    today = timezone.localdate(now)
    keys = [each.pk for each in campaigns]
    covered, trends = coverage_of(campaigns), visits_by_day(campaigns, until=today)
    is_open = Q(state__in=OPEN)
    counted = (
        Problem.objects.filter(campaign__in=keys, circle=Circle.SCHOOL)
        .exclude(state__in=[ProblemState.MERGED, ProblemState.WITHDRAWN])
        .values("campaign")
        .annotate(
            raised=Count("pk"),
            open=Count("pk", filter=is_open),
            overdue=Count("pk", filter=is_open & Q(due_until__lt=now)),
        )
    )
    problems = {row["campaign"]: row for row in counted}
    newest = {each.campaign_id: each for each in Submission.objects.filter(campaign__in=keys).order_by("version")}
    nothing = {"raised": 0, "open": 0, "overdue": 0}
    found = [
        SchoolStanding(
            campaign=each,
            coverage=covered[each.pk],
            raised=problems.get(each.pk, nothing)["raised"],
            open=problems.get(each.pk, nothing)["open"],
            overdue=problems.get(each.pk, nothing)["overdue"],
            submission=newest.get(each.pk),
            days_left=(each.submit_until - today).days,
            trend=[count for _, count in trends[each.pk]],
        )
        for each in campaigns
    ]
    return sorted(found, key=lambda s: help_first(covered=s.coverage.covered, overdue=s.overdue, is_late=s.is_late))


def newest_submission(campaign: Campaign) -> Submission | None:
    """The last version drawn up for the office."""
    return Submission.objects.filter(campaign=campaign).order_by("-version").first()
