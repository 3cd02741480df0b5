"""出发 and 返回 in one tap each; who is out, for the school's leaders."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from zoufang.engines.refusal import Refused
from zoufang.stages.schedule import access, actions, queries
from zoufang.web.pages import go, page, reads, writes


@reads(may=access.may_see_outings)
def out(request: HttpRequest) -> HttpResponse:
    """Who is out now; whoever ought to be back stands first, with the phone to ring."""
    return page(request, "schedule/out.html", **_shown(request))


@writes(may=access.may_leave)
def leave(request: HttpRequest, appointment_id: str) -> HttpResponse:
    """出发: for this family and those of the same way."""
    mine = queries.appointments_of(request.actor)  # type: ignore[attr-defined]
    appointment = get_object_or_404(mine, public_id=appointment_id)
    try:
        actions.leave(appointment=appointment, by=request.actor, at=request.now)  # type: ignore[attr-defined]
    except Refused as refused:
        return page(request, "schedule/out.html", status=422, **_shown(request) | {"reasons": refused.reasons})
    return go(request, "/")


@writes(may=access.may_see_outings)
def back(request: HttpRequest, outing_id: str) -> HttpResponse:
    """返回."""
    outing = get_object_or_404(queries.outings_of(request.actor), public_id=outing_id)  # type: ignore[attr-defined]
    actions.come_back(outing=outing, by=request.actor, at=request.now)  # type: ignore[attr-defined]
    messages.success(request, _("已报返回,辛苦了。"))
    return go(request, "/" if access.may_leave(request.actor) else "schedule:out")  # type: ignore[attr-defined]


@writes(may=access.may_see_outings)
def longer(request: HttpRequest, outing_id: str) -> HttpResponse:
    """Half an hour more."""
    outing = get_object_or_404(queries.outings_of(request.actor), public_id=outing_id)  # type: ignore[attr-defined]
    try:
        actions.stay_longer(outing=outing, by=request.actor, at=request.now)  # type: ignore[attr-defined]
    except Refused as refused:
        return page(request, "schedule/out.html", status=422, **_shown(request) | {"reasons": refused.reasons})
    return go(request, "/" if access.may_leave(request.actor) else "schedule:out")  # type: ignore[attr-defined]


def _shown(request: HttpRequest) -> dict[str, Any]:
    rows = queries.out_now(request.actor, now=request.now)  # type: ignore[attr-defined]
    return {"rows": rows, "reasons": ()}
