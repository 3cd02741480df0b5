"""One member of staff: posts, data, and what helps when the password or the phone is lost."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.dateparse import parse_date

from zoufang.engines.refusal import Refused
from zoufang.ground.accounts import access, actions, queries
from zoufang.ground.accounts.forms import PersonForm
from zoufang.ground.accounts.states import Role
from zoufang.ground.accounts.views.people import chosen_post, sheet, what_may_be_given
from zoufang.web.pages import go, page, reads, writes


@reads(may=access.may_manage_people)
def person(request: HttpRequest, person_id: str) -> HttpResponse:
    """The person's page."""
    return _shown(request, _person(request, person_id))


@writes(may=access.may_manage_people)
def give_post(request: HttpRequest, person_id: str) -> HttpResponse:
    """One post more."""
    user = _person(request, person_id)
    try:
        post = chosen_post(request, what_may_be_given(request))
        actions.give_post(user=user, by=request.actor, at=request.now, **post)  # type: ignore[attr-defined]
    except Refused as refused:
        return _shown(request, user, refused=refused, part="give")
    return go(request, "accounts:person", user.public_id)


@writes(may=access.may_manage_people)
def take_post(request: HttpRequest, person_id: str, post_id: str) -> HttpResponse:
    """A post ends, today or on the day said."""
    user = _person(request, person_id)
    posts = queries.posts_in_reach(request.actor).filter(user=user)  # type: ignore[attr-defined]
    post = get_object_or_404(posts, public_id=post_id)
    said = request.POST.get("on", "")
    try:
        on = _day(said) if said else timezone.localdate()
        actions.take_post(post=post, on=on, by=request.actor, at=request.now)  # type: ignore[attr-defined]
    except Refused as refused:
        return _shown(request, user, refused=refused, part="posts")
    return go(request, "accounts:person", user.public_id)


@writes(may=access.may_manage_people)
def correct(request: HttpRequest, person_id: str) -> HttpResponse:
    """Name, phone, mail. An empty phone leaves the one that is known: the page shows it masked."""
    user, form = _person(request, person_id), PersonForm(request.POST)
    form.is_valid()
    said = form.cleaned_data
    words = actions.PersonWords(name=said["name"], phone=said["phone"] or user.phone, email=said["email"])
    try:
        actions.correct_person(user=user, words=words, by=request.actor, at=request.now)  # type: ignore[attr-defined]
    except Refused as refused:
        return _shown(request, user, refused=refused, part="correct")
    return go(request, "accounts:person", user.public_id)


@writes(may=access.may_manage_people)
def reset(request: HttpRequest, person_id: str) -> HttpResponse:
    """A new start: a new invitation, and everything that opened the account before is gone."""
    user = _person(request, person_id)
    try:
        token = actions.reset_person(user=user, by=request.actor, at=request.now)  # type: ignore[attr-defined]
    except Refused as refused:
        return _shown(request, user, refused=refused, part="account")
    return sheet(request, [(user, token)])


@writes(may=access.may_manage_people)
def switch(request: HttpRequest, person_id: str) -> HttpResponse:
    """The account is switched off, or on again."""
    user = _person(request, person_id)
    act = actions.deactivate_person if request.POST.get("to") == "off" else actions.reactivate_person
    try:
        act(user=user, by=request.actor, at=request.now)  # type: ignore[attr-defined]
    except Refused as refused:
        return _shown(request, user, refused=refused, part="account")
    return go(request, "accounts:person", user.public_id)


def _person(request: HttpRequest, person_id: str) -> Any:
    return get_object_or_404(queries.people_of(request.actor), public_id=person_id)  # type: ignore[attr-defined]


def _shown(request: HttpRequest, user: Any, *, refused: Refused | None = None, part: str = "") -> HttpResponse:
    actor, today = request.actor, timezone.localdate()  # type: ignore[attr-defined]
    here = queries.people_of(actor).filter(pk=user.pk)
    row = queries.rows_of(here, on=today, reach=queries.reach_of(actor))[0]
    mine = {
        post.public_id
        for post in queries.posts_in_reach(actor).filter(user=user)
        if access.may_appoint(actor, Role(post.role), post.unit)
    }
    return page(
        request,
        "accounts/person.html",
        status=422 if refused else 200,
        row=row,
        email=user.email,
        endable=mine,
        may_care=access.may_care_for(actor, user, on=today),
        is_self=actor.id == user.pk,
        reasons=refused.reasons if refused else (),
        part=part,
        typed=request.POST if refused else {},
        today=today,
        **what_may_be_given(request),
    )


def _day(typed: str) -> Any:
    try:
        day = parse_date(typed)
    except ValueError:
        day = None
    if day is None:
        raise Refused("日期看不懂,请写成 2026-09-01")
    return day
