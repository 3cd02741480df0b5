"""Writing the record: saved at each change, matters one by one."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from zoufang.engines.refusal import Reason, Refused
from zoufang.stages.visit import access, actions, queries
from zoufang.stages.visit.forms import MatterForm, RecordForm
from zoufang.stages.visit.states import Outcome, RecordField
from zoufang.stages.visit.views.show import what_the_page_shows
from zoufang.web.pages import go, page, writes


@dataclass(frozen=True)
class Saved:
    """What the page holds from now on, as its next save will say it was drawn; and which fields two people wrote."""

    drawn: str
    clashes: tuple[str, ...]


def save_words(request: HttpRequest, visit: Any) -> Saved:
    """Parse the record's form and merge it: a field that a colleague wrote since the page was drawn keeps both texts.

    Raises Refused with the form's or the trade's reasons.
    """
    colleagues = queries.teachers_of(visit)
    form = RecordForm(request.POST, colleagues=[(each.public_id, each.name) for each in colleagues])
    if not form.is_valid():
        raise Refused([Reason("“%(value)s”看不懂,请改正", value=request.POST.get(name, name)) for name in form.errors])
    said = form.cleaned_data
    met = (said["met_other"].strip() or said["met"]).strip()
    words = {
        # Who says whom she met has met somebody: one tap less.
        "outcome": said["outcome"] or (Outcome.MET.value if met else ""),
        "met": met,
        "form": said["form"],
        "visitors": sorted(said["visitors"]),
        "started_at": queries.minute_of(form.moment("started")),
        "ended_at": queries.minute_of(form.moment("ended")),
        "opinions": said["opinions"],
        "remark": said["remark"],
        "needs_follow_up": said["needs_follow_up"],
    }
    was = drawn_words(request)
    known = was or queries.words_of(visit)
    changes = {name: (known.get(name), value) for name, value in words.items() if known.get(name) != value or not was}
    if visit.started_at and words["started_at"] == was.get("shown_at"):
        # The page had put the hour of its drawing there, nobody touched it, and meanwhile somebody wrote one.
        changes.pop("started_at", None)
    merged = actions.merge_words(visit=visit, changes=changes, by=request.actor, at=request.now)  # type: ignore[attr-defined]
    actions.keep_aside(
        visit=visit,
        half_matter=request.POST.get("text", ""),
        points_left_out=said["points_left_out"],
        by=request.actor,  # type: ignore[attr-defined]
        at=request.now,  # type: ignore[attr-defined]
    )
    return Saved(json.dumps(words, ensure_ascii=False), tuple(str(RecordField(each).label) for each in merged.clashes))


def drawn_words(request: HttpRequest) -> dict[str, Any]:
    """What the page said when it was drawn; nothing where it does not tell."""
    try:
        drawn = json.loads(request.POST.get("drawn", ""))
    except (ValueError, RecursionError):
        return {}
    return drawn if isinstance(drawn, dict) else {}


def note_typed(request: HttpRequest, visit: Any) -> None:
    """The matter that stands in the page's form is noted. Raises Refused."""
    form = MatterForm(request.POST)
    if not form.is_valid():
        raise Refused("请选择“当场解决”或“转园里”")
    actions.note_matter(visit=visit, by=request.actor, at=request.now, **form.said())  # type: ignore[attr-defined]


@writes(may=access.may_record_visits)
def record(request: HttpRequest, visit_id: str) -> HttpResponse:
    """Keep the draft: at each change quietly, and by the button."""
    block = "kept" if request.headers.get("HX-Target") == "kept" else "status"
    visit = get_object_or_404(queries.visits_recorded_by(request.actor), public_id=visit_id)  # type: ignore[attr-defined]
    try:
        saved = save_words(request, visit)
    except Refused as refused:
        told = {"kept_reasons" if block == "kept" else "reasons": refused.reasons, "typed": request.POST}
        told["drawn"] = request.POST.get("drawn", "")
        return page(request, "visit/show.html", block=block, status=422, **(what_the_page_shows(request, visit) | told))
    if request.headers.get("HX-Request"):
        visit.refresh_from_db()
        shown = what_the_page_shows(request, visit) | {"drawn": saved.drawn, "clashes": saved.clashes}
        return page(request, "visit/show.html", block=block, **shown)
    return go(request, "visit:show", visit.public_id)


@writes(may=access.may_record_visits)
def matter(request: HttpRequest, visit_id: str) -> HttpResponse:
    """Note one matter."""
    visit = get_object_or_404(queries.visits_recorded_by(request.actor), public_id=visit_id)  # type: ignore[attr-defined]
    drawn = request.POST.get("drawn", "")
    try:
        if "form" in request.POST and not request.headers.get("HX-Request"):
            # Without a script the whole page comes with the matter: nothing that stands on it is lost.
            drawn = save_words(request, visit).drawn
            visit.refresh_from_db()
        note_typed(request, visit)
    except Refused as refused:
        shown = what_the_page_shows(request, visit) | {"matter_reasons": refused.reasons, "typed": request.POST}
        shown |= {"drawn": drawn} if drawn else {}
        return page(request, "visit/show.html", block="matters", status=422, **shown)
    if request.headers.get("HX-Request"):
        return page(request, "visit/show.html", block="matters", **what_the_page_shows(request, visit))
    return go(request, "visit:show", visit.public_id)


@writes(may=access.may_record_visits)
def remove(request: HttpRequest, visit_id: str, matter_id: str) -> HttpResponse:
    """Take one matter out of the draft."""
    visit = get_object_or_404(queries.visits_recorded_by(request.actor), public_id=visit_id)  # type: ignore[attr-defined]
    noted = get_object_or_404(visit.matters, public_id=matter_id)
    actions.remove_matter(matter=noted, by=request.actor, at=request.now)  # type: ignore[attr-defined]
    if request.headers.get("HX-Request"):
        return page(request, "visit/show.html", block="matters", **what_the_page_shows(request, visit))
    return go(request, "visit:show", visit.public_id)


@writes(may=access.may_record_visits)
def suggest(request: HttpRequest, visit_id: str) -> HttpResponse:
    """What the sentence that is being typed looks like. By POST, for words of a family stand in no address; nothing is kept."""
    visit = get_object_or_404(queries.visits_recorded_by(request.actor), public_id=visit_id)  # type: ignore[attr-defined]
    text = request.POST.get("text", "")[: actions.LONGEST]
    shown = what_the_page_shows(request, visit) | {
        "suggested": queries.suggested_for(visit.campaign, text),
        "typed": request.POST,
    }
    return page(request, "visit/show.html", block="suggestions", **shown)
