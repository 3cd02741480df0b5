"""Two people wrote one field differently: one of the class's teachers chooses. And a visit's pictures."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from zoufang.engines.refusal import Refused
from zoufang.ground.files.views import answer_with
from zoufang.stages.visit import access, actions, queries
from zoufang.stages.visit.views.show import what_the_page_shows
from zoufang.web.pages import go, page, reads, writes


@writes(may=access.may_record_visits)
def settle(request: HttpRequest, visit_id: str, conflict_id: str) -> HttpResponse:
    """Choose what stands, what came later, or a third writing; both stay kept."""
    visit = get_object_or_404(queries.visits_recorded_by(request.actor), public_id=visit_id)  # type: ignore[attr-defined]
    conflict = get_object_or_404(visit.conflicts, public_id=conflict_id)
    try:
        actions.settle_conflict(
            conflict=conflict,
            choice=request.POST.get("choice", ""),
            text=request.POST.get("text", ""),
            by=request.actor,  # type: ignore[attr-defined]
            at=request.now,  # type: ignore[attr-defined]
        )
    except Refused as refused:
        shown = what_the_page_shows(request, visit) | {"conflict_reasons": refused.reasons}
        return page(request, "visit/show.html", status=422, **shown)
    messages.success(request, _("已选定;另一种写法也留在服务器上。"))
    return go(request, "visit:show", visit.public_id)


@reads(may=access.may_see_visits)
def photo(request: HttpRequest, visit_id: str, photo_id: str) -> HttpResponse:
    """One picture of a visit."""
    visit = get_object_or_404(queries.visits_of(request.actor), public_id=visit_id)  # type: ignore[attr-defined]
    found = get_object_or_404(queries.photos_of(request.actor, visit), public_id=photo_id)  # type: ignore[attr-defined]
    return answer_with(found.file, download=False)
