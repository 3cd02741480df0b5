"""Start, end."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from zoufang.engines.refusal import Refused
from zoufang.ground.campaign import access, actions, queries
from zoufang.ground.campaign.views.show import shown
from zoufang.web.pages import go, writes


@writes(may=access.may_change_campaigns)
def start(request: HttpRequest, campaign_id: str) -> HttpResponse:
    """The campaign runs."""
    return _done(request, campaign_id, actions.start_campaign)


@writes(may=access.may_change_campaigns)
def end(request: HttpRequest, campaign_id: str) -> HttpResponse:
    """The campaign has ended."""
    return _done(request, campaign_id, actions.end_campaign)


def _done(request: HttpRequest, campaign_id: str, act: object) -> HttpResponse:
    campaigns = queries.campaigns_changed_by(request.actor)  # type: ignore[attr-defined]
    campaign = get_object_or_404(campaigns, public_id=campaign_id)
    try:
        act(campaign=campaign, by=request.actor, at=request.now)  # type: ignore[operator, attr-defined]
    except Refused as refused:
        return shown(request, campaign, reasons=refused.reasons)
    return go(request, "campaign:show", campaign.public_id)
