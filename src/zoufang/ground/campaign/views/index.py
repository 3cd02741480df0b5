"""The campaigns this person may see, and a new one."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from zoufang.engines.refusal import Refused
from zoufang.ground.campaign import access, actions, queries, rules
from zoufang.ground.campaign.forms import basics_said, day_typed
from zoufang.ground.campaign.plan import CampaignPlan, PhasePlan, RoundPlan
from zoufang.ground.org.states import Grade, UnitKind
from zoufang.web.pages import go, page, reads, writes

AT_ONCE = 50


@reads(may=access.may_see_campaigns)
def index(request: HttpRequest) -> HttpResponse:
    """A list, the newest first; `?before=` lives in the address."""
    campaigns = queries.campaigns_looked_at_by(request.actor)  # type: ignore[attr-defined]
    campaigns = queries.before(campaigns, request.GET.get("before", ""))
    rows = queries.rows_of(campaigns[: AT_ONCE + 1], today=timezone.localdate())
    return page(
        request,
        "campaign/index.html",
        rows=rows[:AT_ONCE],
        has_more=len(rows) > AT_ONCE,
        may_open=access.may_change_campaigns(request.actor),  # type: ignore[attr-defined]
    )


@writes(may=access.may_change_campaigns, also_shows=True)
def new(request: HttpRequest) -> HttpResponse:
    """A form with sensible dates; on POST the campaign exists, with phases and rounds that can be changed."""
    units = queries.units_to_open_at(request.actor)  # type: ignore[attr-defined]
    chosen = request.POST.get("unit") or request.GET.get("unit", "")
    unit = next((each for each in units if each.public_id == chosen), units[0] if units and not chosen else None)
    if unit is None:
        raise Http404
    above = list(queries.campaigns_to_join(unit))
    joined_id = request.POST.get("part_of") or request.GET.get("join", "")
    joined = next((each for each in above if each.public_id == joined_id), None)
    shown: dict[str, Any] = {"units": units, "unit": unit, "above": above, "joined": joined, "is_new": True}
    if request.method != "POST":
        return page(request, "campaign/basics.html", typed=_prefilled(joined), reasons=(), **shown)
    try:
        basics = basics_said(request.POST)
        plan = CampaignPlan(unit=unit.name, basics=basics, part_of=joined.public_id if joined else "")
        if queries.campaigns_changed_by(request.actor).filter(unit=unit, name=basics.name).exists():  # type: ignore[attr-defined]
            raise Refused("本单位已有同名的活动,请换一个名称")
        if joined is None or not joined.phases.exists():
            plan = _with_parts(plan, is_school=unit.kind == UnitKind.SCHOOL)
        opened = actions.open_campaign(plan=plan, unit=unit, by=request.actor, at=request.now)  # type: ignore[attr-defined]
    except Refused as refused:
        return page(request, "campaign/basics.html", typed=request.POST, reasons=refused.reasons, status=422, **shown)
    return go(request, "campaign:show", opened.campaign.public_id)


def _prefilled(joined: Any) -> dict[str, str]:
    starts, ends, until = rules.sensible_head(timezone.localdate())
    if joined is None:
        return {"starts_on": day_typed(starts), "ends_on": day_typed(ends), "submit_until": day_typed(until)}
    words = (
        "name",
        "basis_title",
        "basis_number",
        "issuer",
        "goals",
        "addressee_name",
        "addressee_mail",
        "contact_line",
    )
    days = ("starts_on", "ends_on", "submit_until")
    return {name: getattr(joined, name) for name in words} | {name: day_typed(getattr(joined, name)) for name in days}


def _with_parts(plan: CampaignPlan, *, is_school: bool) -> CampaignPlan:
    head = plan.basics
    rounds = rules.sensible_rounds(head.starts_on, head.ends_on) if head.starts_on < head.ends_on else []
    first_until = rounds[0].ends_on if rounds else head.ends_on
    cohorts = rules.sensible_cohorts(head.starts_on) if is_school else []
    return CampaignPlan(
        unit=plan.unit,
        basics=head,
        part_of=plan.part_of,
        phases=tuple(PhasePlan(name, Grade(grade), year, head.starts_on, first_until) for name, grade, year in cohorts),
        rounds=tuple(RoundPlan(n, each.name, each.starts_on, each.ends_on) for n, each in enumerate(rounds, 1)),
    )
