"""Whether this session has shown a second factor; setting one up counts, taking it away ends it. Both are journalled."""

from __future__ import annotations

from typing import Any

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.internal.flows.login import record_authentication
from allauth.account.signals import password_changed
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed
from axes.signals import user_locked_out
from django.conf import settings
from django.db import transaction
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from zoufang.ground.accounts.actions.note import note, place_of
from zoufang.ground.accounts.actor import NOBODY, Actor, actor_for
from zoufang.ground.accounts.models import User


def was_shown(request: HttpRequest) -> bool:
    """Did this session's person come with a second factor?"""
    session = request.session
    if session.get("account_authentication_methods_user", str(request.user.pk)) != str(request.user.pk):
        return False
    used = session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])
    return any(method.get("method") == "mfa" for method in used)


@receiver(authenticator_added)
def setting_up_counts(
    sender: Any, request: HttpRequest, user: Any, authenticator: Authenticator, **kwargs: Any
) -> None:
    """The code just typed to set it up proves the factor as well as one typed at the door."""
    if authenticator.type == Authenticator.Type.TOTP:
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)
        _note("account.second_factor_set_up", user)


@receiver(authenticator_removed)
def taking_away_ends(sender: Any, request: HttpRequest, authenticator: Authenticator, **kwargs: Any) -> None:
    """Without the factor the session counts as opened by password alone."""
    if authenticator.type == Authenticator.Type.TOTP:
        used = request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])
        request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [m for m in used if m.get("method") != "mfa"]
        _note("account.second_factor_given_up", authenticator.user)


@receiver(password_changed)
def password_was_changed(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """The journal knows that a person changed the own password."""
    _note("account.password_changed", user)


@receiver(user_locked_out)
def account_was_locked(sender: Any, request: HttpRequest, username: str, **kwargs: Any) -> None:
    """Too many wrong passwords for an account that exists. What was typed stands nowhere."""
    user = User.objects.filter(username=username).first()
    if user is not None and getattr(request, "axes_failures_since_start", None) == settings.AXES_FAILURE_LIMIT:
        _note("account.locked", user, by=NOBODY)


def _note(act: str, user: User, *, by: Actor | None = None) -> None:
    at = timezone.now()
    with transaction.atomic():
        note(act, user, by=by or actor_for(user, on=timezone.localdate(at)), at=at, unit=place_of(user))
