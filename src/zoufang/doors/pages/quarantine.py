"""Records of people who have left the class, and the phones of the school: the principal decides."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from zoufang.desks.school.waiting import waiting_cards
from zoufang.engines.refusal import Refused
from zoufang.flows.settle_quarantine import take_records, turn_down_records
from zoufang.ground.capture import access, actions, queries
from zoufang.web.pages import go, page, reads, writes

DEVICES_AT_ONCE = 100


@reads(may=access.may_decide_quarantine)
def quarantine(request: HttpRequest) -> HttpResponse:
    """What waits, and the phones."""
    return page(request, "doors/quarantine.html", **_shown(request))


@writes(may=access.may_decide_quarantine, one_by_one=True)
def decide(request: HttpRequest, waiting_id: str) -> HttpResponse:
    """Take all that this person wrote of this visit, or turn it down with a reason."""
    actor = request.actor
    waiting = queries.waiting_records(actor)
    first = get_object_or_404(waiting, public_id=waiting_id)
    together = list(waiting.filter(record__person=first.record.person, visit_key=first.visit_key))
    try:
        if request.POST.get("choice") == "take":
            reasons = take_records(waiting=together, by=actor, at=request.now)
            if reasons:
                raise Refused(reasons)
            messages.success(request, _("收下了 %(n)s 条,署名仍是写的人。") % {"n": len(together)})
        else:
            turn_down_records(waiting=together, reason=request.POST.get("reason", ""), by=actor, at=request.now)
            messages.success(request, _("没有收下;写的内容和您的原因都留着。"))
    except Refused as refused:
        shown = _shown(request) | {"reasons": refused.reasons, "opened": waiting_id}
        return page(request, "doors/quarantine.html", status=422, **shown)
    return go(request, "capture:quarantine")


@writes(may=access.may_decide_quarantine)
def revoke(request: HttpRequest, device_id: str) -> HttpResponse:
    """A lost phone: what it still sends waits here."""
    device = get_object_or_404(queries.devices_led(request.actor), public_id=device_id)
    actions.revoke_device(device=device, by=request.actor, at=request.now)
    messages.success(request, _("已停用。这台手机以后发来的记录会先到这里等您决定。"))
    return go(request, "capture:quarantine")


def _shown(request: HttpRequest) -> dict[str, Any]:
    return {
        "cards": waiting_cards(request.actor),
        "devices": list(queries.devices_led(request.actor)[:DEVICES_AT_ONCE]),
        "reasons": (),
        "opened": "",
    }
