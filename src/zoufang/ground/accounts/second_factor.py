"""Whether this session has shown a second factor; setting one up counts, taking it away ends it."""

from __future__ import annotations

from typing import Any

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.dispatch import receiver
from django.http import HttpRequest


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


@receiver(authenticator_removed)
def taking_away_ends(sender: Any, request: HttpRequest, authenticator: Authenticator, **kwargs: Any) -> None:
    """Without the factor the session counts as opened by password alone."""
    if authenticator.type == Authenticator.Type.TOTP:
        used = request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])
        request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [m for m in used if m.get("method") != "mfa"]
