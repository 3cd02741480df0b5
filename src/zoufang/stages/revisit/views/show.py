"""One family asked again: what was answered, is it settled, anything new."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from zoufang.engines.refusal import Refused
from zoufang.ground.campaign.queries import running_campaign
from zoufang.ground.campaign.states import VisitForm
from zoufang.stages.problem.states import Satisfaction, Settled
from zoufang.stages.revisit import access, actions, queries, rules
from zoufang.stages.revisit.forms import RevisitForm
from zoufang.stages.roster.queries import household_rows, households_of
from zoufang.web.pages import go, page, writes


@writes(may=access.may_revisit, also_shows=True)
def show(request: HttpRequest, household_id: str) -> HttpResponse:
    """GET shows what to ask, POST keeps what was said."""
    household = get_object_or_404(households_of(request.actor), public_id=household_id)
    campaign = running_campaign(household.school)
    if campaign is None:
        raise Http404
    to_ask = queries.to_ask_about(request.actor, household, campaign)
    still_open = queries.still_open(request.actor, household, campaign)
    shown: dict[str, Any] = {
        "home": household_rows(households_of(request.actor).filter(pk=household.pk))[0],
        "to_ask": to_ask,
        "still_open": still_open,
        "revisit": queries.revisit_of(household, campaign),
        "way": rules.way_for(raised_something=bool(to_ask or still_open)),
        "forms": VisitForm.choices,
        "settled": Settled.choices,
        "satisfactions": Satisfaction.choices,
        "reasons": (),
        "typed": request.POST,
    }
    if request.method != "POST":
        return page(request, "revisit/show.html", **shown)
    form = RevisitForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused("请选择“联系上了”或“没联系上”")
        actions.record_revisit(
            campaign=campaign,
            household=household,
            words=_words(request, form, to_ask),
            by=request.actor,
            at=request.now,
        )
    except Refused as refused:
        return page(request, "revisit/show.html", status=422, **shown | {"reasons": refused.reasons})
    return go(request, "revisit:index")


def _words(request: HttpRequest, form: RevisitForm, to_ask: list[Any]) -> actions.RevisitWords:
    said = form.cleaned_data
    asked = []
    for problem in to_ask:
        settled = request.POST.get(f"settled-{problem.public_id}", "")
        if settled in Settled.values:
            reason = request.POST.get(f"reason-{problem.public_id}", "")[:5_000]
            is_settled, is_partly = settled == Settled.YES, settled == Settled.PARTLY
            asked.append(actions.Asked(problem=problem, is_settled=is_settled, reason=reason, is_partly=is_partly))
    return actions.RevisitWords(
        reached=said["reached"] == "yes",
        mode=said["mode"],
        was_contacted={"yes": True, "no": False}.get(said["was_contacted"]),
        satisfaction=said["satisfaction"],
        why_not=said["why_not"],
        asked=asked,
        new_matter=said["new_matter"],
    )
