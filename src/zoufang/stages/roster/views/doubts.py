"""Look-alikes: one family or two."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from zoufang.engines.refusal import Refused
from zoufang.stages.roster import access, actions, queries
from zoufang.stages.roster.views.index import what_the_index_shows
from zoufang.web.pages import go, page, writes


@writes(may=access.may_keep_roster)
def join(request: HttpRequest, doubt_id: str) -> HttpResponse:
    """They are one."""
    return _decide(request, doubt_id, actions.join_households)


@writes(may=access.may_keep_roster)
def apart(request: HttpRequest, doubt_id: str) -> HttpResponse:
    """They are two."""
    return _decide(request, doubt_id, actions.keep_apart)


def _decide(request: HttpRequest, doubt_id: str, deed) -> HttpResponse:  # type: ignore[no-untyped-def]
    doubt = get_object_or_404(queries.open_doubts_of(request.actor), public_id=doubt_id)  # type: ignore[attr-defined]
    try:
        deed(doubt=doubt, by=request.actor, at=request.now)  # type: ignore[attr-defined]
    except Refused as refused:
        shown = what_the_index_shows(request) | {"reasons": refused.reasons}
        return page(request, "roster/index.html", status=422, **shown)
    return go(request, "roster:index")
