"""An appointment gets another time, is cancelled, or comes back."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from zoufang.engines.refusal import Refused
from zoufang.stages.schedule import access, actions, queries
from zoufang.stages.schedule.views.household import to_the_week, what_the_family_shows, what_was_said
from zoufang.web.pages import page, writes


@writes(may=access.may_book)
def move(request: HttpRequest, appointment_id: str) -> HttpResponse:
    """Another time, form or teachers."""
    appointment = _found(request, appointment_id)
    shown = what_the_family_shows(request, appointment.household.public_id)
    try:
        said = what_was_said(request, shown)
        moved = actions.move_appointment(appointment=appointment, by=request.actor, at=request.now, **said)  # type: ignore[attr-defined]
    except Refused as refused:
        shown |= {"reasons": refused.reasons, "typed": request.POST}
        return page(request, "schedule/household.html", status=422, **shown)
    return to_the_week(request, moved)


@writes(may=access.may_book)
def cancel(request: HttpRequest, appointment_id: str) -> HttpResponse:
    """Cancel, with a reason."""
    appointment = _found(request, appointment_id)
    try:
        cancelled = actions.cancel_appointment(
            appointment=appointment,
            reason=request.POST.get("reason", ""),
            by=request.actor,  # type: ignore[attr-defined]
            at=request.now,  # type: ignore[attr-defined]
        )
    except Refused as refused:
        shown = what_the_family_shows(request, appointment.household.public_id) | {"cancel_refused": refused.reasons}
        return page(request, "schedule/household.html", status=422, **shown)
    return to_the_week(request, cancelled)


@writes(may=access.may_book)
def restore(request: HttpRequest, appointment_id: str) -> HttpResponse:
    """Take a cancellation back."""
    appointment = _found(request, appointment_id)
    try:
        restored = actions.restore_appointment(appointment=appointment, by=request.actor, at=request.now)  # type: ignore[attr-defined]
    except Refused as refused:
        shown = what_the_family_shows(request, appointment.household.public_id) | {"reasons": refused.reasons}
        return page(request, "schedule/household.html", status=422, **shown)
    return to_the_week(request, restored)


def _found(request: HttpRequest, appointment_id: str) -> Any:
    return get_object_or_404(queries.appointments_of(request.actor), public_id=appointment_id)  # type: ignore[attr-defined]
