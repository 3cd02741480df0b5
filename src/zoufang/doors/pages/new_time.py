"""换个时间: one tap on the teacher's day for one family or its whole half-day; taken back within two minutes."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from zoufang.desks.teacher.today import what_today_shows
from zoufang.engines.refusal import Refused
from zoufang.flows import ask_new_time as flow
from zoufang.stages.schedule import access, queries
from zoufang.web.pages import go, page, writes


@writes(may=access.may_leave)
def new_time(request: HttpRequest, appointment_id: str) -> HttpResponse:
    """`reason`: weather or teacher; with `all`, every family of the same half-day."""
    actor, now = request.actor, request.now  # type: ignore[attr-defined]
    appointment = get_object_or_404(queries.appointments_of(actor), public_id=appointment_id)
    if appointment.klass_id not in actor.classes_taught():
        raise Http404
    half_day = queries.half_day_of(actor, appointment, now=now)
    try:
        count = flow.ask_new_time(
            appointments=half_day if request.POST.get("all") else [appointment],
            reason=request.POST.get("reason", ""),
            by=actor,
            at=now,
        )
    except Refused as refused:
        return page(request, "desks/today.html", status=422, **what_today_shows(actor, now, reasons=refused.reasons))
    messages.success(request, _("已请 %(n)s 户另选时间,家长的页面上会写明。") % {"n": count})
    return go(request, "/")


@writes(may=access.may_leave)
def take_back(request: HttpRequest) -> HttpResponse:
    """The last asking did not happen: all its times stand again."""
    actor, now = request.actor, request.now  # type: ignore[attr-defined]
    try:
        count = flow.take_back_asking(appointments=queries.asked_just_now(actor, now=now), by=actor, at=now)
    except Refused as refused:
        return page(request, "desks/today.html", status=422, **what_today_shows(actor, now, reasons=refused.reasons))
    messages.success(request, _("%(n)s 户的时间恢复了,没有发邮件。") % {"n": count})
    return go(request, "/")
