"""更正请求: all that families say is wrong, in one list, the oldest first: facts of the roster, and records of visits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from zoufang.engines.refusal import Refused
from zoufang.stages.rights import access, actions, queries
from zoufang.stages.roster.actions import reveal_phone
from zoufang.stages.visit.queries import open_correction_rows
from zoufang.web.pages import go, page, reads, writes

AT_ONCE = 100


@dataclass(frozen=True)
class Waiting:
    """One thing that waits: `fact` of the roster, or `record` of a visit."""

    asked_at: datetime
    fact: Any = None
    record: Any = None


@reads(may=access.may_see_corrections)
def corrections(request: HttpRequest) -> HttpResponse:
    """What waits for this person, with the working days that are left."""
    return _shown(request)


@writes(may=access.may_see_corrections)
def look_up(request: HttpRequest, correction_id: str) -> HttpResponse:
    """The old number, to be called before another takes its place; who saw it stands in the journal."""
    found = _found(request, correction_id)
    if found.guardian is None or found.field != "guardian_phone":
        raise Http404
    number = reveal_phone(guardian=found.guardian, reason="check", by=request.actor, at=request.now)  # type: ignore[attr-defined]
    return _shown(request, opened=found.public_id, old_phone=number)


@writes(may=access.may_see_corrections)
def decide(request: HttpRequest, correction_id: str) -> HttpResponse:
    """Taken over with one tap, or answered why not."""
    found = _found(request, correction_id)
    is_taken = request.POST.get("do") == "take"
    try:
        actions.decide_correction(
            correction=found,
            is_taken=is_taken,
            answer=request.POST.get("answer", ""),
            is_old_phone_asked=request.POST.get("is_old_phone_asked") == "on",
            by=request.actor,  # type: ignore[attr-defined]
            at=request.now,  # type: ignore[attr-defined]
        )
    except Refused as refused:
        return _shown(request, opened=found.public_id, answer=request.POST.get("answer", ""), reasons=refused.reasons)
    messages.success(request, _("已更正,家长看得到。") if is_taken else _("已答复,家长看得到。"))
    return go(request, "doors:corrections")


def _found(request: HttpRequest, correction_id: str) -> Any:
    return get_object_or_404(queries.corrections_of(request.actor), public_id=correction_id)  # type: ignore[attr-defined]


def _shown(
    request: HttpRequest, *, opened: str = "", answer: str = "", old_phone: str = "", reasons: Any = ()
) -> HttpResponse:
    actor, now = request.actor, request.now  # type: ignore[attr-defined]
    facts = queries.correction_rows(queries.open_corrections_of(actor)[:AT_ONCE], now=now)
    waiting = [Waiting(row.asked_at, fact=row) for row in facts]
    waiting += [Waiting(row.asked_at, record=row) for row in open_correction_rows(actor)[:AT_ONCE]]
    return page(
        request,
        "rights/corrections.html",
        status=422 if reasons else 200,
        waiting=sorted(waiting, key=lambda each: each.asked_at),
        opened=opened,
        answer=answer,
        old_phone=old_phone,
        reasons=reasons,
    )
