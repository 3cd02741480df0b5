"""One campaign."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from zoufang.ground.campaign import access, queries, rules
from zoufang.ground.campaign.forms import limits_shown
from zoufang.ground.org.states import UnitKind
from zoufang.web.pages import page, reads


@reads(may=access.may_see_campaigns)
def show(request: HttpRequest, campaign_id: str) -> HttpResponse:
    """The campaign's page."""
    campaigns = queries.campaigns_looked_at_by(request.actor)  # type: ignore[attr-defined]
    return shown(request, get_object_or_404(campaigns, public_id=campaign_id))


def shown(request: HttpRequest, campaign: Any, *, reasons: tuple[str, ...] = ()) -> HttpResponse:
    """The page, with what was refused."""
    today, actor = timezone.localdate(), request.actor  # type: ignore[attr-defined]
    is_school = campaign.unit.kind == UnitKind.SCHOOL
    may_see_joined = not is_school and queries.campaigns_of(actor).filter(pk=campaign.pk).exists()
    joined, not_joined = queries.who_joined(campaign) if may_see_joined else ([], [])
    return page(
        request,
        "campaign/show.html",
        status=422 if reasons else 200,
        campaign=campaign,
        timeline=queries.timeline_of(campaign, today=today),
        days_left=rules.days_left(campaign.submit_until, today),
        is_late=campaign.submit_until < today,
        is_soon=(campaign.submit_until - today).days <= 7,
        limits=limits_shown(campaign.limits),
        texts=queries.texts_of(campaign),
        lists=queries.lists_of(campaign),
        is_school=is_school,
        may_see_joined=may_see_joined,
        joined=joined,
        not_joined=not_joined,
        may_change=access.may_still_change(actor, campaign),
        reasons=reasons,
    )
