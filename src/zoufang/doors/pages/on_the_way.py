"""路上要用的: a family's address, phones and note on care in the clear on the teacher's day; who saw what stands in the journal."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from zoufang.desks.teacher.day import OnTheWay
from zoufang.desks.teacher.today import what_today_shows
from zoufang.stages.roster.access import may_know_care
from zoufang.stages.roster.actions import reveal_address, reveal_care, reveal_phone
from zoufang.stages.schedule.queries import current_campaign
from zoufang.stages.visit import access
from zoufang.stages.visit.queries import households_taught
from zoufang.web.pages import page, writes


@writes(may=access.may_record_visits)
def on_the_way(request: HttpRequest, household_id: str) -> HttpResponse:
    """The day again, with what is needed to get to this family."""
    actor, now = request.actor, request.now  # type: ignore[attr-defined]
    campaign = current_campaign(actor)
    if campaign is None:
        raise Http404
    household = get_object_or_404(households_taught(actor, campaign), public_id=household_id)
    knows = may_know_care(actor, household) and bool(household.care_note)
    shown = OnTheWay(
        household_id=household_id,
        address=reveal_address(household=household, reason="visit", by=actor, at=now),
        phones=tuple(
            (each.name, each.relation, reveal_phone(guardian=each, reason="call", by=actor, at=now))
            for each in household.guardians.all()
            if each.phone
        ),
        care=reveal_care(household=household, by=actor, at=now) if knows else "",
    )
    return page(request, "desks/today.html", **what_today_shows(actor, now, opened=shown))
