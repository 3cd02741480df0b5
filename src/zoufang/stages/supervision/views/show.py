"""Coverage of one school's campaign, class by class."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from zoufang.stages.problem.queries import problems_of
from zoufang.stages.supervision import access, queries
from zoufang.web.pages import go, page, reads


@reads(may=access.may_see_figures)
def index(request: HttpRequest) -> HttpResponse:
    """The campaigns whose figures this person may see; straight to the only one."""
    campaigns = list(queries.school_campaigns_of(request.actor))  # type: ignore[attr-defined]
    if len(campaigns) == 1:
        return go(request, "supervision:show", campaigns[0].public_id)
    covered = queries.coverage_of(campaigns)
    return page(request, "supervision/index.html", rows=[(each, covered[each.pk]) for each in campaigns])


@reads(may=access.may_see_figures)
def show(request: HttpRequest, campaign_id: str) -> HttpResponse:
    """Figures with their numerators and denominators; nobody is ranked."""
    actor, now = request.actor, request.now  # type: ignore[attr-defined]
    campaign = get_object_or_404(queries.school_campaigns_of(actor), public_id=campaign_id)
    figures = queries.problem_figures(
        problems_of(actor).filter(campaign=campaign), now=now, suppress_below=campaign.limit("suppress_below")
    )
    return page(
        request,
        "supervision/show.html",
        campaign=campaign,
        whole=queries.coverage_of([campaign])[campaign.pk],
        classes=queries.coverage_by_class(campaign),
        figures=figures,
        is_of_the_school=access.may_see_school(actor),
        second_round=queries.second_round_share(campaign),
        staff_visits=queries.staff_visit_share(campaign),
        submission=queries.newest_submission(campaign),
        trend=queries.visits_by_day([campaign], until=timezone.localdate(now))[campaign.pk],
    )
