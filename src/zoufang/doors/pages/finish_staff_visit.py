"""The button that finishes a visit to a member of staff, with the record as it stands on the page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from zoufang.engines.refusal import Refused
from zoufang.flows.finish_staff_visit import TEXTS, finish_staff_visit
from zoufang.stages.visit import access, queries
from zoufang.stages.visit.views.staff import save_staff_words, what_the_staff_page_shows
from zoufang.web.pages import go, page, writes


@writes(may=access.may_see_staff_visits)
def finish(request: HttpRequest, staff_visit_id: str) -> HttpResponse:
    """Keep what the page says, then finish; what is marked becomes confidential problems."""
    visit = get_object_or_404(queries.staff_visits_written_by(request.actor), public_id=staff_visit_id)  # type: ignore[attr-defined]
    marked = {name for name in TEXTS if name in request.POST.getlist("pass_on")}
    try:
        save_staff_words(request, visit)
        finish_staff_visit(visit=visit, pass_on=marked, by=request.actor, at=request.now)  # type: ignore[attr-defined]
    except Refused as refused:
        shown = what_the_staff_page_shows(request, visit) | {"reasons": refused.reasons, "typed": request.POST}
        return page(request, "visit/staff_show.html", status=422, **shown)
    return go(request, "visit:staff_index")
