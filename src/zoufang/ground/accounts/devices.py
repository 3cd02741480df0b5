"""Which browsers belong to members of staff: each on which one ever signed in is marked, so that what a family answers there,
even after signing out, is never taken for the family's own. The mark is random and says nothing of anybody; it is
compared with nothing and kept nowhere else.

Who empties a browser's cookies takes the mark away: it stands against haste, not against intent. Against that stands
the call-back by somebody outside the class (domain 6).
"""

from __future__ import annotations

import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponse

LASTS_SECONDS = 400 * 86_400  # the longest that browsers keep a cookie; renewed with each sign-in


def cookie_name() -> str:
    """`__Host-` on https; on plain http programs would drop such a cookie."""
    return f"{'__Host-' if settings.SESSION_COOKIE_SECURE else ''}zoufang-device"


def is_marked(request: HttpRequest) -> bool:
    """Did a member of staff ever sign in with this browser?"""
    return bool(request.COOKIES.get(cookie_name()))


def mark(request: HttpRequest, answer: HttpResponse) -> None:
    """From now on this browser is a member of staff's. Not in the demo, where one browser plays everybody."""
    if settings.IS_DEMO():
        return
    answer.set_cookie(
        cookie_name(),
        request.COOKIES.get(cookie_name()) or secrets.token_urlsafe(16),
        max_age=LASTS_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
