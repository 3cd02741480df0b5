"""The record of a handover, on screen and on paper."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from zoufang.stages.assignment import access, queries
from zoufang.web.pages import page, reads


@reads(may=access.may_see_assignment)
def handover(request: HttpRequest, handover_id: str) -> HttpResponse:
    """One handover."""
    found = get_object_or_404(queries.handovers_of(request.actor), public_id=handover_id)  # type: ignore[attr-defined]
    return page(request, "assignment/handover.html", handover=found, school=found.klass.get_parent())
