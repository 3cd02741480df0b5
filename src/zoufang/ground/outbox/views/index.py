"""What is on its way, with the other side's own words."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_noop

from zoufang.engines.refusal import Refused
from zoufang.ground.outbox import access, actions, queries
from zoufang.web.pages import go, page, reads, writes

AT_ONCE = 50
# A step on the way to a message of its own: shown while it waits or failed, not beside what left the house.
QUIET = ("signup.link_request",)
LABELS = {
    "ledger.submission": gettext_noop("台账报送"),
    "channels.robot_line": gettext_noop("班级群测试消息"),
    "channels.text_message": gettext_noop("短信"),
    "signup.link_request": gettext_noop("要专属链接"),
    "signup.own_link": gettext_noop("专属链接短信"),
    "schedule.new_time_asked": gettext_noop("请家长另选时间"),
    "schedule.new_time_text": gettext_noop("请家长另选时间的短信"),
    "signup.notice": gettext_noop("班级通知"),
    "visit.new_card": gettext_noop("新联系服务卡"),
    "visit.new_card_text": gettext_noop("新联系服务卡短信"),
}


@reads(may=access.may_see_outbox)
def index(request: HttpRequest) -> HttpResponse:
    """Undelivered first, then what left last."""
    return page(request, "outbox/index.html", **_shown(request))


@writes(may=access.may_see_outbox)
def again(request: HttpRequest, row_id: str) -> HttpResponse:
    """Send one anew."""
    row = get_object_or_404(queries.rows_of(request.actor), public_id=row_id)  # type: ignore[attr-defined]
    try:
        actions.try_again(row=row, by=request.actor, at=request.now)  # type: ignore[attr-defined]
    except Refused as refused:
        return page(request, "outbox/index.html", status=422, **_shown(request) | {"reasons": refused.reasons})
    return go(request, "outbox:index")


def _shown(request: HttpRequest) -> dict[str, Any]:
    actor = request.actor  # type: ignore[attr-defined]
    return {
        "undelivered": list(queries.undelivered_of(actor)[:AT_ONCE]),
        "delivered": list(queries.delivered_of(actor).exclude(kind__in=QUIET)[:AT_ONCE]),
        "labels": LABELS,
        "reasons": (),
    }
