"""The principal sends a finished record back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from zoufang.engines.refusal import Refused
from zoufang.stages.visit import access, actions, queries
from zoufang.stages.visit.views.show import what_the_page_shows
from zoufang.web.pages import go, page, writes


@writes(may=access.may_reopen_visits)
def reopen(request: HttpRequest, visit_id: str) -> HttpResponse:
    """Send it back with a reason; the earlier version is kept."""
    visit = get_object_or_404(queries.visits_of(request.actor), public_id=visit_id)  # type: ignore[attr-defined]
    reason = request.POST.get("reason", "")
    try:
        actions.reopen_visit(visit=visit, reason=reason, by=request.actor, at=request.now)  # type: ignore[attr-defined]
    except Refused as refused:
        shown = what_the_page_shows(request, visit) | {"reopen_reasons": refused.reasons}
        return page(request, "visit/show.html", status=422, **shown)
    messages.success(request, _("已退回本班老师更正,原来的版本留着。"))
    return go(request, "visit:show", visit.public_id)
