"""Puts `request.actor` on every request (read from the database only where a page asks for it), and ends old sessions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from zoufang.ground.accounts.actor import NOBODY, Actor, actor_for
from zoufang.ground.accounts.devices import is_marked, mark
from zoufang.ground.accounts.models import User
from zoufang.ground.accounts.second_factor import was_shown
from zoufang.ground.accounts.sessions import end_or_renew
from zoufang.ground.accounts.states import WITH_SECOND_FACTOR


class ActorMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: actor_of(request))  # type: ignore[attr-defined]
        return self.get_response(request)


class SessionLimitsMiddleware:
    """A sign-in ends after 12 idle hours (the row's own age, renewed while in use) and after 7 days at the latest. The
    browser it was made with is marked for good."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            end_or_renew(request)
            # Signed in before browsers were marked.
            request.marks_device = not is_marked(request)  # type: ignore[attr-defined]
        answer = self.get_response(request)
        if getattr(request, "marks_device", False):
            mark(request, answer)
        return answer


def actor_of(request: HttpRequest) -> Actor:
    """Who this request acts for, with the posts held today: none while a second factor is still owed."""
    user = request.user
    if not isinstance(user, User) and not getattr(user, "is_authenticated", False):
        return NOBODY
    shown = was_shown(request)
    actor = actor_for(user, on=timezone.localdate(), second_factor=shown)  # type: ignore[arg-type]
    if not shown and actor.is_any(*WITH_SECOND_FACTOR):
        return replace(actor, duties=(), awaits_second_factor=True)
    return actor
