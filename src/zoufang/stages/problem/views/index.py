"""The problems this person may know of: searched, filtered, paged by key; and entering one that came directly."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from zoufang.engines.refusal import Refused
from zoufang.ground.campaign.queries import category_names, running_campaign
from zoufang.ground.campaign.states import CategoryAxis
from zoufang.ground.org.queries import school_of
from zoufang.stages.problem import access, actions, queries
from zoufang.stages.problem.forms import RaiseForm
from zoufang.stages.problem.states import OPEN, ProblemState, Source
from zoufang.stages.roster.queries import classes_of_actor, household_rows, households_of
from zoufang.web.pages import go, page, reads, writes

AT_ONCE = 40
LOOKED_THROUGH = 2_000  # texts are encrypted: a search opens the newest of them


@reads(may=access.may_see_problems)
def index(request: HttpRequest) -> HttpResponse:
    """`?show=` filters, `?q=` searches number and text, `?before=` goes on."""
    actor, now = request.actor, request.now
    everything = queries.problems_of(actor)
    filters = {
        "mine": everything.filter(owner=actor.id, state__in=OPEN),
        "new": everything.filter(state=ProblemState.RAISED),
        "open": everything.filter(state__in=OPEN),
        "overdue": everything.filter(state__in=OPEN, due_until__lt=now),
        "waiting": everything.filter(state__in=[ProblemState.ANSWERED, ProblemState.AWAITING_FAMILY]),
        "closed": everything.filter(state=ProblemState.CLOSED),
    }
    show, sought = request.GET.get("show", ""), request.GET.get("q", "").strip()[:60]
    problems = queries.before(filters.get(show, everything), request.GET.get("before", ""))
    if sought:
        rows = queries.rows_of(problems[:LOOKED_THROUGH], now=now)
        rows = [row for row in rows if sought.upper() in row.number or sought in row.text][: AT_ONCE + 1]
    else:
        rows = queries.rows_of(problems[: AT_ONCE + 1], now=now)
    return page(
        request,
        "problem/index.html",
        rows=rows[:AT_ONCE],
        has_more=len(rows) > AT_ONCE,
        show=show,
        q=sought,
        counts={name: found.count() for name, found in filters.items()},
        may_enter=access.may_enter_problems(actor),
    )


@writes(may=access.may_enter_problems, also_shows=True)
def new(request: HttpRequest) -> HttpResponse:
    """A family said it directly: by telephone, at the gate."""
    actor = request.actor
    families = households_of(actor)
    shown: dict[str, Any] = {
        "families": household_rows(families.order_by("pk")[:600]),
        "reasons": (),
        "typed": request.POST,
        **_lists(actor),
    }
    if request.method != "POST":
        return page(request, "problem/new.html", **shown)
    form = RaiseForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused("一段话最多 5000 字,请分开写")
        said = form.cleaned_data
        household = families.filter(public_id=said["household"]).first()
        if household is None:
            raise Refused("请选择是哪一户反映的")
        campaign = running_campaign(household.school)
        if campaign is None:
            raise Refused("没有进行中的走访活动,不能登记")
        child = household.children.filter(left_on__isnull=True).select_related("klass").first()
        problem = actions.raise_problem(
            campaign=campaign,
            school=household.school,
            klass=child.klass if child else None,
            source=Source.FAMILY,
            household=household,
            text=said["text"],
            nature=said["nature"],
            topic=said["topic"],
            is_confidential=said["is_confidential"],
            by=actor,
            at=request.now,
        )
    except Refused as refused:
        return page(request, "problem/new.html", status=422, **shown | {"reasons": refused.reasons})
    return go(request, "problem:show", problem.public_id)


def _lists(actor: Any) -> dict[str, list[str]]:
    klass = classes_of_actor(actor).first()
    campaign = running_campaign(school_of(klass)) if klass else None
    return {
        "natures": category_names(campaign, CategoryAxis.NATURE) if campaign else [],
        "topics": category_names(campaign, CategoryAxis.TOPIC) if campaign else [],
    }
