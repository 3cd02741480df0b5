"""“Written wrong here”: the family says what a field ought to say, the class's teachers take it over or say why not."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from zoufang.engines.refusal import Reason, Refused
from zoufang.ground.campaign.states import VisitForm
from zoufang.stages.signup.access import family_of
from zoufang.stages.visit import access, actions, queries
from zoufang.stages.visit.forms import CorrectForm
from zoufang.stages.visit.states import CorrectionField, VisitState
from zoufang.stages.visit.views.show import what_the_page_shows
from zoufang.web.pages import by_link, go, page, writes


@by_link(scope=family_of, verbs=["GET", "HEAD", "POST"])
def family_correct(request: HttpRequest, visit_id: str, field: str) -> HttpResponse:
    """One field: what the teachers wrote, what it ought to say, and why if the family likes."""
    family = request.family  # type: ignore[attr-defined]
    visits = queries.visits_of_household(family.campaign, family.household).filter(state=VisitState.DONE)
    visit = get_object_or_404(visits, public_id=visit_id)
    if field not in CorrectionField.values:
        raise Http404
    asked = CorrectionField(field)
    # Whoever of them has left the class since stands in the record all the same.
    colleagues = {each.public_id: each.name for each in [*visit.visitors.all(), *queries.teachers_of(visit)]}
    form = CorrectForm(
        request.POST if request.method == "POST" else None, field=asked, colleagues=list(colleagues.items())
    )
    shown: dict[str, Any] = {
        "visit": visit,
        "field": asked,
        "was": queries.readable(queries.value_of(visit, asked)),
        "gone": {each.public_id for each in visit.visitors.all()},
        "colleagues": colleagues,
        "forms": VisitForm.choices,
        "typed": request.POST,
        "reasons": (),
    }
    if request.method != "POST":
        return page(request, "visit/family_correct.html", **shown)
    try:
        if not form.is_valid():
            raise Refused([_unreadable(name) for name in form.errors])
        actions.ask_correction(
            visit=visit,
            field=asked,
            should_be=form.value(),
            why=form.cleaned_data["why"],
            guardian=family.guardian,
            by=family.actor,
            at=request.now,  # type: ignore[attr-defined]
            on_staff_device=family.on_staff_device,
        )
    except Refused as refused:
        return page(request, "visit/family_correct.html", status=422, **(shown | {"reasons": refused.reasons}))
    messages.success(request, _("谢谢,老师会看到。改了或者没改,这里都会写明。"))
    return go(request, "visit:family_show", visit_id)


@writes(may=access.may_record_visits)
def take(request: HttpRequest, correction_id: str) -> HttpResponse:
    """As the family says: one tap."""
    return _settled(request, correction_id, is_taken=True)


@writes(may=access.may_record_visits)
def keep(request: HttpRequest, correction_id: str) -> HttpResponse:
    """It stays as it is, and why."""
    return _settled(request, correction_id, is_taken=False)


def _settled(request: HttpRequest, correction_id: str, *, is_taken: bool) -> HttpResponse:
    actor, now = request.actor, request.now  # type: ignore[attr-defined]
    correction = get_object_or_404(queries.corrections_settled_by(actor), public_id=correction_id)
    try:
        if is_taken:
            actions.take_correction(correction=correction, by=actor, at=now)
        else:
            answer = request.POST.get("answer", "")[:500]
            actions.keep_as_it_is(correction=correction, answer=answer, by=actor, at=now)
    except Refused as refused:
        shown = what_the_page_shows(request, correction.visit) | {"correction_reasons": refused.reasons}
        return page(request, "visit/show.html", status=422, **shown)
    messages.success(request, _("已照家长说的改好,原来的也留着。") if is_taken else _("原因家长会看到。"))
    return go(request, "visit:show", correction.visit.public_id)


def _unreadable(name: str) -> Reason:
    if name == "text":
        return Reason("写得太长,或有看不懂的符号,请改一改")
    return Reason("“为什么”请写得短一些") if name == "why" else Reason("日期、时间或选项看不懂,请改正")
