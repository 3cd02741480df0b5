"""One problem: its facts, its story, the next act."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from zoufang.ground.campaign.queries import category_names
from zoufang.ground.campaign.states import CategoryAxis
from zoufang.ground.files.views import answer_with
from zoufang.stages.problem import access, already, queries, rules
from zoufang.stages.problem.states import OPEN, AnswerWay, Ending, ProblemState, Satisfaction, Settled
from zoufang.stages.roster.queries import household_rows, households_of
from zoufang.web.pages import page, reads


@reads(may=access.may_see_problems)
def show(request: HttpRequest, problem_id: str) -> HttpResponse:
    """The problem's page."""
    problem = get_object_or_404(queries.with_story(queries.problems_of(request.actor)), public_id=problem_id)
    return page(request, "problem/show.html", **what_the_page_shows(request, problem))


@reads(may=access.may_see_problems)
def photo(request: HttpRequest, problem_id: str, photo_id: str) -> HttpResponse:
    """A photograph that the family put to it, for whoever may read the problem."""
    known = queries.problems_of(request.actor).filter(public_id=problem_id)
    return answer_with(get_object_or_404(queries.photos_of(known), public_id=photo_id).file, download=False)


def what_the_page_shows(request: HttpRequest, problem: Any) -> dict[str, Any]:
    """Everything that `problem/show.html` needs."""
    actor = request.actor
    acts = access.acts_for(actor, problem)
    now = timezone.localtime(request.now)
    until = timezone.localtime(problem.due_until)
    is_open = problem.state in OPEN
    return {
        "problem": problem,
        "family": _family(actor, problem),
        "acts": acts,
        "main": acts[0] if acts else "",
        "is_open": is_open,
        "clock": rules.clock_words(due_until=until, now=now) if is_open else None,
        "colour": rules.clock_colour(due_until=until, now=now, warn_workdays=problem.campaign.limit("warn_workdays")),
        "colleagues": queries.colleagues_of(problem) if "assign" in acts else [],
        "mains": already.likest_first(
            problem,
            queries.problems_of(actor)
            .filter(school=problem.school, circle=problem.circle, merged_into__isnull=True)
            .exclude(pk=problem.pk)
            .order_by("-pk")[:50],
        )
        if "merge" in acts
        else [],
        "voices": queries.voices(actor, problem),
        "main_problem": queries.problems_of(actor).filter(pk=problem.merged_into_id).first()
        if problem.state == ProblemState.MERGED
        else None,
        "extension": queries.open_extension(problem),
        "may_decide": access.leads(actor, problem),
        "word": next(reversed(queries.own_words(problem)), None),
        "apart": queries.word_apart(problem),
        "has_said": queries.last_word(problem) is not None,
        "settled": Settled.choices,
        "endings": Ending.choices,
        "ways": AnswerWay.choices,
        "satisfactions": Satisfaction.choices,
        "natures": category_names(problem.campaign, CategoryAxis.NATURE),
        "topics": category_names(problem.campaign, CategoryAxis.TOPIC),
        "areas": category_names(problem.campaign, CategoryAxis.AREA),
        "reasons": (),
        "typed": {},
        "opened": "",
    }


def _family(actor: Any, problem: Any) -> Any:
    """Who said it, where this person may know."""
    if problem.household_id is None or not access.may_know_who(actor, problem):
        return None
    rows = household_rows(households_of(actor).filter(pk=problem.household_id))
    return rows[0] if rows else None
