"""The visits this person may see."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from zoufang.stages.visit import access, queries
from zoufang.stages.visit.states import VisitState
from zoufang.web.pages import page, reads

AT_ONCE = 50


@reads(may=access.may_see_visits)
def index(request: HttpRequest) -> HttpResponse:
    """A list by state; `?state=` and `?before=` live in the address."""
    visits = queries.visits_of(request.actor)  # type: ignore[attr-defined]
    state = request.GET.get("state", "")
    if state in VisitState.values:
        visits = visits.filter(state=state)
    visits = queries.before(visits, request.GET.get("before", ""))
    found = queries.rows_of(visits[: AT_ONCE + 1])
    return page(
        request,
        "visit/index.html",
        rows=found[:AT_ONCE],
        has_more=len(found) > AT_ONCE,
        state=state,
        states=VisitState.choices,
    )
