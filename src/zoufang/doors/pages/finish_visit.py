"""The button that finishes a visit, with the record as it stands on the page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from zoufang.engines.refusal import Refused
from zoufang.flows.finish_visit import finish_visit
from zoufang.stages.visit import access, queries
from zoufang.stages.visit.views.record import save_words
from zoufang.stages.visit.views.show import what_the_page_shows
from zoufang.web.pages import go, page, writes


@writes(may=access.may_record_visits)
def finish(request: HttpRequest, visit_id: str) -> HttpResponse:
    """Keep what the page says, then finish. What was typed stays when the visit cannot be finished yet."""
    visit = get_object_or_404(queries.visits_recorded_by(request.actor), public_id=visit_id)  # type: ignore[attr-defined]
    drawn = request.POST.get("drawn", "")
    try:
        if "form" in request.POST:
            drawn = save_words(request, visit).drawn
        visit = finish_visit(visit=visit, by=request.actor, at=request.now)  # type: ignore[attr-defined]
    except Refused as refused:
        visit.refresh_from_db()
        shown = what_the_page_shows(request, visit) | {"reasons": refused.reasons, "typed": request.POST}
        shown |= {"drawn": drawn} if drawn else {}
        return page(request, "visit/show.html", block="status", status=422, **shown)
    return go(request, "visit:show", visit.public_id)
