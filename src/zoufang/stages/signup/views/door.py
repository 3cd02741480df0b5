"""The family's door. A GET shows nothing of anyone and changes nothing; the token comes by POST, from the page's script or by hand."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from zoufang.engines.refusal import Refused
from zoufang.stages.signup import access, actions, queries, rules
from zoufang.web.pages import go, open_to_all, page, speak


@open_to_all(why="家长的门:不显示任何个人信息")
def door(request: HttpRequest) -> HttpResponse:
    """Before the digits nothing personal stands here, whoever opens it."""
    session = access.known_session(request)
    if session is None:
        return page(request, "signup/door.html", step="code", reasons=())
    if shut := access.why_shut(session):
        return page(request, "signup/door.html", step="code", reasons=shut)
    return page(request, "signup/door.html", step=_step(session), reasons=())


@open_to_all(why="家长用链接里的口令开门", verbs=["POST"])
def code(request: HttpRequest) -> HttpResponse:
    """The token for a cookie scoped to one household and campaign."""
    try:
        secret = actions.open_link(token=request.POST.get("code", "")[:80], at=request.now)
    except Refused as refused:
        return page(request, "signup/door.html", status=422, step="code", reasons=refused.reasons)
    answer = go(request, "family:door")
    answer.set_cookie(
        access.cookie_name(),
        secret,
        max_age=rules.SESSION_DAYS * 86_400,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return answer


@open_to_all(why="家长答登记电话的后四位", verbs=["POST"])
def digits(request: HttpRequest) -> HttpResponse:
    """The possession check."""
    session = access.opened_session(request)
    if session is None:
        return go(request, "family:door")
    reasons = actions.answer_possession(session=session, digits=request.POST.get("digits", "")[:20], at=request.now)
    if reasons:
        session.link.refresh_from_db()
        return page(request, "signup/door.html", status=422, step=_step(session), reasons=reasons)
    answer = go(request, "desks:family")
    if language := queries.language_of(session):
        speak(answer, language)
    return answer


@open_to_all(why="家长在这台设备上退出", verbs=["POST"])
def leave(request: HttpRequest) -> HttpResponse:
    """This browser forgets the family."""
    return _closed(request, is_not_me=False)


@open_to_all(why="收到链接的人说“这不是给我的”:这台手机退出,并告诉班里的老师", verbs=["POST"])
def not_me(request: HttpRequest) -> HttpResponse:
    """The link came to the wrong person."""
    return _closed(request, is_not_me=True)


def _step(session: Any) -> str:
    """Which of the door's screens this browser stands before."""
    if session.passed_at is not None:
        return "passed"
    return "locked" if session.link.locked_at is not None else "digits"


def _closed(request: HttpRequest, *, is_not_me: bool) -> HttpResponse:
    session = access.opened_session(request)
    if session is not None:
        actions.close_session(session=session, is_not_me=is_not_me, at=request.now)
    answer = page(request, "signup/door.html", step="gone" if is_not_me else "left", reasons=())
    answer.delete_cookie(access.cookie_name(), samesite="Lax")
    return answer
