"""Behind the family's link: what is kept of the children and what for, each thing agreed to or refused by itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zoufang.engines.refusal import Refused
from zoufang.stages.rights import actions, queries
from zoufang.stages.rights.states import Say, Scope
from zoufang.stages.signup.access import family_of
from zoufang.web.pages import by_link, go, page

MORE = tuple(scope for scope in Scope if scope != Scope.BASIC)


@dataclass(frozen=True)
class Typed:
    """What stands in the form for one child: yes, no or nothing, and the ticks."""

    basic: str
    more: frozenset[Scope]


@dataclass(frozen=True)
class ChildForm:
    """One child on the page. `held_back`: what this guardian agreed to and another did not."""

    id: str
    name: str
    typed: Typed
    held_back: tuple[str, ...]


@by_link(scope=family_of, verbs=["GET", "HEAD", "POST"])
def consent(request: HttpRequest) -> HttpResponse:
    """Nothing is ticked beforehand; what this guardian said before stands as it was said."""
    family = request.family  # type: ignore[attr-defined]
    if request.method != "POST":
        return _shown(request)
    said = {}
    for child_id in _children(family).values():
        typed = _typed(request, child_id)
        if typed.basic or typed.more:
            said[child_id] = _words(typed)
    try:
        actions.keep_says(
            guardian=family.guardian,
            rules_id=request.POST.get("rules", ""),
            said=said,
            on_staff_device=family.on_staff_device,
            by=family.actor,
            at=request.now,  # type: ignore[attr-defined]
        )
    except Refused as refused:
        return _shown(request, reasons=refused.reasons)
    messages.success(request, _("按您的选择办了,马上生效。以后随时可以改。"))
    return go(request, "family:consent")


@by_link(scope=family_of, verbs=["POST"])
def withdraw(request: HttpRequest) -> HttpResponse:
    """Every yes of this guardian is taken back, from now on."""
    family = request.family  # type: ignore[attr-defined]
    try:
        actions.withdraw_all(
            guardian=family.guardian,
            on_staff_device=family.on_staff_device,
            by=family.actor,
            at=request.now,  # type: ignore[attr-defined]
        )
    except Refused as refused:
        return _shown(request, reasons=refused.reasons)
    messages.success(request, _("都撤回了,从现在起就停。"))
    return go(request, "family:consent")


def _children(family: Any) -> dict[int, str]:
    return dict(family.household.children.filter(left_on__isnull=True).values_list("pk", "public_id"))


def _typed(request: HttpRequest, child_id: str) -> Typed:
    basic = request.POST.get(f"basic-{child_id}", "")
    ticked = frozenset(scope for scope in MORE if request.POST.get(f"{scope}-{child_id}"))
    return Typed(basic if basic in ("yes", "no") else "", ticked)


def _words(typed: Typed) -> dict[Scope, bool]:
    """What is not ticked is a no; a basic handling that was not chosen stays unsaid."""
    said: dict[Scope, bool] = {scope: scope in typed.more for scope in MORE}
    return {Scope.BASIC: typed.basic == "yes"} | said if typed.basic else said


def _known(own: dict[Scope, bool]) -> Typed:
    basic = {True: "yes", False: "no", None: ""}[own.get(Scope.BASIC)]
    return Typed(basic, frozenset(scope for scope in MORE if own.get(scope)))


def _shown(request: HttpRequest, reasons: Any = ()) -> HttpResponse:
    family = request.family  # type: ignore[attr-defined]
    rules = queries.rules_of(family.household.school)
    children = list(family.household.children.filter(left_on__isnull=True))
    own = queries.own_says([child.pk for child in children], family.guardian)
    held = queries.says_of([child.pk for child in children])
    in_english = (get_language() or "").startswith("en") and rules is not None and rules.body_english
    return page(
        request,
        "rights/family_consent.html",
        status=422 if reasons else 200,
        family=family,
        rules=rules,
        body=rules and (rules.body_english if in_english else rules.body),
        children=[
            ChildForm(
                child.public_id,
                child.name,
                _typed(request, child.public_id) if reasons and "rules" in request.POST else _known(own[child.pk]),
                tuple(
                    str(scope.label)
                    for scope, is_given in own[child.pk].items()
                    if is_given and held[child.pk][scope] == Say.NO
                ),
            )
            for child in children
        ],
        basic=Scope.BASIC,
        more=[(scope, _what_it_means()[scope]) for scope in MORE],
        may_withdraw=any(any(words.values()) for words in own.values()),
        reasons=reasons,
    )


def _what_it_means() -> dict[Scope, str]:
    return {
        Scope.HEALTH: _("例如过敏、术后照护;只有班里两位老师和园长看得到。"),
        Scope.PHOTO: _("走访时拍的照片;不同意就不拍、不留。"),
        Scope.PUBLICITY: _("在公众号、宣传栏里用到孩子的照片或事情。"),
        Scope.PASS_ON: _("把写着孩子姓名的记录交给督导室等园外单位;不同意就只交遮住姓名的。"),
    }
