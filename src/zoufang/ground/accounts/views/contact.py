"""Address and telephone of the own place, as they stand on the contact card."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from zoufang.engines.refusal import Refused
from zoufang.ground.accounts import access, actions, queries
from zoufang.web.pages import go, page, writes


@writes(may=access.may_set_contacts, also_shows=True)
def contact(request: HttpRequest) -> HttpResponse:
    """A form for each place that this person answers for."""
    units = queries.units_answered_for(request.actor)  # type: ignore[attr-defined]
    if request.method != "POST":
        return page(request, "accounts/contact.html", units=units, reasons=(), typed={})
    unit = next((each for each in units if each.public_id == request.POST.get("unit", "")), None)
    if unit is None:
        raise Http404
    try:
        actions.set_contact(
            unit=unit,
            address=request.POST.get("address", ""),
            phone=request.POST.get("phone", ""),
            by=request.actor,  # type: ignore[attr-defined]
            at=request.now,  # type: ignore[attr-defined]
        )
    except Refused as refused:
        return page(
            request, "accounts/contact.html", status=422, units=units, reasons=refused.reasons, typed=request.POST
        )
    messages.success(request, _("记下了,联系服务卡上已经是新的。"))
    return go(request, "accounts:contact")
