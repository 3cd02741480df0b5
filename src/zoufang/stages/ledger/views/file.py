"""A document is taken: the masked one at once, the full one with a reason."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from zoufang.engines.refusal import Refused
from zoufang.ground.files.views import answer_with
from zoufang.stages.ledger import access, actions, queries
from zoufang.web.pages import page, writes


@writes(may=access.may_see_ledgers, also_shows=True)
def file(request: HttpRequest, file_id: str) -> HttpResponse:
    """GET gives a masked document, or the question why a full one is needed; POST answers it."""
    found = get_object_or_404(queries.file_of(request.actor, file_id))  # type: ignore[attr-defined]
    submission = found.submission
    if submission.is_masked:
        return answer_with(found.file)
    asked: dict[str, Any] = {"file": found, "campaign": submission.campaign, "reasons": (), "typed": request.POST}
    if request.method != "POST":
        return page(request, "ledger/full.html", **asked)
    try:
        reason = request.POST.get("reason", "")
        actions.open_full(file=found, reason=reason, by=request.actor, at=request.now)  # type: ignore[attr-defined]
    except Refused as refused:
        return page(request, "ledger/full.html", status=422, **(asked | {"reasons": refused.reasons}))
    return answer_with(found.file)
