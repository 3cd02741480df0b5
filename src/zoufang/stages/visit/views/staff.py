"""Visits to members of staff: whom this person visits, and the record of each."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from zoufang.engines.refusal import Reason, Refused
from zoufang.stages.visit import access, actions, queries
from zoufang.stages.visit.forms import StaffVisitForm
from zoufang.web.pages import go, page, reads, writes


@reads(may=access.may_see_staff_visits)
def staff_index(request: HttpRequest) -> HttpResponse:
    """Who is to be visited, n of N visited."""
    actor = request.actor  # type: ignore[attr-defined]
    campaign = queries.staff_visit_campaign(actor)
    rows = queries.staff_rows(actor, campaign, on=timezone.localdate(request.now)) if campaign else []  # type: ignore[attr-defined]
    visited = sum(row.is_visited for row in rows)
    return page(request, "visit/staff_index.html", campaign=campaign, rows=rows, visited=visited)


@writes(may=access.may_see_staff_visits)
def staff_begin(request: HttpRequest, bond_id: str) -> HttpResponse:
    """Open the visit (or the one that is open already), and to its record."""
    actor = request.actor  # type: ignore[attr-defined]
    campaign = queries.staff_visit_campaign(actor)
    on = timezone.localdate(request.now)  # type: ignore[attr-defined]
    bond = queries.bond_to_visit(actor, campaign, bond_id, on=on) if campaign else None
    if campaign is None or bond is None:
        raise Http404
    visit = actions.open_staff_visit(campaign=campaign, bond=bond, by=actor, at=request.now)  # type: ignore[attr-defined]
    return go(request, "visit:staff_show", visit.public_id)


@reads(may=access.may_see_staff_visits)
def staff_show(request: HttpRequest, staff_visit_id: str) -> HttpResponse:
    """The record, for the visitor and the principal."""
    visit = get_object_or_404(queries.staff_visits_of(request.actor), public_id=staff_visit_id)  # type: ignore[attr-defined]
    return page(request, "visit/staff_show.html", **what_the_staff_page_shows(request, visit))


@writes(may=access.may_see_staff_visits)
def staff_record(request: HttpRequest, staff_visit_id: str) -> HttpResponse:
    """Keep the draft: at each change quietly, and by the button."""
    block = "kept" if request.headers.get("HX-Target") == "kept" else None
    visit = get_object_or_404(queries.staff_visits_written_by(request.actor), public_id=staff_visit_id)  # type: ignore[attr-defined]
    try:
        save_staff_words(request, visit)
    except Refused as refused:
        told = {"kept_reasons" if block else "reasons": refused.reasons, "typed": request.POST}
        shown = what_the_staff_page_shows(request, visit) | told
        return page(request, "visit/staff_show.html", block=block, status=422, **shown)
    if block:
        visit.refresh_from_db()
        return page(request, "visit/staff_show.html", block=block, **what_the_staff_page_shows(request, visit))
    return go(request, "visit:staff_show", visit.public_id)


def save_staff_words(request: HttpRequest, visit: Any) -> None:
    """Parse the record's form and keep it. Raises Refused with the form's or the trade's reasons."""
    form = StaffVisitForm(request.POST)
    if not form.is_valid():
        raise Refused(
            [Reason("“%(value)s”看不懂,请改正", value=request.POST.get(name, "")[:40]) for name in form.errors]
        )
    said = form.cleaned_data
    actions.record_staff_visit(
        visit=visit,
        words=actions.StaffVisitWords(
            place=said["place"],
            met_at=form.moment(),
            difficulties_at_work=said["difficulties_at_work"],
            difficulties_in_life=said["difficulties_in_life"],
            suggestions=said["suggestions"],
        ),
        by=request.actor,  # type: ignore[attr-defined]
        at=request.now,  # type: ignore[attr-defined]
    )


def what_the_staff_page_shows(request: HttpRequest, visit: Any) -> dict[str, Any]:
    """Everything that `visit/staff_show.html` needs."""
    return {
        "visit": visit,
        "may_write": access.may_write_staff_visit(request.actor, visit),  # type: ignore[attr-defined]
        "today": timezone.localdate(),
        "reasons": (),
        "kept_reasons": (),
        "typed": {},
    }
