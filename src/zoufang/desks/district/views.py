"""The district's overview: who needs help, whose ledgers are in, what was passed up."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from zoufang.stages.problem.queries import problems_of
from zoufang.stages.problem.states import OPEN
from zoufang.stages.safeguarding.queries import unopened_of
from zoufang.stages.supervision import access, queries
from zoufang.stages.supervision.rules import Share
from zoufang.web.pages import page, reads


@reads(may=access.may_see_district)
def district(request: HttpRequest) -> HttpResponse:
    """Every school of the person's district with n of N; `?show=in|missing|late` filters by the state of its ledgers."""
    actor, now = request.actor, request.now  # type: ignore[attr-defined]
    schools = queries.standings_of(actor, now=now)
    show = request.GET.get("show", "")
    tests = {
        "in": lambda s: s.is_in,
        "missing": lambda s: not s.is_in and not s.is_late,
        "late": lambda s: s.is_late,
    }
    shown = [each for each in schools if tests[show](each)] if show in tests else schools
    return page(
        request,
        "desks/district.html",
        schools=shown,
        show=show,
        counts={name: sum(test(each) for each in schools) for name, test in tests.items()},
        school_count=len(schools),
        covered=Share(sum(s.coverage.met for s in schools), sum(s.coverage.households for s in schools)),
        confirmed=Share(sum(s.coverage.confirmed for s in schools), sum(s.coverage.met for s in schools)),
        feelings=queries.feelings_of([s.campaign for s in schools]),
        overdue=sum(s.overdue for s in schools),
        raised=sum(s.raised for s in schools),
        harm_reports=unopened_of(actor),
        passed_up=problems_of(actor).filter(state__in=OPEN).count(),
    )
