"""The week's calendar, the day's sheet for the way, and an appointment as a calendar file."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from zoufang.stages.roster.queries import classes_of_actor
from zoufang.stages.schedule import access, queries
from zoufang.stages.schedule.forms import day_in
from zoufang.stages.schedule.states import AppointmentState
from zoufang.web.pages import page, reads


@reads(may=access.may_see_schedule)
def index(request: HttpRequest) -> HttpResponse:
    """A week: booked times and offered half-days; the families without a time below. `?week=` and `?class=`."""
    actor, today = request.actor, timezone.localdate(request.now)  # type: ignore[attr-defined]
    campaign = queries.current_campaign(actor)
    if campaign is None:
        return page(request, "schedule/index.html", campaign=None)
    classes = list(classes_of_actor(actor).below([campaign.unit.path]))
    chosen = next((each for each in classes if each.public_id == request.GET.get("class")), None)
    week = day_in(request.GET.get("week"), today)
    waiting = queries.families_to_book(actor, campaign, klass=chosen, today=today)
    days = queries.week_of(actor, week, waiting, klass=chosen, today=today)
    done = queries.appointments_of(actor).filter(public_id=request.GET.get("done", "")).first()
    return page(
        request,
        "schedule/index.html",
        campaign=campaign,
        classes=classes if len(classes) > 1 else [],
        chosen=chosen,
        may_see_plans=access.may_see_plans(actor),
        to_plan=chosen or (classes[0] if len(classes) == 1 else None),
        days=days,
        today=today,
        week=days[0].on,
        earlier=days[0].on - timedelta(days=7),
        later=days[0].on + timedelta(days=7),
        waiting=waiting,
        declined=queries.declined_count(actor, campaign, klass=chosen),
        done=done,
        was_cancelled=done is not None and done.state == AppointmentState.CANCELLED,
    )


@reads(may=access.may_see_schedule)
def day(request: HttpRequest) -> HttpResponse:
    """One day's appointments on a sheet to print; `?on=`."""
    actor, today = request.actor, timezone.localdate(request.now)  # type: ignore[attr-defined]
    on = day_in(request.GET.get("on"), today)
    rows = queries.appointments_on(actor, on)
    return page(
        request,
        "schedule/day.html",
        rows=rows,
        on=on,
        day_before=on - timedelta(days=1),
        day_after=on + timedelta(days=1),
    )


@reads(may=access.may_see_schedule)
def calendar(request: HttpRequest, appointment_id: str) -> HttpResponse:
    """The appointment for a phone's calendar."""
    appointment = get_object_or_404(queries.appointments_of(request.actor), public_id=appointment_id)  # type: ignore[attr-defined]
    return calendar_answer(queries.calendar_of(appointment, now=request.now))  # type: ignore[attr-defined]


def calendar_answer(content: bytes) -> HttpResponse:
    """A calendar file to take away."""
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="visit.ics"'
    return answer
