"""The family's confirmed time, for the calendar of its phone."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from zoufang.stages.schedule import queries
from zoufang.stages.schedule.views.index import calendar_answer
from zoufang.stages.signup.access import family_of
from zoufang.web.pages import by_link


@by_link(scope=family_of)
def family_calendar(request: HttpRequest) -> HttpResponse:
    """The time that stands, and what was cancelled, so that a phone that holds it takes it out."""
    family, now = request.family, request.now  # type: ignore[attr-defined]
    known = queries.calendar_of_household(family.campaign, family.household, now=now)
    if not known:
        raise Http404
    return calendar_answer(queries.calendar_of(*known, now=now))
