"""The classes and families this person may see."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from zoufang.stages.roster import access, queries
from zoufang.stages.roster.states import CareLevel
from zoufang.web.pages import go, page, reads

DOUBTS_AT_ONCE = 20


@reads(may=access.may_see_roster)
def index(request: HttpRequest) -> HttpResponse:
    """Classes with counts, look-alikes to decide, the way to import. A teacher of one class goes straight to it."""
    actor = request.actor  # type: ignore[attr-defined]
    classes = queries.classes_of_actor(actor)
    if not access.may_keep_roster(actor) and len(classes) == 1:
        return go(request, "roster:class", classes[0].public_id)
    return page(request, "roster/index.html", **what_the_index_shows(request))


@reads(may=access.may_see_roster)
def klass(request: HttpRequest, class_id: str) -> HttpResponse:
    """One class: its families, siblings joined, phones masked."""
    unit = get_object_or_404(queries.classes_of_actor(request.actor), public_id=class_id)  # type: ignore[attr-defined]
    return page(request, "roster/class.html", **what_the_class_shows(request, unit))


def what_the_index_shows(request: HttpRequest) -> dict[str, Any]:
    """Everything that `roster/index.html` needs."""
    actor = request.actor  # type: ignore[attr-defined]
    keeps = access.may_keep_roster(actor)
    doubts = queries.open_doubts_of(actor)
    return {
        "classes": queries.class_rows(queries.classes_of_actor(actor)),
        "may_keep": keeps,
        "doubts": queries.doubt_sides(list(doubts[:DOUBTS_AT_ONCE])) if keeps else [],
        "doubt_count": doubts.count() if keeps else 0,
        "waiting": queries.waiting_import_of(actor) if keeps else None,
        "reasons": (),
    }


def what_the_class_shows(request: HttpRequest, unit: Any) -> dict[str, Any]:
    """Everything that `roster/class.html` needs; the household asked about is put in by the caller."""
    actor = request.actor  # type: ignore[attr-defined]
    knows = unit.pk in actor.classes_taught() or actor.holds("principal", at=unit.path)
    return {
        "klass": unit,
        "rows": queries.household_rows(queries.households_of_class(unit), with_care=knows),
        "may_reveal": access.may_reveal(actor),
        "may_keep": actor.holds(*queries.KEEPS_ROSTER, at=unit.path),
        "may_know_care": knows,
        "levels": CareLevel.choices,
        "today": timezone.localdate(request.now),  # type: ignore[attr-defined]
        "shown": {},
        "opened": "",
        "reasons": (),
    }
