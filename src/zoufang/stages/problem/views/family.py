"""A family's own matters: raised at any time, followed step by step, the last word theirs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from zoufang.engines.refusal import Reason, Refused
from zoufang.ground.files.rules import MOST_BYTES
from zoufang.ground.files.views import answer_with
from zoufang.stages.problem import actions, already, queries, told
from zoufang.stages.problem.forms import FamilyMatterForm, WordForm
from zoufang.stages.problem.rules import MOST_PHOTOS, TAKE_BACK_DAYS, why_not_take_back
from zoufang.stages.problem.states import ENDED, ProblemState, Satisfaction, Settled, Source
from zoufang.stages.rights.queries import why_no_photo
from zoufang.stages.signup.access import family_of
from zoufang.web.pages import by_link, go, page


@by_link(scope=family_of)
def family_index(request: HttpRequest) -> HttpResponse:
    """The family's matters, the newest first."""
    problems = queries.with_story(queries.problems_of_household(request.family.household))
    rows = [(each, is_asked, _badge(each, is_asked)) for each in problems for is_asked in [queries.is_asked(each)]]
    return page(request, "problem/family_index.html", rows=rows)


@by_link(scope=family_of, verbs=["GET", "HEAD", "POST"], reads_first=True)
def family_new(request: HttpRequest) -> HttpResponse:
    """Raise a matter, with or without the teacher; before it is sent, what the school is already dealing with."""
    family = request.family
    shown: dict[str, Any] = {
        "people": queries.whom_a_family_may_name(family.household),
        "readers": told.READERS,
        "most_photos": MOST_PHOTOS,
        "asks_of_photos": bool(why_no_photo(family.household, by_family=True, shows_no_child=False)),
        "reasons": (),
        "typed": request.POST,
    }
    if request.method != "POST" or "again" in request.POST:
        return page(request, "problem/family_new.html", **shown)
    form = FamilyMatterForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused("一段话最多 5000 字,请分开写")
        said = form.cleaned_data
        offered = _offered(request, said)
        if offered and not said["joins"] and not said["apart"]:
            return page(request, "problem/family_already.html", offers=offered, **shown | {"had_photos": request.FILES})
        problem = _raised(request, said, {id for id, _, _ in shown["people"]}, offered)
    except Refused as refused:
        reasons = list(refused.reasons)
        if request.FILES:
            reasons.append(Reason("写的话还在;照片请再选一次"))
        return page(request, "problem/family_new.html", status=422, **shown | {"reasons": reasons})
    return go(request, "problem:family_show", problem.public_id)


def _offered(request: HttpRequest, said: dict[str, Any]) -> list[already.Offer]:
    """Nothing where a person is meant or the principal alone may know, nor on a device on which staff is signed in."""
    is_open = (said["about"] or "no") == "no" and said["known_to"] != "principal"
    if not is_open or request.family.on_staff_device or not said["text"].strip():
        return []
    family = request.family
    return already.offers(text=said["text"], household=family.household, campaign=family.campaign, at=request.now)


def _raised(request: HttpRequest, said: dict[str, Any], named: set[str], offered: list[already.Offer]) -> Any:
    family = request.family
    about = said["about"] or "no"
    person = queries.person_named(said["person"]) if about == "staff" and said["person"] in named else None
    child = family.household.children.filter(left_on__isnull=True).select_related("klass").first()
    facts: dict[str, Any] = {
        "campaign": family.campaign,
        "school": family.household.school,
        "klass": child.klass if child else None,
        "source": Source.FAMILY,
        "household": family.household,
        "raised_by": family.guardian,
        "text": said["text"],
        "is_confidential": about != "no" or said["known_to"] in ("handlers", "principal"),
        "about_person": person,
        "is_about_a_person": about != "no",
        "is_about_the_principal": about == "principal",
        "for_principal_only": said["known_to"] == "principal",
        "photos": actions.clean_photos(
            photos=[each.read(MOST_BYTES + 1) for each in request.FILES.getlist("photos")[: MOST_PHOTOS + 1]],
            household=family.household,
            at=request.now,
        ),
        "photos_show_no_child": request.POST.get("shows_no_child") == "on",
        "by": family.actor,
        "at": request.now,
    }
    if not said["joins"]:
        return actions.raise_problem(**facts)
    into = next((each.problem for each in offered if each.problem.public_id == said["joins"]), None)
    if into is None:
        raise Refused("那件事刚刚有了变化,不能一起办了;您的话还在,请再提交一次")
    return actions.raise_and_join(into=into, **facts)


@by_link(scope=family_of)
def family_show(request: HttpRequest, problem_id: str) -> HttpResponse:
    """One matter: each step in plain words."""
    return page(request, "problem/family_show.html", **_shown(request, problem_id))


@by_link(scope=family_of)
def family_photo(request: HttpRequest, problem_id: str, photo_id: str) -> HttpResponse:
    """One of its own photographs."""
    mine = queries.problems_of_household(request.family.household).filter(public_id=problem_id)
    return answer_with(get_object_or_404(queries.photos_of(mine), public_id=photo_id).file, download=False)


@by_link(scope=family_of, verbs=["POST"])
def family_word(request: HttpRequest, problem_id: str) -> HttpResponse:
    """“Is it really settled?”, once for each answer."""
    shown = _shown(request, problem_id)
    form = WordForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused("请选择“解决了”“部分解决”或“还没有”")
        actions.family_word(
            problem=shown["problem"],
            **form.words(),
            said_by=request.family.guardian,
            on_staff_device=request.family.on_staff_device,
            by=request.family.actor,
            at=request.now,
        )
    except Refused as refused:
        return page(
            request,
            "problem/family_show.html",
            status=422,
            **shown | {"reasons": refused.reasons, "typed": request.POST},
        )
    return go(request, "problem:family_show", problem_id)


@by_link(scope=family_of, verbs=["POST"])
def family_withdraw(request: HttpRequest, problem_id: str) -> HttpResponse:
    """Take it back. Not on a device on which a teacher is signed in: nobody withdraws for a family."""
    shown = _shown(request, problem_id)
    try:
        if request.family.on_staff_device:
            raise Refused("这台设备上登录过老师的账号,请用自己的手机打开链接再答")
        actions.withdraw(problem=shown["problem"], by=request.family.actor, at=request.now)
    except Refused as refused:
        return page(request, "problem/family_show.html", status=422, **shown | {"reasons": refused.reasons})
    return go(request, "problem:family_show", problem_id)


@by_link(scope=family_of, verbs=["POST"])
def family_take_back(request: HttpRequest, problem_id: str) -> HttpResponse:
    """It shall be settled after all. Not on a teacher's device either."""
    shown = _shown(request, problem_id)
    try:
        if request.family.on_staff_device:
            raise Refused("这台设备上登录过老师的账号,请用自己的手机打开链接再答")
        actions.take_back(problem=shown["problem"], by=request.family.actor, at=request.now)
    except Refused as refused:
        return page(request, "problem/family_show.html", status=422, **shown | {"reasons": refused.reasons})
    return go(request, "problem:family_show", problem_id)


def _shown(request: HttpRequest, problem_id: str) -> dict[str, Any]:
    mine = queries.with_story(queries.problems_of_household(request.family.household))
    problem = get_object_or_404(mine, public_id=problem_id)
    answers, asks = list(problem.answers.all()), queries.is_asked(problem)
    leading = queries.leading_one(problem)
    return {
        "problem": problem,
        "badge": _badge(problem, asks),
        "told": told.STEPS,
        "leading": leading,
        # Who joined another's matter and said that it is settled is sent no further answer.
        "waits": leading is problem or not queries.is_content(problem),
        "who": told.who_answers(state=leading.state, level=leading.level, circle=leading.circle),
        "readers": told.who_reads(
            circle=problem.circle,
            is_confidential=problem.is_confidential,
            is_about_a_person=problem.is_about_a_person,
        ),
        "answer": answers[-1] if answers else None,
        "asks": asks,
        "may_still_say": queries.may_still_say(problem),
        "settled": Settled.choices,
        "on_staff_device": request.family.on_staff_device,
        "back_until": _back_until(request, problem),
        "may_withdraw": problem.state == ProblemState.MERGED or problem.state not in ENDED,
        "satisfactions": Satisfaction.choices,
        "reasons": (),
        "typed": {},
    }


def _back_until(request: HttpRequest, problem: Any) -> Any:
    """Until when what was withdrawn can go on; None: it cannot."""
    main = problem.merged_into
    if problem.state != ProblemState.WITHDRAWN or why_not_take_back(
        withdrawn_at=problem.withdrawn_at,
        now=request.now,
        main_is_closed=main is not None and main.state == ProblemState.CLOSED,
    ):
        return None
    return problem.withdrawn_at + timedelta(days=TAKE_BACK_DAYS)


def _badge(problem: Any, is_asked: bool) -> str:
    return told.how_it_stands(state=queries.stands_as(problem), is_asked=is_asked)
