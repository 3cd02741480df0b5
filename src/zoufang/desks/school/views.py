"""总览: a sentence first, then four numbers, then what waits for this person."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from zoufang.desks.school.decisions import decisions_for
from zoufang.stages.ledger.access import may_see_ledgers
from zoufang.stages.problem.queries import problems_of
from zoufang.stages.supervision import access, queries
from zoufang.stages.visit.access import may_see_staff_visits
from zoufang.web.pages import page, reads


@reads(may=access.may_see_school)
def school(request: HttpRequest) -> HttpResponse:
    """The school's newest campaign, or the one in `?campaign=`."""
    actor, now = request.actor, request.now  # type: ignore[attr-defined]
    campaigns = list(queries.school_campaigns_of(actor))
    if not campaigns:
        return page(request, "desks/school.html", campaign=None)
    asked = request.GET.get("campaign", "")
    campaign = next((each for each in campaigns if each.public_id == asked), max(campaigns, key=lambda c: c.starts_on))
    return page(request, "desks/school.html", campaigns=campaigns, **what_the_desk_shows(actor, campaign, now))


def what_the_desk_shows(actor: Any, campaign: Any, now: Any) -> dict[str, Any]:
    """Everything that the school's desk needs; the number of queries does not grow with its rows."""
    today = timezone.localdate(now)
    trend = queries.visits_by_day([campaign], until=today)[campaign.pk]
    figures = queries.problem_figures(
        problems_of(actor).filter(campaign=campaign), now=now, suppress_below=campaign.limit("suppress_below")
    )
    return {
        "campaign": campaign,
        "coverage": queries.coverage_of([campaign])[campaign.pk],
        "classes": queries.coverage_by_class(campaign),
        "figures": figures,
        "feelings": queries.feelings_of([campaign]),
        "second_round": queries.second_round_share(campaign),
        "staff_visits": queries.staff_visit_share(campaign),
        "submission": queries.newest_submission(campaign),
        "days_left": (campaign.submit_until - today).days,
        "trend": trend,
        "may_see_ledgers": may_see_ledgers(actor),
        "may_see_staff_visits": may_see_staff_visits(actor),
        "decisions": decisions_for(actor, campaign, now),
    }
