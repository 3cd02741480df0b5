"""One family on its class's page: a phone or a note shown, a correction, a child that left."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from zoufang.engines.refusal import Refused
from zoufang.stages.roster import access, actions, queries
from zoufang.stages.roster.forms import GuardianForm, LeftForm
from zoufang.stages.roster.views.index import what_the_class_shows
from zoufang.web.pages import go, page, writes


@writes(may=access.may_reveal)
def phone(request: HttpRequest, class_id: str, household_id: str, guardian_id: str) -> HttpResponse:
    """Show a phone in the clear; it is journalled with its reason."""
    unit, household = _found(request, class_id, household_id)
    guardian = get_object_or_404(household.guardians, public_id=guardian_id)
    try:
        number = actions.reveal_phone(
            guardian=guardian,
            reason=request.POST.get("why", ""),
            by=request.actor,
            at=request.now,  # type: ignore[attr-defined]
        )
    except Refused as refused:
        return _again(request, unit, household, reasons=refused.reasons, status=422)
    return _again(request, unit, household, shown={guardian.public_id: number})


@writes(may=access.may_reveal)
def show_care(request: HttpRequest, class_id: str, household_id: str) -> HttpResponse:
    """Show the note on care; it is journalled."""
    unit, household = _found(request, class_id, household_id)
    try:
        note = actions.reveal_care(household=household, by=request.actor, at=request.now)  # type: ignore[attr-defined]
    except Refused as refused:
        return _again(request, unit, household, reasons=refused.reasons, status=422)
    return _again(request, unit, household, shown={"care": (household.care_level, note)})


@writes(may=access.may_keep_roster)
def correct(request: HttpRequest, class_id: str, household_id: str, guardian_id: str) -> HttpResponse:
    """Correct a guardian."""
    unit, household = _found(request, class_id, household_id)
    guardian = get_object_or_404(household.guardians, public_id=guardian_id)
    form = GuardianForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused("姓名最多 60 字、关系最多 20 字、电话最多 40 字,请改短")
        actions.correct_guardian(guardian=guardian, by=request.actor, at=request.now, **form.cleaned_data)  # type: ignore[attr-defined]
    except Refused as refused:
        return _again(request, unit, household, reasons=refused.reasons, status=422)
    return go(request, "roster:class", unit.public_id)


@writes(may=access.may_keep_roster)
def left(request: HttpRequest, class_id: str, household_id: str, child_id: str) -> HttpResponse:
    """Mark a child as left."""
    unit, household = _found(request, class_id, household_id)
    child = get_object_or_404(household.children, public_id=child_id)
    form = LeftForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused("请选择离园日期")
        actions.mark_left(child=child, on=form.cleaned_data["on"], by=request.actor, at=request.now)  # type: ignore[attr-defined]
    except Refused as refused:
        return _again(request, unit, household, reasons=refused.reasons, status=422)
    return go(request, "roster:class", unit.public_id)


def _found(request: HttpRequest, class_id: str, household_id: str) -> tuple[Any, Any]:
    unit = get_object_or_404(queries.classes_of_actor(request.actor), public_id=class_id)  # type: ignore[attr-defined]
    if not access.may_reveal_in(request.actor, unit):  # type: ignore[attr-defined]
        raise Http404
    return unit, get_object_or_404(queries.households_of_class(unit).select_related("school"), public_id=household_id)


def _again(request: HttpRequest, unit: Any, household: Any, *, status: int = 200, **changed: Any) -> HttpResponse:
    shown = what_the_class_shows(request, unit) | {"opened": household.public_id} | changed
    return page(request, "roster/class.html", status=status, **shown)
