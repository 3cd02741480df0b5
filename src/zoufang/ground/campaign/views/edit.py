"""Head, phases, rounds and limits of a campaign, each on a form of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from zoufang.engines.refusal import Refused
from zoufang.ground.campaign import access, actions, queries
from zoufang.ground.campaign.forms import (
    GRADES,
    basics_said,
    day_typed,
    limits_said,
    limits_shown,
    phases_said,
    rounds_said,
    rows_typed,
)
from zoufang.web.pages import go, page, writes

EMPTY_ROWS = 2


@writes(may=access.may_change_campaigns, also_shows=True)
def basics(request: HttpRequest, campaign_id: str) -> HttpResponse:
    """Name, basis, goals, days, addressee."""
    campaign = _campaign(request, campaign_id)
    days = ("starts_on", "ends_on", "submit_until")
    typed = request.POST or {
        **{name: day_typed(getattr(campaign, name)) for name in days},
        **{name: getattr(campaign, name) for name in ("name", "basis_title", "basis_number", "issuer", "goals")},
        **{name: getattr(campaign, name) for name in ("addressee_name", "addressee_mail", "contact_line")},
    }
    shown = {"typed": typed, "is_new": False, "units": [], "unit": campaign.unit, "above": [], "joined": None}
    return _form(request, campaign, "campaign/basics.html", shown, lambda: {"basics": basics_said(request.POST)})


@writes(may=access.may_change_campaigns, also_shows=True)
def phases(request: HttpRequest, campaign_id: str) -> HttpResponse:
    """Which grade is visited on which days."""
    campaign = _campaign(request, campaign_id)
    names = ("name", "grade", "entry_year", "starts_on", "ends_on")
    rows = rows_typed(request.POST, names) or [
        {
            "name": each.name,
            "grade": each.grade_at_start,
            "entry_year": str(each.entry_year),
            "starts_on": day_typed(each.starts_on),
            "ends_on": day_typed(each.ends_on),
        }
        for each in campaign.phases.all()
    ]
    shown = {"rows": _with_empty(rows, names), "grades": GRADES, "part": "phases"}
    return _form(request, campaign, "campaign/rows.html", shown, lambda: {"phases": phases_said(request.POST)})


@writes(may=access.may_change_campaigns, also_shows=True)
def rounds(request: HttpRequest, campaign_id: str) -> HttpResponse:
    """The first visits, and when they are asked again."""
    campaign = _campaign(request, campaign_id)
    names = ("name", "starts_on", "ends_on")
    rows = rows_typed(request.POST, names) or [
        {"name": each.name, "starts_on": day_typed(each.starts_on), "ends_on": day_typed(each.ends_on)}
        for each in campaign.rounds.all()
    ]
    shown = {"rows": _with_empty(rows, names), "grades": [], "part": "rounds"}
    return _form(request, campaign, "campaign/rows.html", shown, lambda: {"rounds": rounds_said(request.POST)})


@writes(may=access.may_change_campaigns, also_shows=True)
def limits(request: HttpRequest, campaign_id: str) -> HttpResponse:
    """How long and how many."""
    campaign = _campaign(request, campaign_id)
    lines = limits_shown(campaign.limits)
    for line in lines:
        line["value"] = request.POST.get(line["name"], line["value"])
    return _form(
        request, campaign, "campaign/limits.html", {"lines": lines}, lambda: {"limits": limits_said(request.POST)}
    )


def _campaign(request: HttpRequest, campaign_id: str) -> Any:
    return get_object_or_404(queries.campaigns_changed_by(request.actor), public_id=campaign_id)  # type: ignore[attr-defined]


def _form(
    request: HttpRequest, campaign: Any, template: str, shown: dict[str, Any], said: Callable[[], dict[str, Any]]
) -> HttpResponse:
    reasons: tuple[str, ...] = ()
    if request.method == "POST":
        try:
            actions.change_campaign(campaign=campaign, by=request.actor, at=request.now, **said())  # type: ignore[attr-defined]
        except Refused as refused:
            reasons = refused.reasons
        else:
            return go(request, "campaign:show", campaign.public_id)
    return page(request, template, campaign=campaign, reasons=reasons, status=422 if reasons else 200, **shown)


def _with_empty(rows: list[dict[str, str]], names: tuple[str, ...]) -> list[dict[str, str]]:
    return rows + [dict.fromkeys(names, "") for _ in range(EMPTY_ROWS)]
