"""The family's confirmed time, for the calendar of its phone."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from zoufang.stages.schedule import queries
from zoufang.stages.schedule.views.index import calendar_answer
from zoufang.stages.signup.access import family_of
from zoufang.web.pages import by_link


@by_link(scope=family_of)
def family_calendar(request: HttpRequest) -> HttpResponse:
    """The appointment as a calendar file."""
    family = request.family
    appointment = queries.appointment_of_household(family.campaign, family.household)
    if appointment is None:
        raise Http404
    return calendar_answer(queries.calendar_of(appointment, now=request.now))
