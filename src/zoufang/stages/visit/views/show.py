"""One visit: the record as it is, and (for the class's teachers) the form that writes it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from zoufang.ground.campaign.queries import category_names
from zoufang.ground.campaign.states import CategoryAxis, VisitForm
from zoufang.stages.visit import access, queries
from zoufang.stages.visit.states import Outcome, Settle
from zoufang.web.pages import page, reads


@reads(may=access.may_see_visits)
def show(request: HttpRequest, visit_id: str) -> HttpResponse:
    """The visit's page."""
    visit = get_object_or_404(queries.visits_of(request.actor), public_id=visit_id)  # type: ignore[attr-defined]
    return page(request, "visit/show.html", **what_the_page_shows(request, visit))


def what_the_page_shows(request: HttpRequest, visit: Any) -> dict[str, Any]:
    """Everything that `visit/show.html` and its blocks need."""
    children, guardians = queries.people_of(visit)
    return {
        "visit": visit,
        "children": children,
        "guardians": guardians,
        "matters": queries.matters_of(visit),
        "colleagues": queries.teachers_of(visit),
        "visitors": set(visit.visitors.values_list("public_id", flat=True)),
        "outcomes": Outcome.choices,
        "forms": VisitForm.choices,
        "settles": Settle.choices,
        "natures": category_names(visit.campaign, CategoryAxis.NATURE),
        "topics": category_names(visit.campaign, CategoryAxis.TOPIC),
        "today": timezone.localdate(),
        "may_record": access.may_record_visit(request.actor, visit),  # type: ignore[attr-defined]
        "reasons": (),
        "matter_reasons": (),
        "typed": {},
    }
