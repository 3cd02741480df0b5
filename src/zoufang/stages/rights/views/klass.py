"""A class: who agreed to what, and notes that must go."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from zoufang.engines.refusal import Refused
from zoufang.stages.rights import access, actions, queries
from zoufang.stages.rights.states import Say, Scope
from zoufang.stages.roster.queries import households_of_class
from zoufang.web.pages import go, page, reads, writes


@reads(may=access.may_see_says)
def klass(request: HttpRequest, class_id: str) -> HttpResponse:
    """Child by child; what is open is shown as open, and nobody is to be pressed."""
    return _shown(request, _found(request, class_id))


@writes(may=access.may_see_says)
def drop(request: HttpRequest, class_id: str, household_id: str) -> HttpResponse:
    """The note on care that nobody agreed to is deleted."""
    unit = _found(request, class_id)
    household = get_object_or_404(households_of_class(unit), public_id=household_id)
    try:
        actions.drop_care_note(household=household, by=request.actor, at=request.now)  # type: ignore[attr-defined]
    except Refused as refused:
        return _shown(request, unit, reasons=refused.reasons)
    return go(request, "rights:class", unit.public_id)


def _found(request: HttpRequest, class_id: str) -> Any:
    return get_object_or_404(queries.classes_with_says(request.actor), public_id=class_id)  # type: ignore[attr-defined]


def _shown(request: HttpRequest, unit: Any, reasons: Any = ()) -> HttpResponse:
    rows = queries.class_says(unit)
    return page(
        request,
        "rights/class.html",
        status=422 if reasons else 200,
        klass=unit,
        rows=rows,
        open_count=sum(row.is_open for row in rows),
        has_rules=queries.rules_of(unit.get_parent()) is not None,
        more=[scope for scope in Scope if scope != Scope.BASIC],
        basic=Scope.BASIC,
        says=Say,
        reasons=reasons,
    )
