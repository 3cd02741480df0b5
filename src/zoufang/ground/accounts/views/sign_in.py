"""Signing in, and what stands in the way of it."""

from __future__ import annotations

from typing import Any

from allauth.account.views import LoginView, PasswordChangeView
from allauth.core.internal.httpkit import authenticated_user
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.decorators import method_decorator

from zoufang.ground.org.queries import nothing_yet
from zoufang.web.pages import go, open_to_all, page


class SignIn(LoginView):  # type: ignore[misc]
    """allauth's sign-in; on a bare installation it says how to begin."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "nothing_yet": nothing_yet()}


@method_decorator(login_required, name="dispatch")
class ChangePassword(PasswordChangeView):  # type: ignore[misc]
    """allauth's change of password; who never set one is led on instead of to a page we do not have."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not authenticated_user(request).has_usable_password():
            return redirect("mfa_index")
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer


@open_to_all(why="岗位要求第二重验证的人,在这里启用或验证")
def second_factor(request: HttpRequest) -> HttpResponse:
    """To where the second factor is set up (first time) or shown; home where none is owed."""
    if not request.user.is_authenticated:
        return go(request, settings.LOGIN_URL)
    if not request.actor.awaits_second_factor:  # type: ignore[attr-defined]
        return go(request, settings.LOGIN_REDIRECT_URL)
    return go(request, "mfa_reauthenticate" if is_mfa_enabled(request.user, ["totp"]) else "mfa_activate_totp")


def locked_out(
    request: HttpRequest, original_response: HttpResponse | None = None, credentials: Any = None
) -> HttpResponse:
    """Too many wrong passwords for one account; asked for by axes."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    return page(request, "429.html", status=429, minutes=minutes, wrong=settings.AXES_FAILURE_LIMIT)
