"""删除请求: the queue of the principal, what would go and what stays, the deed itself."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from zoufang.engines.refusal import Refused
from zoufang.flows import erase_household as erasing
from zoufang.stages.rights import access, actions, queries
from zoufang.stages.rights.states import ErasureState
from zoufang.web.pages import go, page, reads, writes

AT_ONCE = 50


@reads(may=access.may_erase)
def erasures(request: HttpRequest) -> HttpResponse:
    """What waits, the oldest first; then what was done last."""
    actor, now = request.actor, request.now  # type: ignore[attr-defined]
    decided = queries.erasures_of(actor).exclude(state=ErasureState.OPEN).order_by("-decided_at")
    return page(
        request,
        "rights/erasures.html",
        rows=queries.erasure_rows(queries.open_erasures_of(actor)[:AT_ONCE], now=now),
        decided=queries.erasure_rows(decided[:AT_ONCE], now=now),
    )


@reads(may=access.may_erase)
def show(request: HttpRequest, erasure_id: str) -> HttpResponse:
    """What would be deleted, emptied, kept and why; once done, the proof."""
    return _shown(request, _found(request, erasure_id))


@writes(may=access.may_erase)
def carry_out(request: HttpRequest, erasure_id: str) -> HttpResponse:
    """All of it at once, or nothing."""
    found = _found(request, erasure_id)
    try:
        erasing.erase_household(
            erasure=found,
            is_confirmed=request.POST.get("confirmed") == "on",
            by=request.actor,  # type: ignore[attr-defined]
            at=request.now,  # type: ignore[attr-defined]
        )
    except Refused as refused:
        return _shown(request, found, reasons=refused.reasons)
    messages.success(request, _("已删除。证明在下面,家长凭证明码也看得到。"))
    return go(request, "doors:erasure", found.public_id)


@writes(may=access.may_erase)
def refuse(request: HttpRequest, erasure_id: str) -> HttpResponse:
    """Nothing is deleted, and the family reads why."""
    found = _found(request, erasure_id)
    answer = request.POST.get("answer", "")
    try:
        actions.refuse_erasure(
            erasure=found,
            answer=answer,
            by=request.actor,  # type: ignore[attr-defined]
            at=request.now,  # type: ignore[attr-defined]
        )
    except Refused as refused:
        return _shown(request, found, answer=answer, refusing=True, reasons=refused.reasons)
    messages.success(request, _("已答复,家长看得到。"))
    return go(request, "doors:erasures")


def _found(request: HttpRequest, erasure_id: str) -> Any:
    return get_object_or_404(queries.erasures_of(request.actor), public_id=erasure_id)  # type: ignore[attr-defined]


def _shown(
    request: HttpRequest, found: Any, *, answer: str = "", refusing: bool = False, reasons: Any = ()
) -> HttpResponse:
    now = request.now  # type: ignore[attr-defined]
    is_open = found.state == ErasureState.OPEN
    return page(
        request,
        "rights/erasure.html",
        status=422 if reasons else 200,
        row=queries.erasure_rows(queries.erasures_of(request.actor).filter(pk=found.pk), now=now)[0],  # type: ignore[attr-defined]
        goes=erasing.what_goes(found, at=now) if is_open else None,
        proof=None if is_open else queries.proof_of(found),
        answer=answer,
        refusing=refusing,
        reasons=reasons,
    )
