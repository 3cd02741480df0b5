"""One public address for a class: its notice, and the way to one's own link."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from zoufang.engines.refusal import Refused
from zoufang.ground.channels.queries import sms_is_set_up
from zoufang.ground.org.queries import class_by_id
from zoufang.stages.signup import actions, queries, rules
from zoufang.web.pages import open_to_all, page


@open_to_all(why="一个班的公开通知;不告诉任何人谁登记过", verbs=["GET", "HEAD", "POST"])
def public(request: HttpRequest, class_id: str) -> HttpResponse:
    """The answer is the same whether or not the phone is registered."""
    klass = class_by_id(class_id)
    notice = queries.published_notice(klass) if klass else None
    if klass is None or notice is None:
        raise Http404
    asked, reasons = False, list[Any]()
    if request.method == "POST":
        phone = rules.plain_digits(request.POST.get("phone", "")[:40])[-11:]
        if len(phone) < 7:
            reasons = ["请填园里登记的手机号"]
        else:
            try:
                actions.request_link(campaign=notice.campaign, klass=klass, phone=phone, at=request.now)
                asked = True
            except Refused as refused:
                reasons = list(refused.reasons)
    status = 422 if reasons else 200
    shown: dict[str, Any] = {"notice": notice, "asked": asked, "reasons": reasons, "by_text": sms_is_set_up("own_link")}
    return page(request, "signup/public.html", status=status, **shown)
