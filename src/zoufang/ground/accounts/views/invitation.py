"""The page behind an invitation: it takes the code (behind # in the link, or typed by hand) and the first password."""

from __future__ import annotations

import segno
from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from django.http import HttpRequest, HttpResponse
from markupsafe import Markup

from zoufang.engines.refusal import Refused
from zoufang.ground.accounts import actions
from zoufang.web.pages import open_to_all, page

BACKEND = "django.contrib.auth.backends.ModelBackend"


@open_to_all(why="凭管理员给的邀请码设置自己的第一个密码", verbs=["GET", "HEAD", "POST"])
def invitation(request: HttpRequest) -> HttpResponse:
    """Shows the form; POST sets the password and signs in."""
    if request.method != "POST":
        return page(request, "accounts/invitation.html", code="", reasons=())
    code, password = request.POST.get("code", ""), request.POST.get("password", "")
    try:
        if password != request.POST.get("again", ""):
            raise Refused("两次输入的密码不一样,请再输一遍")
        user = actions.accept_invitation(token=code, password=password, at=request.now)  # type: ignore[attr-defined]
    except Refused as refused:
        return page(request, "accounts/invitation.html", status=422, code=code, reasons=refused.reasons)
    user.backend = BACKEND  # type: ignore[attr-defined]
    answer: HttpResponse = perform_password_login(request, {"username": user.username}, Login(user=user))
    return answer


def qr_of(address: str) -> Markup:
    """The address as a drawing within the page."""
    drawn = segno.make(address, error="m").svg_inline(omitsize=True, border=3, dark="#000", light="#fff", svgclass="qr")
    return Markup(drawn)  # noqa: S704  (drawn by us, of black and white)
