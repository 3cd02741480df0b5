"""Puts `request.actor` on every request; read from the database only where a page asks for it."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from zoufang.ground.accounts.actor import NOBODY, Actor, actor_for
from zoufang.ground.accounts.models import User


class ActorMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: actor_of(request))  # type: ignore[attr-defined]
        return self.get_response(request)


def actor_of(request: HttpRequest) -> Actor:
    """Who this request acts for, with the posts held today."""
    user = request.user
    if not isinstance(user, User) and not getattr(user, "is_authenticated", False):
        return NOBODY
    used = request.session.get("account_authentication_methods", [])
    second = any(method.get("method") == "mfa" for method in used)
    return actor_for(user, on=timezone.localdate(), second_factor=second)  # type: ignore[arg-type]
