"""Classes with their teachers."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from zoufang.engines.refusal import Refused
from zoufang.stages.assignment import access, actions, queries
from zoufang.stages.assignment.forms import AssignForm, reasons_of
from zoufang.web.pages import go, page, reads, writes


@reads(may=access.may_see_assignment)
def index(request: HttpRequest) -> HttpResponse:
    """The school's classes, or the teacher's own."""
    actor, today = request.actor, timezone.localdate()  # type: ignore[attr-defined]
    rows = queries.rows_of(queries.classes_of(actor), on=today)
    arranged = queries.schools_assigned_by(actor)
    without = [each for school in arranged for each in queries.staff_without_bond(school, today)]
    return page(
        request,
        "assignment/index.html",
        rows=rows,
        short=sum(bool(row.missing) for row in rows),
        may_assign=access.may_assign(actor),
        may_see_bonds=access.may_see_bonds(actor),
        without=without,
        mine=list(queries.bonds_to_visit(actor, on=today)),
        visited_by=[
            each.visitor for each in queries.running(queries.bonds_of(actor), on=today).filter(visited=actor.id)
        ],
    )


@reads(may=access.may_see_assignment)
def klass(request: HttpRequest, class_id: str) -> HttpResponse:
    """One class: who answers for it, who did before."""
    return shown(request, _class(request, queries.classes_of(request.actor), class_id))  # type: ignore[attr-defined]


@writes(may=access.may_assign)
def assign(request: HttpRequest, class_id: str) -> HttpResponse:
    """One teacher more."""
    actor = request.actor  # type: ignore[attr-defined]
    unit = _class(request, queries.classes_assigned_by(actor), class_id)
    form = AssignForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused(reasons_of(form))
        staff = queries.staff_at(unit.get_parent(), on=timezone.localdate())
        teacher = queries.chosen(staff, form.cleaned_data["teacher"])
        if teacher is None:
            raise Refused("请重新选择老师")
        actions.assign_teacher(
            klass=unit,
            teacher=teacher,
            since=form.cleaned_data["since"],
            by=actor,
            at=request.now,  # type: ignore[attr-defined]
        )
    except Refused as refused:
        return shown(request, unit, reasons=refused.reasons)
    return go(request, "assignment:class", unit.public_id)


def shown(request: HttpRequest, unit: Any, *, reasons: tuple[str, ...] = ()) -> HttpResponse:
    """The class's page, with what was refused."""
    actor, today = request.actor, timezone.localdate()  # type: ignore[attr-defined]
    here = queries.classes_of(actor).filter(pk=unit.pk)
    row = queries.rows_of(here, on=today)[0]
    may_assign = access.may_assign_at(actor, unit)
    there = {each.user_id for each in row.teachers}
    staff = queries.staff_at(unit.get_parent(), on=today) if may_assign else []
    return page(
        request,
        "assignment/class.html",
        status=422 if reasons else 200,
        row=row,
        former=queries.former_posts_of(unit, on=today) if may_assign else [],
        handovers=list(queries.handovers_of(actor).filter(klass=unit)[:20]),
        may_assign=may_assign,
        staff=[each for each in staff if each.public_id not in there],
        today=today,
        typed=request.POST,
        reasons=reasons,
    )


def _class(request: HttpRequest, classes: Any, class_id: str) -> Any:
    return get_object_or_404(classes, public_id=class_id)
