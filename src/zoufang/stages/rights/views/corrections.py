"""更正请求: the queue at the school, the oldest first."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from zoufang.engines.refusal import Refused
from zoufang.stages.rights import access, actions, queries
from zoufang.web.pages import go, page, reads, writes

AT_ONCE = 100


@reads(may=access.may_see_corrections)
def corrections(request: HttpRequest) -> HttpResponse:
    """What waits for this person, with the working days that are left."""
    return _shown(request)


@writes(may=access.may_see_corrections)
def decide(request: HttpRequest, correction_id: str) -> HttpResponse:
    """Taken over with one tap, or answered why not."""
    found = get_object_or_404(queries.corrections_of(request.actor), public_id=correction_id)  # type: ignore[attr-defined]
    is_taken = request.POST.get("do") == "take"
    try:
        actions.decide_correction(
            correction=found,
            is_taken=is_taken,
            answer=request.POST.get("answer", ""),
            by=request.actor,  # type: ignore[attr-defined]
            at=request.now,  # type: ignore[attr-defined]
        )
    except Refused as refused:
        return _shown(request, opened=found.public_id, answer=request.POST.get("answer", ""), reasons=refused.reasons)
    messages.success(request, _("已更正,家长看得到。") if is_taken else _("已答复,家长看得到。"))
    return go(request, "doors:corrections")


def _shown(request: HttpRequest, *, opened: str = "", answer: str = "", reasons: Any = ()) -> HttpResponse:
    waiting = queries.open_corrections_of(request.actor)  # type: ignore[attr-defined]
    return page(
        request,
        "rights/corrections.html",
        status=422 if reasons else 200,
        rows=queries.correction_rows(waiting[:AT_ONCE], now=request.now),  # type: ignore[attr-defined]
        opened=opened,
        answer=answer,
        reasons=reasons,
    )
