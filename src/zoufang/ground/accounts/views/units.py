"""The organisation below the administrator: schools and what lies between, with who is in them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from zoufang.engines.refusal import Refused
from zoufang.ground.accounts import access, actions, queries, rules
from zoufang.ground.accounts.forms import UnitForm, reasons_of
from zoufang.ground.org.states import UnitKind
from zoufang.web.pages import go, page, reads, writes


@reads(may=access.may_manage_units)
def units(request: HttpRequest) -> HttpResponse:
    """The tree."""
    return _shown(request)


@writes(may=access.may_manage_units)
def add_unit(request: HttpRequest) -> HttpResponse:
    """A unit more."""
    places = queries.units_governed(request.actor)  # type: ignore[attr-defined]
    form = UnitForm(
        request.POST,
        kinds=[(kind.value, str(kind.label)) for kind in _kinds(places)],
        parents=[(each.public_id, each.name) for each in places],
    )
    try:
        if not form.is_valid():
            raise Refused(reasons_of(form))
        said = form.cleaned_data
        parent = next(each for each in places if each.public_id == said["parent"])
        actions.add_unit(
            name=said["name"],
            kind=UnitKind(said["kind"]),
            parent=parent,
            by=request.actor,  # type: ignore[attr-defined]
            at=request.now,  # type: ignore[attr-defined]
        )
    except Refused as refused:
        return _shown(request, reasons=refused.reasons, part="add")
    return go(request, "accounts:units")


@writes(may=access.may_manage_units)
def rename_unit(request: HttpRequest, unit_id: str) -> HttpResponse:
    """Another name."""
    unit = _unit(request, unit_id)
    try:
        actions.rename_unit(unit=unit, name=request.POST.get("name", ""), by=request.actor, at=request.now)  # type: ignore[attr-defined]
    except Refused as refused:
        return _shown(request, reasons=refused.reasons, part=unit.public_id)
    return go(request, "accounts:units")


@writes(may=access.may_manage_units)
def close_unit(request: HttpRequest, unit_id: str) -> HttpResponse:
    """The unit closes today."""
    unit = _unit(request, unit_id)
    try:
        actions.close_unit(unit=unit, by=request.actor, at=request.now)  # type: ignore[attr-defined]
    except Refused as refused:
        return _shown(request, reasons=refused.reasons, part=unit.public_id)
    return go(request, "accounts:units")


def _unit(request: HttpRequest, unit_id: str) -> Any:
    return get_object_or_404(queries.units_in_reach(request.actor), public_id=unit_id)  # type: ignore[attr-defined]


def _kinds(places: list[Any]) -> list[UnitKind]:
    below = {kind for each in places for kind in rules.FITS_BELOW[UnitKind(each.kind)]}
    return [kind for kind in UnitKind if kind in below]


def _shown(request: HttpRequest, *, reasons: tuple[str, ...] = (), part: str = "") -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    places = queries.units_governed(actor)
    return page(
        request,
        "accounts/units.html",
        status=422 if reasons else 200,
        rows=queries.unit_rows(actor, on=timezone.localdate()),
        kinds=[(kind.value, str(kind.label)) for kind in reversed(_kinds(places))],
        parents=[(each.public_id, "　" * (each.depth - places[0].depth) + each.name) for each in places],
        reasons=reasons,
        part=part,
        typed=request.POST if reasons else {},
    )
