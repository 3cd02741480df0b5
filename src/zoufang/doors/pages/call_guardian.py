"""拨打: a guardian's phone in the clear on the teacher's page of families; who saw it stands in the journal."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from zoufang.desks.teacher.families import what_the_families_show
from zoufang.stages.roster.actions import reveal_phone
from zoufang.stages.schedule.queries import current_campaign
from zoufang.stages.visit import access
from zoufang.stages.visit.queries import households_taught
from zoufang.web.pages import page, writes


@writes(may=access.may_record_visits)
def call(request: HttpRequest, household_id: str, guardian_id: str) -> HttpResponse:
    """The same page with this phone shown, to be dialled."""
    actor = request.actor  # type: ignore[attr-defined]
    campaign = current_campaign(actor)
    if campaign is None:
        raise Http404
    household = get_object_or_404(households_taught(actor, campaign), public_id=household_id)
    guardian = get_object_or_404(household.guardians, public_id=guardian_id)
    number = reveal_phone(guardian=guardian, reason="call", by=actor, at=request.now)  # type: ignore[attr-defined]
    shown = {guardian.public_id: number}
    return page(request, "desks/families.html", **what_the_families_show(request, opened=household_id, shown=shown))
