"""开始记录: from the family's appointment, or straight from the family."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from zoufang.ground.campaign.queries import round_on
from zoufang.ground.campaign.states import VisitForm
from zoufang.stages.roster.queries import households_of
from zoufang.stages.schedule.queries import appointment_of_household, class_for, current_campaign
from zoufang.stages.schedule.states import AppointmentState
from zoufang.stages.visit import access, actions, queries
from zoufang.web.pages import go, writes


@writes(may=access.may_record_visits)
def begin(request: HttpRequest, household_id: str) -> HttpResponse:
    """Open the family's visit of this round (or the one that is open already), and to its record."""
    actor = request.actor  # type: ignore[attr-defined]
    household = get_object_or_404(households_of(actor), public_id=household_id)
    campaign, klass = current_campaign(actor), class_for(actor, household)
    current = round_on(campaign, timezone.localdate(request.now)) if campaign else None  # type: ignore[attr-defined]
    if campaign is None or current is None or klass is None or klass.pk not in actor.classes_taught():
        raise Http404
    appointment = appointment_of_household(campaign, household)
    stands = (
        appointment is not None
        and appointment.round_id == current.pk
        and appointment.state == AppointmentState.BOOKED
        and appointment.klass_id in actor.classes_taught()
    )
    asked = request.POST.get("form", "")
    if asked not in VisitForm.values:
        asked = appointment.form if appointment and stands else queries.form_to_begin_with(campaign, household, current)
    visit = actions.open_visit(
        campaign=campaign,
        round=current,
        household=household,
        klass=klass,
        form=asked,
        appointment=appointment if stands else None,
        by=actor,
        at=request.now,  # type: ignore[attr-defined]
    )
    return go(request, "visit:show", visit.public_id)
