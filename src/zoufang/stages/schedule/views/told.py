"""One tap on the teacher's day: taken note of a time given back; a family reminded."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from zoufang.stages.schedule import access, actions, queries
from zoufang.web.pages import go, writes


@writes(may=access.may_hear_of_families)
def release_seen(request: HttpRequest, appointment_id: str) -> HttpResponse:
    """The teacher knows that the family gave this time back."""
    mine = queries.released_appointments_of(request.actor)  # type: ignore[attr-defined]
    appointment = get_object_or_404(mine, public_id=appointment_id)
    actions.see_release(appointment=appointment, by=request.actor, at=request.now)  # type: ignore[attr-defined]
    return go(request, "/")


@writes(may=access.may_hear_of_families)
def reminded(request: HttpRequest, reminder_id: str) -> HttpResponse:
    """The teacher reminded the family."""
    reminder = get_object_or_404(queries.reminders_of(request.actor), public_id=reminder_id)  # type: ignore[attr-defined]
    actions.note_reminded(reminder=reminder, by=request.actor, at=request.now)  # type: ignore[attr-defined]
    return go(request, "/")


@writes(may=access.may_hear_of_families)
def told(request: HttpRequest, asked_id: str) -> HttpResponse:
    """The teacher told the family that its time falls through."""
    asked = get_object_or_404(queries.asked_anew_by(request.actor), public_id=asked_id)  # type: ignore[attr-defined]
    actions.note_told(asked=asked, by=request.actor, at=request.now)  # type: ignore[attr-defined]
    return go(request, "/")
