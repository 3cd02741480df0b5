"""What would stand in a document if it were drawn up now: masked, page by page."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from zoufang.stages.ledger import access, documents, queries
from zoufang.stages.ledger.states import DocumentKind
from zoufang.web.pages import page, reads

AT_ONCE = 50


@reads(may=access.may_see_ledgers)
def preview(request: HttpRequest, campaign_id: str, kind: str) -> HttpResponse:
    """`?after=` is the last row seen."""
    campaign = get_object_or_404(queries.campaigns_of(request.actor), public_id=campaign_id)  # type: ignore[attr-defined]
    shown = documents.preview_of(kind, queries.facts_of(campaign))
    if shown is None:
        raise Http404
    after = request.GET.get("after", "")
    start = min(int(after), len(shown.rows)) if after.isascii() and after.isdigit() and len(after) < 7 else 0
    return page(
        request,
        "ledger/preview.html",
        campaign=campaign,
        shown=shown,
        rows=shown.rows[start : start + AT_ONCE],
        start=start,
        until=start + AT_ONCE if start + AT_ONCE < len(shown.rows) else 0,
        kinds=DocumentKind.choices,
    )
