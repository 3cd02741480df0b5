"""One visit: the record as it is, and (for the class's teachers) the form that writes it."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from zoufang.ground.campaign.queries import category_names
from zoufang.ground.campaign.states import CategoryAxis, VisitForm
from zoufang.stages.briefing import queries as briefing
from zoufang.stages.rights.queries import has_refused_handling
from zoufang.stages.schedule.queries import own_outing
from zoufang.stages.visit import access, queries
from zoufang.stages.visit.states import Outcome, Settle, VisitState
from zoufang.web.pages import page, reads

FINISHED = (VisitState.DONE, VisitState.NOT_REACHED)


@reads(may=access.may_see_visits)
def show(request: HttpRequest, visit_id: str) -> HttpResponse:
    """The visit's page."""
    visit = get_object_or_404(queries.visits_of(request.actor), public_id=visit_id)  # type: ignore[attr-defined]
    return page(request, "visit/show.html", **what_the_page_shows(request, visit))


@reads(may=access.may_record_visits)
def points(request: HttpRequest, visit_id: str) -> HttpResponse:
    """The talking points alone on the screen, to be held out to the family: nothing of the record shows."""
    visit = get_object_or_404(queries.visits_recorded_by(request.actor), public_id=visit_id)  # type: ignore[attr-defined]
    return page(request, "visit/points.html", visit=visit, points=briefing.points_of(visit.campaign))


def what_the_page_shows(request: HttpRequest, visit: Any) -> dict[str, Any]:
    """Everything that `visit/show.html` and its blocks need."""
    children, guardians = queries.people_of(visit)
    half_matter = queries.half_matter_of(visit, request.actor)  # type: ignore[attr-defined]
    return {
        "visit": visit,
        "children": children,
        "guardians": guardians,
        "matters": queries.matters_of(visit),
        "colleagues": queries.teachers_of(visit),
        "visitors": set(visit.visitors.values_list("public_id", flat=True)),
        "outcomes": Outcome.choices,
        "others": [_("爷爷"), _("奶奶"), _("外公"), _("外婆"), _("其他家人")],
        "household": visit.household,
        "forms": VisitForm.choices,
        "settles": Settle.choices,
        "natures": category_names(visit.campaign, CategoryAxis.NATURE),
        "topics": category_names(visit.campaign, CategoryAxis.TOPIC),
        "today": timezone.localdate(),
        "may_record": access.may_record_visit(request.actor, visit),  # type: ignore[attr-defined]
        "may_reopen": access.may_reopen_visit(request.actor, visit) and visit.state in FINISHED,  # type: ignore[attr-defined]
        "may_try_again": visit.state == VisitState.NOT_REACHED and visit.klass_id in request.actor.classes_taught(),  # type: ignore[attr-defined]
        "has_refused": queries.has_refused(visit.campaign, visit.household),
        "is_without_record": has_refused_handling(visit.household),
        "versions": queries.earlier_versions(visit),
        "corrections": queries.corrections_of(visit),
        "may_settle": access.may_settle_correction(request.actor, visit),  # type: ignore[attr-defined]
        "correction_reasons": (),
        "shadowings": queries.shadowings_of(request.actor, visit),  # type: ignore[attr-defined]
        "half_matter": half_matter,
        "suggested": queries.suggested_for(visit.campaign, half_matter),
        "others_halves": queries.others_half_matters(visit, request.actor),  # type: ignore[attr-defined]
        "points": briefing.points_of(visit.campaign) if visit.state == VisitState.PLANNED else [],
        "told": list(visit.points_told.all()),
        "outing": own_outing(request.actor, now=request.now),  # type: ignore[attr-defined]
        "conflicts": queries.open_conflicts(visit),
        "may_settle_conflict": access.may_settle_conflict(request.actor, visit),  # type: ignore[attr-defined]
        "conflict_reasons": (),
        "photos": list(queries.photos_of(request.actor, visit)),  # type: ignore[attr-defined]
        "drawn": json.dumps(
            queries.words_of(visit)
            | {"version": visit.version, "shown_at": queries.minute_of(visit.started_at or request.now)},  # type: ignore[attr-defined]
            ensure_ascii=False,
        ),
        "clashes": (),
        "may_add_photos": access.may_settle_conflict(request.actor, visit) and visit.state != VisitState.CANCELLED,  # type: ignore[attr-defined]
        "may_keep_photos": queries.may_keep_photos(visit.household),
        "photo_reasons": (),
        "reasons": (),
        "kept_reasons": (),
        "reopen_reasons": (),
        "matter_reasons": (),
        "typed": {},
    }
