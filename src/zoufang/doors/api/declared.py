"""Who may call an address of the API, judged before a byte of the body is read; no redirects, reasons as JSON."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja.errors import AuthenticationError, HttpError
from ninja.renderers import BaseRenderer
from ninja.security import APIKeyCookie
from ninja.utils import check_csrf

from zoufang.ground.capture.rules import NOT_UNDERSTOOD
from zoufang.web.pages import Permission

# A form's body was read before it came here (web/clean_input.py), and cannot be read again.
FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")


class By(APIKeyCookie):
    """The sign-in's own cookie. `may(actor)` decides, `most_bytes` caps the body, unsafe verbs carry Django's token."""

    param_name = settings.SESSION_COOKIE_NAME

    def __init__(self, may: Permission, *, most_bytes: int = 64 << 10) -> None:
        super().__init__(csrf=False)
        self.may, self.most_bytes = may, most_bytes

    @property
    def may_words(self) -> str:
        """As the list of routes says it."""
        return (self.may.__doc__ or self.may.__name__).strip().splitlines()[0]

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        """The actor. The cookie itself (`key`) was read by the sessions' middleware already."""
        request.now = timezone.now()  # type: ignore[attr-defined]
        actor = request.actor  # type: ignore[attr-defined]
        if not actor.is_signed_in or actor.awaits_second_factor:
            raise AuthenticationError
        if check_csrf(request):
            raise HttpError(403, _("请刷新页面后再发"))
        if int(request.META.get("CONTENT_LENGTH") or 0) > self.most_bytes:
            raise HttpError(413, _("一次发得太多,请分开发"))
        if request.content_type in FORMS:
            raise HttpError(422, NOT_UNDERSTOOD)
        if not self.may(actor):
            raise HttpError(404, _("没有这个地址"))
        return actor


class PlainJson(BaseRenderer):
    """JSON with Chinese as it is written, not as `\\u…`."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        return json.dumps(data, ensure_ascii=False, separators=(",", ":"), default=str).encode("utf-8", "replace")
