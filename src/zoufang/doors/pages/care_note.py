"""On the class's page: level and note of care, kept only with the guardians' consent."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from zoufang.engines.refusal import Refused
from zoufang.flows.keep_care_note import keep_care_note
from zoufang.stages.roster import access, queries
from zoufang.stages.roster.forms import CareForm
from zoufang.stages.roster.views.index import what_the_class_shows
from zoufang.web.pages import go, page, writes


@writes(may=access.may_reveal)
def care_note(request: HttpRequest, class_id: str, household_id: str) -> HttpResponse:
    """Write the level and note. What was typed comes back where it is refused: to those who may know alone."""
    actor = request.actor  # type: ignore[attr-defined]
    unit = get_object_or_404(queries.classes_of_actor(actor), public_id=class_id)
    if not access.may_reveal_in(actor, unit):
        raise Http404
    household = get_object_or_404(queries.households_of_class(unit).select_related("school"), public_id=household_id)
    form = CareForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused("关怀说明最多 2000 字,请写短一些")
        keep_care_note(household=household, by=actor, at=request.now, **form.cleaned_data)  # type: ignore[attr-defined]
    except Refused as refused:
        shown = what_the_class_shows(request, unit)
        if shown["may_know_care"]:
            shown["shown"] = {"care": (request.POST.get("level", ""), request.POST.get("note", ""))}
        shown |= {"opened": household.public_id, "reasons": refused.reasons}
        return page(request, "roster/class.html", status=422, **shown)
    return go(request, "roster:class", unit.public_id)
