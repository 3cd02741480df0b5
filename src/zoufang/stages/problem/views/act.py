"""One act on a problem: load in scope, parse, one call. Each has its form on the problem's page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from zoufang.engines.refusal import Refused
from zoufang.stages.problem import access, actions, forms, queries
from zoufang.stages.problem.views.show import what_the_page_shows
from zoufang.web.pages import go, page, writes


@writes(may=access.may_see_problems)
def act(request: HttpRequest, problem_id: str, verb: str) -> HttpResponse:
    """What was chosen, if this person may do it now; else nothing is found."""
    problem = get_object_or_404(queries.with_story(queries.problems_of(request.actor)), public_id=problem_id)
    if verb not in DEEDS or verb not in access.acts_for(request.actor, problem):
        raise Http404
    try:
        DEEDS[verb](request, problem)
    except Refused as refused:
        shown = what_the_page_shows(request, problem)
        shown |= {"reasons": refused.reasons, "typed": request.POST, "opened": verb}
        return page(request, "problem/show.html", status=422, **shown)
    if not queries.problems_of(request.actor).filter(pk=problem.pk).exists():
        return go(request, "problem:index")
    return go(request, "problem:show", problem.public_id)


@writes(may=access.may_see_problems)
def decide(request: HttpRequest, problem_id: str) -> HttpResponse:
    """Approve an extension, or not."""
    problem = get_object_or_404(queries.with_story(queries.problems_of(request.actor)), public_id=problem_id)
    extension = queries.open_extension(problem)
    if extension is None or not access.leads(request.actor, problem):
        raise Http404
    try:
        actions.decide_extension(
            extension=extension, approved=request.POST.get("approve") == "yes", by=request.actor, at=request.now
        )
    except Refused as refused:
        shown = what_the_page_shows(request, problem) | {"reasons": refused.reasons}
        return page(request, "problem/show.html", status=422, **shown)
    return go(request, "problem:show", problem.public_id)


def _said(request: HttpRequest, form: Any) -> dict[str, Any]:
    filled = form(request.POST)
    if not filled.is_valid():
        raise Refused("有一项没有填对,请看一看红框里的内容再提交")
    return dict(filled.cleaned_data)


def _accept(request: HttpRequest, problem: Any) -> None:
    told = bool(request.POST.get("told_family"))
    actions.accept(problem=problem, told_family=told, by=request.actor, at=request.now)


def _assign(request: HttpRequest, problem: Any) -> None:
    form = forms.AssignForm(request.POST)
    if not form.is_valid():
        raise Refused("请选择交给谁办,日期写成年月日")
    owner = next(
        (each for each in queries.colleagues_of(problem) if each.public_id == form.cleaned_data["owner"]), None
    )
    if owner is None:
        raise Refused("请选择交给谁办")
    actions.assign(
        problem=problem,
        owner=owner,
        department=form.cleaned_data["department"],
        due_on=form.until(),
        by=request.actor,
        at=request.now,
    )


def _hand_back(request: HttpRequest, problem: Any) -> None:
    actions.hand_back(problem=problem, by=request.actor, at=request.now, **_said(request, forms.ReasonForm))


def _pass_up(request: HttpRequest, problem: Any) -> None:
    actions.pass_up(problem=problem, by=request.actor, at=request.now, **_said(request, forms.ReasonForm))


def _send_back(request: HttpRequest, problem: Any) -> None:
    actions.send_back(problem=problem, by=request.actor, at=request.now, **_said(request, forms.ReasonForm))


def _close(request: HttpRequest, problem: Any) -> None:
    note = _said(request, forms.ReasonForm)["reason"]
    actions.close(problem=problem, note=note, by=request.actor, at=request.now)


def _extend(request: HttpRequest, problem: Any) -> None:
    actions.ask_extension(problem=problem, by=request.actor, at=request.now, **_said(request, forms.ExtendForm))


def _progress(request: HttpRequest, problem: Any) -> None:
    actions.note_progress(problem=problem, by=request.actor, at=request.now, **_said(request, forms.ProgressForm))


def _answer(request: HttpRequest, problem: Any) -> None:
    words = actions.AnswerWords(**_said(request, forms.AnswerForm))
    actions.answer(problem=problem, words=words, by=request.actor, at=request.now)


def _word(request: HttpRequest, problem: Any) -> None:
    form = forms.WordForm(request.POST)
    if not form.is_valid():
        raise Refused("请选择家长说的是“解决了”“部分解决”还是“还没有”")
    actions.family_word(problem=problem, by=request.actor, at=request.now, **form.words())


def _classify(request: HttpRequest, problem: Any) -> None:
    actions.classify(problem=problem, by=request.actor, at=request.now, **_said(request, forms.ClassifyForm))


def _merge(request: HttpRequest, problem: Any) -> None:
    into = queries.problems_of(request.actor).filter(public_id=request.POST.get("into", "")).first()
    if into is None:
        raise Refused("请选择要并入的主问题")
    actions.merge(problem=problem, into=into, by=request.actor, at=request.now)


DEEDS: dict[str, Callable[[HttpRequest, Any], None]] = {
    "accept": _accept,
    "assign": _assign,
    "hand_back": _hand_back,
    "pass_up": _pass_up,
    "send_back": _send_back,
    "close": _close,
    "extend": _extend,
    "progress": _progress,
    "answer": _answer,
    "word": _word,
    "classify": _classify,
    "merge": _merge,
}
