"""跟岗: a leader goes along, and says an own word apart from the teachers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from zoufang.engines.refusal import Refused
from zoufang.stages.schedule.queries import appointments_of
from zoufang.stages.visit import access, actions, queries
from zoufang.web.pages import go, page, reads, writes

THERE = {"yes": True, "no": False}


@reads(may=access.may_go_along)
def along_index(request: HttpRequest) -> HttpResponse:
    """What this person goes along on, and the visits of the next two weeks to join."""
    return page(request, "visit/along_index.html", **_lists(request))


@writes(may=access.may_go_along)
def along_join(request: HttpRequest, appointment_id: str) -> HttpResponse:
    """我一起去."""
    appointment = get_object_or_404(appointments_of(request.actor), public_id=appointment_id)  # type: ignore[attr-defined]
    try:
        actions.announce_shadowing(appointment=appointment, by=request.actor, at=request.now)  # type: ignore[attr-defined]
    except Refused as refused:
        return page(request, "visit/along_index.html", status=422, **_lists(request) | {"reasons": refused.reasons})
    messages.success(request, _("记下了。老师和家长的页面上会写明您一起去。"))
    return go(request, "visit:along_index")


@writes(may=access.may_go_along)
def along_withdraw(request: HttpRequest, shadowing_id: str) -> HttpResponse:
    """Not after all."""
    shadowing = get_object_or_404(queries.own_shadowings(request.actor), public_id=shadowing_id)  # type: ignore[attr-defined]
    actions.withdraw_shadowing(shadowing=shadowing, by=request.actor, at=request.now)  # type: ignore[attr-defined]
    return go(request, "visit:along_index")


@writes(may=access.may_go_along, also_shows=True)
def along(request: HttpRequest, shadowing_id: str) -> HttpResponse:
    """The own word: written without the teachers' record on the screen, which opens once it is said."""
    actor, now = request.actor, request.now  # type: ignore[attr-defined]
    shadowing = get_object_or_404(queries.own_shadowings(actor), public_id=shadowing_id)
    shown: dict[str, Any] = {
        "shadowing": shadowing,
        "row": queries.shadowing_rows(queries.own_shadowings(actor).filter(pk=shadowing.pk))[0],
        "visit": queries.visit_of_shadowing(shadowing) if shadowing.said_at else None,
        "has_begun": queries.has_begun(shadowing, now=now),
        "typed": request.POST,
        "reasons": (),
    }
    if request.method != "POST":
        return page(request, "visit/along.html", **shown)
    there = THERE.get(request.POST.get("was_there", ""))
    try:
        word = request.POST.get("word", "")
        actions.say_own_word(shadowing=shadowing, was_there=there, word=word, by=actor, at=now)
    except Refused as refused:
        return page(request, "visit/along.html", status=422, **shown | {"reasons": refused.reasons})
    messages.success(request, _("写好了。老师的记录完成以后,双方的话才互相看得到。"))
    return go(request, "visit:along", shadowing.public_id)


def _lists(request: HttpRequest) -> dict[str, Any]:
    actor, now = request.actor, request.now  # type: ignore[attr-defined]
    return {
        "mine": queries.shadowing_rows(queries.own_shadowings(actor)),
        "coming": queries.visits_to_join(actor, now=now),
        "reasons": (),
    }
