"""Leaders and managers with the staff members they visit."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from zoufang.engines.refusal import Refused
from zoufang.stages.assignment import access, actions, queries, rules
from zoufang.web.pages import go, page, reads, writes


@reads(may=access.may_see_bonds)
def bonds(request: HttpRequest) -> HttpResponse:
    """The school's bonds, or the own ones."""
    return _shown(request)


@writes(may=access.may_assign)
def bind(request: HttpRequest) -> HttpResponse:
    """One leader is bound to those ticked."""
    school = _school(request)
    today = timezone.localdate()
    visitor = queries.chosen(queries.visitors_at(school, on=today), request.POST.get("visitor", ""))
    staff = queries.staff_at(school, on=today)
    ticked = [each for each in staff if each.public_id in request.POST.getlist("visited")]
    try:
        if visitor is None:
            raise Refused("请选择由谁联系")
        if not ticked:
            raise Refused("请至少选择一位教职工")
        _bind_all(request, school, [(visitor, each) for each in ticked])
    except Refused as refused:
        return _shown(request, reasons=refused.reasons)
    return _back(request, school)


@writes(may=access.may_assign)
def end_bond(request: HttpRequest, bond_id: str) -> HttpResponse:
    """A bond ends today."""
    bond = get_object_or_404(queries.bonds_ended_by(request.actor), public_id=bond_id)  # type: ignore[attr-defined]
    try:
        actions.end_bond(bond=bond, on=timezone.localdate(), by=request.actor, at=request.now)  # type: ignore[attr-defined]
    except Refused as refused:
        return _shown(request, reasons=refused.reasons)
    return _back(request, bond.school)


@writes(may=access.may_assign, also_shows=True)
def spread(request: HttpRequest) -> HttpResponse:
    """A proposal in which everybody has about the same number; a person changes it and confirms."""
    school, today = _school(request), timezone.localdate()
    visitors = queries.visitors_at(school, on=today)
    without = queries.staff_without_bond(school, today)
    reasons: tuple[str, ...] = ()
    if request.method == "POST":
        pairs = [(queries.chosen(visitors, request.POST.get(f"for-{each.public_id}", "")), each) for each in without]
        try:
            chosen = [(visitor, member) for visitor, member in pairs if visitor is not None]
            if not chosen:
                raise Refused("请至少为一位教职工选择由谁联系")
            _bind_all(request, school, chosen)
        except Refused as refused:
            reasons = refused.reasons
        else:
            return _back(request, school)
    load = {each.visitor.pk: len(each.bonds) for each in queries.circles_at(school, on=today)}
    proposed = rules.spread_evenly(
        visitors={each.pk: load.get(each.pk, 0) for each in visitors}, visited=[each.pk for each in without]
    )
    by_key = {each.pk: each.public_id for each in visitors}
    proposal = {member: by_key[visitor] for visitor, member in proposed}
    return page(
        request,
        "assignment/spread.html",
        status=422 if reasons else 200,
        school=school,
        visitors=visitors,
        rows=[(each, request.POST.get(f"for-{each.public_id}", proposal.get(each.pk, ""))) for each in without],
        reasons=reasons,
    )


@transaction.atomic
def _bind_all(request: HttpRequest, school: Any, pairs: list[tuple[Any, Any]]) -> None:
    for visitor, member in pairs:
        actions.bind_staff(
            school=school,
            visitor=visitor,
            visited=member,
            since=timezone.localdate(),
            by=request.actor,  # type: ignore[attr-defined]
            at=request.now,  # type: ignore[attr-defined]
        )


def _school(request: HttpRequest) -> Any:
    """The school whose duties are arranged: the one named, else the first."""
    schools = queries.schools_assigned_by(request.actor)  # type: ignore[attr-defined]
    named = request.POST.get("school") or request.GET.get("school", "")
    for each in schools:
        if not named or each.public_id == named:
            return each
    raise Http404


def _back(request: HttpRequest, school: Any) -> HttpResponse:
    many = len(queries.schools_assigned_by(request.actor)) > 1  # type: ignore[attr-defined]
    answer = go(request, "assignment:bonds")
    where = "HX-Redirect" if answer.has_header("HX-Redirect") else "Location"
    if many:
        answer[where] = f"{answer[where]}?school={school.public_id}"
    return answer


def _shown(request: HttpRequest, *, reasons: tuple[str, ...] = ()) -> HttpResponse:
    actor, today = request.actor, timezone.localdate()  # type: ignore[attr-defined]
    arranges = access.may_assign(actor)
    school = _school(request) if arranges else None
    to_visit = queries.staff_to_visit(school, on=today) if school else []
    without = queries.staff_without_bond(school, today) if school else []
    return page(
        request,
        "assignment/bonds.html",
        status=422 if reasons else 200,
        school=school,
        schools=queries.schools_assigned_by(actor),
        circles=queries.circles_at(school, on=today) if school else [],
        visitors=queries.visitors_at(school, on=today) if school else [],
        staff_count=len(to_visit),
        without=without,
        mine=list(queries.bonds_to_visit(actor, on=today)),
        typed=request.POST,
        ticked=request.POST.getlist("visited"),
        reasons=reasons,
    )
