"""The study sheet: who signed, who has not yet."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from zoufang.ground.campaign.queries import text_of
from zoufang.ground.campaign.states import TextKind
from zoufang.stages.briefing import access, queries
from zoufang.web.pages import page, reads


@reads(may=access.may_see_readings)
def readers(request: HttpRequest, campaign_id: str) -> HttpResponse:
    """Everybody by name; prints as the study sheet."""
    campaigns = queries.campaigns_with_readings_of(request.actor)  # type: ignore[attr-defined]
    campaign = get_object_or_404(campaigns, public_id=campaign_id)
    people = queries.readers_of(campaign, on=timezone.localdate())
    return page(
        request,
        "briefing/readers.html",
        campaign=campaign,
        text=text_of(campaign, TextKind.PLAN),
        people=people,
        missing=[each.name for each in people if each.signed_at is None],
        signed=sum(each.signed_at is not None for each in people),
    )
