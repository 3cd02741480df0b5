"""By the code alone: how it stands, to whom it went. The code comes by POST, so that no address holds it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from zoufang.engines.refusal import Reason, Refused
from zoufang.stages.safeguarding import actions, queries, rules
from zoufang.stages.safeguarding.forms import FollowForm
from zoufang.web.pages import open_to_all, page

UNKNOWN = Reason("没有这个查询码。请对一下:16 个字母和数字,没有 i、l、o、u")


@open_to_all(why="凭查询码看自己报告的事", verbs=["GET", "HEAD", "POST"])
def follow(request: HttpRequest) -> HttpResponse:
    """How a report stands."""
    if request.method != "POST":
        return page(request, "safeguarding/follow.html", report=None, reasons=(), typed={})
    return _shown(request)


@open_to_all(why="凭查询码补充自己报告的事", verbs=["POST"])
def add(request: HttpRequest) -> HttpResponse:
    """The reporter adds something."""
    form = FollowForm(request.POST)
    report = queries.report_by_code(form.cleaned_data["code"]) if form.is_valid() else None
    if report is None:
        return _shown(request)
    try:
        actions.add_word(report=report, text=form.cleaned_data["text"], at=request.now)  # type: ignore[attr-defined]
    except Refused as refused:
        return _shown(request, reasons=refused.reasons)
    return _shown(request, is_added=True)


def _shown(request: HttpRequest, *, reasons: tuple[str, ...] = (), is_added: bool = False) -> HttpResponse:
    form = FollowForm(request.POST)
    report = queries.report_by_code(form.cleaned_data["code"]) if form.is_valid() else None
    if report is None:
        reasons = (UNKNOWN,)
    answer = page(
        request,
        "safeguarding/follow.html",
        report=queries.followed(report) if report else None,
        code=rules.spelt(rules.cleaned_code(request.POST.get("code", ""))) if report else "",
        reasons=reasons,
        is_added=is_added,
        typed=request.POST,
        status=422 if reasons else 200,
    )
    answer.setdefault("Cache-Control", "private, no-store")
    return answer
