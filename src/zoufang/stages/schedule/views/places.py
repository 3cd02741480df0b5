"""Where a class's families live, by the name of the neighbourhood, and how long the ways take."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from zoufang.engines.refusal import Reason, Refused
from zoufang.stages.schedule import access, actions, queries
from zoufang.web.pages import go, page, writes


@writes(may=access.may_plan, also_shows=True)
def places(request: HttpRequest, class_id: str) -> HttpResponse:
    """The class's homes and ways; what is typed is kept, all of it or nothing."""
    klass = get_object_or_404(queries.classes_to_plan(request.actor), public_id=class_id)  # type: ignore[attr-defined]
    campaign = queries.current_campaign(request.actor)  # type: ignore[attr-defined]
    if campaign is None or not klass.path.startswith(campaign.unit.path):
        raise Http404
    homes = queries.homes_of(klass)
    rows = queries.way_rows(campaign, homes)
    now: dict[str, Any] = {
        "klass": klass,
        "homes": homes,
        "rows": rows,
        "near": campaign.limit("near_minutes"),
        "far": campaign.limit("travel_minutes"),
        "typed": {},
        "reasons": (),
    }
    if request.method != "POST":
        return page(request, "schedule/places.html", **now)
    try:
        names = {
            home.household: request.POST[f"home-{home.public_id}"]
            for home in homes
            if f"home-{home.public_id}" in request.POST
        }
        minutes = {
            (row.one, row.other): _minutes(request.POST[f"way-{row.number}"])
            for row in rows
            # Only where the page showed this very pair at this place: names may have changed meanwhile.
            if request.POST.get(f"pair-{row.number}") == f"{row.one}|{row.other}"
            and f"way-{row.number}" in request.POST
        }
        actions.keep_places(klass=klass, names=names, minutes=minutes, by=request.actor, at=request.now)  # type: ignore[attr-defined]
    except Refused as refused:
        return page(
            request, "schedule/places.html", status=422, **now | {"reasons": refused.reasons, "typed": request.POST}
        )
    messages.success(request, _("已保存。再排一次,就按这些来排。"))
    return go(request, "schedule:plan", klass.public_id)


def _minutes(said: str) -> int | None:
    said = said.strip()
    if not said:
        return None
    if not (said.isascii() and said.isdigit() and len(said) < 4):
        raise Refused(Reason("“%(value)s”不是分钟数,请写数字", value=said[:20]))
    return int(said)
