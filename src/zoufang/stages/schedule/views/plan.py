"""排一排: a class's times are planned in one tap, looked at, agreed to; half-days are closed and opened."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from zoufang.engines.refusal import Refused
from zoufang.stages.roster.queries import classes_of_actor
from zoufang.stages.schedule import access, actions, queries
from zoufang.stages.schedule.forms import HalfDayForm
from zoufang.stages.schedule.states import UNDER_WAY, PlanState
from zoufang.web.jinja import say
from zoufang.web.pages import go, page, reads, writes

MOST_NAMED = 3


@reads(may=access.may_see_plans)
def plan(request: HttpRequest, class_id: str) -> HttpResponse:
    """The newest plan beside what is booked; half-days, and what is missing."""
    klass = get_object_or_404(classes_of_actor(request.actor), public_id=class_id)  # type: ignore[attr-defined]
    return page(request, "schedule/plan.html", block="work", **shown(request, klass))


@writes(may=access.may_plan)
def plan_ask(request: HttpRequest, class_id: str) -> HttpResponse:
    """The worker begins."""
    klass = _own(request, class_id)
    now: dict[str, Any] = shown(request, klass)
    try:
        actions.ask_for_plan(campaign=now["campaign"], klass=klass, by=request.actor, at=request.now)  # type: ignore[attr-defined]
    except Refused as refused:
        return page(request, "schedule/plan.html", status=422, **now | {"reasons": refused.reasons})
    return go(request, "schedule:plan", klass.public_id)


@writes(may=access.may_plan)
def plan_stop(request: HttpRequest, plan_id: str) -> HttpResponse:
    """Not wanted any more."""
    found = _own_plan(request, plan_id)
    try:
        actions.stop_plan(plan=found, by=request.actor, at=request.now)  # type: ignore[attr-defined]
    except Refused as refused:
        return _refused(request, found.klass, refused)
    return go(request, "schedule:plan", found.klass.public_id)


@writes(may=access.may_plan)
def plan_agree(request: HttpRequest, plan_id: str) -> HttpResponse:
    """就这样约: the families have these times and see them on their own page, where they may ask for another."""
    found = _own_plan(request, plan_id)
    try:
        agreed = actions.agree_to_plan(plan=found, by=request.actor, at=request.now)  # type: ignore[attr-defined]
    except Refused as refused:
        return _refused(request, found.klass, refused)
    if agreed.booked:
        messages.success(
            request, _("约好了 %(n)s 户,家长在自己的页面上看得到,不合适可以换时间。") % {"n": agreed.booked}
        )
    if agreed.moved:
        messages.success(request, _("改了 %(n)s 户的时间,请告诉这几户家长。") % {"n": agreed.moved})
    for _household, reasons in agreed.refused[:MOST_NAMED]:
        messages.error(request, _("有一户没约成:%(why)s") % {"why": ";".join(say(each) for each in reasons)})
    if len(agreed.refused) > MOST_NAMED:
        messages.error(request, _("还有 %(n)s 户没约成,请再排一次。") % {"n": len(agreed.refused) - MOST_NAMED})
    return go(request, "schedule:plan", found.klass.public_id)


@writes(may=access.may_plan)
def plan_half_day(request: HttpRequest, class_id: str) -> HttpResponse:
    """A half-day is closed, or open again."""
    klass = _own(request, class_id)
    form = HalfDayForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused("没看懂是哪个半天,请再点一次")
        actions.switch_half_day(klass=klass, by=request.actor, at=request.now, **form.cleaned_data)  # type: ignore[attr-defined]
    except Refused as refused:
        return _refused(request, klass, refused)
    return go(request, url_of_half_days(request, klass.public_id))


def url_of_half_days(request: HttpRequest, class_id: str) -> str:
    """Back to where the half-days stand."""
    answer = go(request, "schedule:plan", class_id)
    return f"{answer['HX-Redirect' if answer.has_header('HX-Redirect') else 'Location']}#half-days"


def shown(request: HttpRequest, klass: Any) -> dict[str, Any]:
    """Everything that the class's page needs. 404 without a campaign that visits it."""
    actor, now = request.actor, request.now  # type: ignore[attr-defined]
    campaign = queries.current_campaign(actor)
    situation = queries.situation_of(campaign, klass, at=now) if campaign is not None else None
    if campaign is None or situation is None or not klass.path.startswith(campaign.unit.path):
        raise Http404
    plans = queries.plans_of(actor).filter(klass=klass, campaign=campaign)
    newest = plans.first()
    is_under_way = newest is not None and newest.state in UNDER_WAY
    # One that was stopped, or failed, takes the last result from nobody.
    finished = None if is_under_way else plans.filter(state__in=[PlanState.DONE, PlanState.AGREED]).first()
    begun = newest.started_at or newest.asked_at if newest else now
    return {
        "campaign": campaign,
        "klass": klass,
        "situation": situation,
        "plan": newest,
        "is_under_way": is_under_way,
        "seconds": max(0, int((now - begun).total_seconds())),
        "result": queries.plan_shown(finished, situation) if finished else None,
        "days": queries.days_shown(situation.half_days),
        "may_plan": klass.pk in actor.classes_taught(),
        "today": timezone.localdate(now),
        "reasons": (),
    }


def _own(request: HttpRequest, class_id: str) -> Any:
    return get_object_or_404(queries.classes_to_plan(request.actor), public_id=class_id)  # type: ignore[attr-defined]


def _own_plan(request: HttpRequest, plan_id: str) -> Any:
    mine = queries.classes_to_plan(request.actor)  # type: ignore[attr-defined]
    return get_object_or_404(queries.plans_of(request.actor).filter(klass__in=mine), public_id=plan_id)  # type: ignore[attr-defined]


def _refused(request: HttpRequest, klass: Any, refused: Refused) -> HttpResponse:
    now = shown(request, klass) | {"reasons": refused.reasons}
    return page(request, "schedule/plan.html", status=422, **now)
