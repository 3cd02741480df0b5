"""Pages that belong to no stage: language, health."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from zoufang.web.pages import open_to_all, page, speak


@open_to_all(why="换界面语言", verbs=["POST"])
def language(request: HttpRequest) -> HttpResponse:
    """The interface speaks this language from now on (a cookie of this browser)."""
    chosen = request.POST.get("language", "")
    there = request.POST.get("next", "/")
    if not there.startswith("/") or not url_has_allowed_host_and_scheme(there, allowed_hosts={request.get_host()}):
        there = "/"
    answer = HttpResponseRedirect(there)
    if chosen in dict(settings.LANGUAGES):
        speak(answer, chosen)
    return answer


@open_to_all(why="进程是否活着")
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The same answer for what does not exist and for what is not this person's."""
    return page(request, "web/not_found.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """A fault of ours: said plainly, without a word of what was typed."""
    return HttpResponse(
        "<!doctype html><meta charset=utf-8><title>出错了</title><h1>系统出错了</h1>"
        "<p>刚才的操作没有保存。请返回上一页再试;仍不行请告诉园里的管理员。"
        "<p lang=en>Something broke on our side. Nothing was saved; please go back and try again.",
        status=500,
    )


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form is older than the sign-in (or cookies are off)."""
    reasons = [_("这个页面停留太久了。请返回上一页,刷新后再提交;刚才写的字还在上一页里。")]
    return page(request, "web/refused.html", status=403, reasons=reasons)
