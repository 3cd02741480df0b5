"""What goes to which groups, one button, and what became of it; the notice on paper."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from zoufang.engines.codes import qr_svg
from zoufang.engines.refusal import Refused
from zoufang.stages.signup import access, actions, queries
from zoufang.web.pages import go, page, reads, writes

PAGE = "signup/send.html"


@writes(may=access.may_write_notices, also_shows=True)
def send_all(request: HttpRequest) -> HttpResponse:
    """Every class of the school; on POST each approved notice goes to the groups that it was not yet sent to."""
    notices = list(queries.notices_to_send(request.actor))
    if request.method != "POST":
        return page(request, PAGE, **_all_shown(notices))
    try:
        actions.send_notices(notices=notices, by=request.actor, at=request.now)
    except Refused as refused:
        return page(request, PAGE, status=422, **_all_shown(notices) | {"reasons": refused.reasons})
    return go(request, "signup:send_all")


@writes(may=access.may_give_links, also_shows=True)
def send(request: HttpRequest, notice_id: str) -> HttpResponse:
    """One class."""
    notice = _found(request, notice_id)
    if request.method != "POST":
        return page(request, PAGE, **_one_shown(notice))
    try:
        actions.send_notice(notice=notice, by=request.actor, at=request.now)
    except Refused as refused:
        return page(request, PAGE, status=422, **_one_shown(notice) | {"reasons": refused.reasons})
    return go(request, "signup:send", notice.public_id)


@writes(may=access.may_give_links)
def again(request: HttpRequest, notice_id: str, line_id: str) -> HttpResponse:
    """What failed is tried once more."""
    notice = _found(request, notice_id)
    try:
        actions.send_again(notice=notice, line_id=line_id, by=request.actor, at=request.now)
    except Refused as refused:
        return page(request, PAGE, status=422, **_one_shown(notice) | {"reasons": refused.reasons})
    return go(request, "signup:send", notice.public_id)


@reads(may=access.may_see_notices)
def paper(request: HttpRequest, notice_id: str) -> HttpResponse:
    """The approved notice on one sheet, with a big QR code."""
    notice = get_object_or_404(queries.notices_of(request.actor).exclude(state="draft"), public_id=notice_id)
    address = queries.public_address(notice.klass)
    return page(request, "signup/paper.html", notice=notice, address=address, qr=qr_svg(address))


def _found(request: HttpRequest, notice_id: str) -> Any:
    notice = get_object_or_404(queries.notices_of(request.actor), public_id=notice_id)
    if not access.may_hand_out_links(request.actor, notice.klass):
        raise Http404
    return notice


def _one_shown(notice: Any) -> dict[str, Any]:
    rows = queries.sendings([notice])
    return {"rows": rows, "one": notice, "fresh": any(row.is_fresh for row in rows), "reasons": ()}


def _all_shown(notices: list[Any]) -> dict[str, Any]:
    rows = queries.sendings(notices)
    return {"rows": rows, "one": None, "fresh": any(row.is_fresh for row in rows), "reasons": ()}
