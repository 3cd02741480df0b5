"""The plan, and the signature under it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from zoufang.engines.refusal import Refused
from zoufang.ground.campaign.rules import paragraphs_of
from zoufang.stages.briefing import access, actions, queries
from zoufang.web.pages import go, page, reads, writes


@reads(may=access.may_read_plan)
def index(request: HttpRequest) -> HttpResponse:
    """The plan that waits for a signature, else the newest one."""
    plans = queries.plans_of(request.actor)  # type: ignore[attr-defined]
    return _shown(request, plans, plans[0] if plans else None)


@reads(may=access.may_read_plan)
def plan(request: HttpRequest, campaign_id: str) -> HttpResponse:
    """One campaign's plan."""
    plans, chosen = _chosen(request, campaign_id)
    return _shown(request, plans, chosen)


@writes(may=access.may_read_plan)
def sign(request: HttpRequest, campaign_id: str) -> HttpResponse:
    """Sign the version that stands on the page."""
    plans, chosen = _chosen(request, campaign_id)
    try:
        actions.sign_plan(
            campaign=chosen.campaign,
            text_id=request.POST.get("text", ""),
            by=request.actor,  # type: ignore[attr-defined]
            at=request.now,  # type: ignore[attr-defined]
        )
    except Refused as refused:
        return _shown(request, plans, chosen, reasons=refused.reasons)
    return go(request, "briefing:plan", campaign_id)


@reads(may=access.may_read_plan)
def points(request: HttpRequest, campaign_id: str) -> HttpResponse:
    """The talking points, as they are shown at a visit."""
    _, chosen = _chosen(request, campaign_id)
    return page(
        request,
        "briefing/points.html",
        campaign=chosen.campaign,
        points=queries.points_of(chosen.campaign),
        may_change=access.may_write_points(request.actor, chosen.campaign),  # type: ignore[attr-defined]
    )


def _chosen(request: HttpRequest, campaign_id: str) -> tuple[list[Any], Any]:
    plans = queries.plans_of(request.actor)  # type: ignore[attr-defined]
    for each in plans:
        if each.campaign.public_id == campaign_id:
            return plans, each
    raise Http404


def _shown(
    request: HttpRequest, plans: list[Any], chosen: Any | None, *, reasons: tuple[str, ...] = ()
) -> HttpResponse:
    text = chosen.text if chosen else None
    return page(
        request,
        "briefing/plan.html",
        status=422 if reasons else 200,
        chosen=chosen,
        others=[each for each in plans if each is not chosen],
        paragraphs=paragraphs_of(text.body, text.title) if text else [],
        may_see_readings=access.may_see_readings(request.actor),  # type: ignore[attr-defined]
        reasons=reasons,
    )
