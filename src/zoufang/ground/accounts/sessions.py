"""How long a sign-in lasts: its beginning and its last use stand in the session from the first moment."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

BEGAN, SEEN = "began_at", "seen_at"
# The idle limit may be this much late: a session is written once in so many seconds, not at each request.
SEEN_EVERY_SECONDS = 300


@receiver(user_logged_in)
def begin(sender: Any, request: HttpRequest, **kwargs: Any) -> None:
    """A sign-in begins now."""
    request.session[BEGAN] = request.session[SEEN] = timezone.now().timestamp()
    request.marks_device = True  # type: ignore[attr-defined]


def end_or_renew(request: HttpRequest) -> None:
    """A sign-in that lasted its longest is ended; one in use is renewed, so that the idle limit counts from here."""
    now = timezone.now().timestamp()
    if now - request.session.setdefault(BEGAN, now) > settings.SESSION_LASTS_AT_MOST.total_seconds():
        logout(request)
    elif abs(now - request.session.get(SEEN, 0)) > SEEN_EVERY_SECONDS:
        request.session[SEEN] = now
