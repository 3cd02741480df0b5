"""One family: what it wished, the free starts inside its times, and the time it has."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from zoufang.engines.refusal import Reason, Refused
from zoufang.ground.campaign.queries import round_on
from zoufang.ground.campaign.states import VisitForm
from zoufang.stages.roster.queries import households_of
from zoufang.stages.schedule import access, actions, queries
from zoufang.stages.schedule.forms import BookForm
from zoufang.stages.schedule.states import AppointmentState, CancelReason
from zoufang.web.pages import go, page, reads, writes

OFFERED_REASONS = (CancelReason.FAMILY, CancelReason.TEACHER, CancelReason.WEATHER, CancelReason.MISTAKE)


@reads(may=access.may_book)
def household(request: HttpRequest, household_id: str) -> HttpResponse:
    """The family's wish, free starts as buttons, and any other time by hand."""
    return page(request, "schedule/household.html", **what_the_family_shows(request, household_id))


@writes(may=access.may_book)
def book(request: HttpRequest, household_id: str) -> HttpResponse:
    """Book the tapped start, or the time typed by hand."""
    shown = what_the_family_shows(request, household_id)
    try:
        said = what_was_said(request, shown)
        made = actions.book(
            campaign=shown["campaign"],
            round=shown["round"],
            household=shown["family"].household,
            klass=shown["klass"],
            by=request.actor,  # type: ignore[attr-defined]
            at=request.now,  # type: ignore[attr-defined]
            **said,
        )
    except Refused as refused:
        shown |= {"reasons": refused.reasons, "typed": request.POST}
        return page(request, "schedule/household.html", status=422, **shown)
    return to_the_week(request, made)


def what_the_family_shows(request: HttpRequest, household_id: str) -> dict[str, Any]:
    """Everything that the family's page needs. 404 outside the reader's families and the running campaign."""
    actor, now = request.actor, request.now  # type: ignore[attr-defined]
    today = timezone.localdate(now)
    found = get_object_or_404(households_of(actor), public_id=household_id)
    campaign, klass = queries.current_campaign(actor), queries.class_for(actor, found)
    current = round_on(campaign, today) if campaign else None
    if campaign is None or klass is None or current is None or not klass.path.startswith(campaign.unit.path):
        raise Http404
    family = queries.family_to_book(campaign, found)
    appointment = queries.appointment_of_household(campaign, found)
    if appointment is not None and appointment.round_id != current.pk:
        appointment = None
    teachers = queries.teachers_of(klass, on=today)
    chosen = list(appointment.teachers.all()) if appointment else teachers
    form = appointment.form if appointment else family.wish or VisitForm.PHONE.value
    is_booked = appointment is not None and appointment.state == AppointmentState.BOOKED
    starts, why_none = queries.starts_for(
        campaign=campaign,
        round=current,
        household=found,
        klass=klass,
        teachers=chosen,
        form=form,
        at=now,
        but=appointment if is_booked else None,
    )
    return {
        "campaign": campaign,
        "round": current,
        "klass": klass,
        "family": family,
        "appointment": appointment,
        "is_booked": is_booked,
        "teachers": teachers,
        "chosen": [each.public_id for each in chosen],
        "form": form,
        "forms": VisitForm.choices,
        "starts": [(on, list(group)) for on, group in groupby(starts, key=lambda start: start.date())],
        "why_none": why_none,
        "minutes": campaign.limit("visit_minutes"),
        "today": today,
        "cancel_reasons": [(each.value, each.label) for each in OFFERED_REASONS],
        "reasons": (),
        "cancel_refused": (),
        "typed": {},
    }


def what_was_said(request: HttpRequest, shown: dict[str, Any]) -> dict[str, Any]:
    """Times, form, teachers as the page sent them. Raises Refused where they cannot be read."""
    form = BookForm(request.POST, colleagues=[(each.public_id, each.name) for each in shown["teachers"]])
    if not form.is_valid():
        raise Refused(
            [Reason("“%(value)s”看不懂,请改正", value=request.POST.get(name, "")[:40]) for name in form.errors]
        )
    span = form.span()
    if span is None:
        raise Refused("请点一个时间,或填写日期和几点")
    said = form.cleaned_data
    return {
        "starts_at": span[0],
        "ends_at": span[1],
        "form": said["form"],
        "teachers": [each for each in shown["teachers"] if each.public_id in said["teachers"]],
        "agreed": said["agreed"],
    }


def to_the_week(request: HttpRequest, appointment: Any) -> HttpResponse:
    """To the week of this appointment, which says what was done and offers to take it back."""
    answer = go(request, "schedule:index")
    header = "HX-Redirect" if answer.has_header("HX-Redirect") else "Location"
    day = timezone.localdate(appointment.starts_at)
    answer[header] = f"{answer[header]}?week={day.isoformat()}&done={appointment.public_id}"
    return answer
