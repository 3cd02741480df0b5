"""The page at the door: a shell without a word about anybody, its scripts, and who is asking."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.views.decorators.gzip import gzip_page

from zoufang.ground.accounts.sessions import BEGAN
from zoufang.ground.capture.queries import device_of
from zoufang.stages.visit import access, field_files
from zoufang.web.pages import open_to_all, page

VERSION_HEADER = "X-Field-Version"


@open_to_all(why="现场记录页的空壳,不含任何人的信息;没有信号也能打开")
def field(request: HttpRequest) -> HttpResponse:
    """The shell: the same for everybody, so that a phone may keep it in the clear."""
    answer = page(
        request,
        "visit/field.html",
        version=field_files.version(),
        zone=settings.TIME_ZONE,
        styles=field_files.STYLES,
        scripts=field_files.SCRIPTS,
    )
    answer["Cache-Control"] = "no-cache"
    answer[VERSION_HEADER] = field_files.version()
    return answer


@open_to_all(why="现场记录页的脚本,不含任何数据")
def field_script(request: HttpRequest, version: str, name: str) -> HttpResponse:
    """One script of this version; of any other there is none (see `field_files`)."""
    if version != field_files.version() or name not in field_files.SCRIPTS:
        raise Http404
    answer = gzip_page(lambda _request: HttpResponse(field_files.script(name), content_type="text/javascript"))(request)
    answer["Cache-Control"] = "public, max-age=31536000, immutable"
    return answer


@open_to_all(why="现场记录页问:有没有信号,登录的是谁;没有登录就答没有")
def field_who(request: HttpRequest) -> HttpResponse:
    """Who is signed in since when, whether their phone was switched off, and the token that a write must carry."""
    actor = request.actor  # type: ignore[attr-defined]
    phone = device_of(actor.id, request.GET.get("device", "")) if actor.is_signed_in else None
    # Whoever left the class still sends what waits on the own phone: the principal decides on it.
    may = phone is not None or (actor.is_signed_in and access.may_record_visits(actor))
    answer = JsonResponse(
        {
            "me": getattr(request.user, "public_id", "") if may else "",
            "is_signed_in": actor.is_signed_in,
            "since": request.session.get(BEGAN, 0) if actor.is_signed_in else 0,
            "is_revoked": phone is not None and phone.revoked_at is not None,
            "token": get_token(request),
        }
    )
    answer["Cache-Control"] = "private, no-store"
    return answer
