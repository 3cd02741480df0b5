"""The second round's list, made from what the first one brought."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from zoufang.ground.campaign.queries import campaigns_of
from zoufang.stages.revisit import access, queries
from zoufang.stages.revisit.states import RevisitState, RevisitWay
from zoufang.web.pages import page, reads


@reads(may=access.may_revisit)
def index(request: HttpRequest) -> HttpResponse:
    """Who is asked again, in person first; `?show=in_person|remote|done` filters."""
    campaign = campaigns_of(request.actor).filter(unit__kind="school", state="running").order_by("-starts_on").first()
    rows = queries.second_round_of(request.actor, campaign) if campaign else []
    done = [row for row in rows if row.state == RevisitState.DONE]
    left = [row for row in rows if row.state != RevisitState.DONE]
    parts = {
        "in_person": [row for row in left if row.way == RevisitWay.IN_PERSON],
        "remote": [row for row in left if row.way == RevisitWay.REMOTE],
        "done": done,
    }
    show = request.GET.get("show", "")
    return page(
        request,
        "revisit/index.html",
        campaign=campaign,
        round=queries.second_round(campaign) if campaign else None,
        rows=parts.get(show, rows),
        counts={name: len(part) for name, part in parts.items()},
        done_count=len(done),
        all_count=len(rows),
        show=show,
    )
