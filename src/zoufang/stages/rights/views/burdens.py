"""What was too much, without names: the principal reads her school's, the district all."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from zoufang.ground.accounts.states import DISTRICT
from zoufang.stages.rights import access, queries
from zoufang.web.pages import page, reads


@reads(may=access.may_read_burdens)
def burdens(request: HttpRequest) -> HttpResponse:
    """Counts, small groups withheld; then the words, in no order, without the side or page they came from."""
    actor = request.actor  # type: ignore[attr-defined]
    notes = list(queries.burdens_of(actor))
    what, pages, units = queries.burden_counts(notes)
    return page(
        request,
        "rights/burdens.html",
        # No total: with one group withheld it could be subtracted.
        has_any=bool(notes),
        tables=[("what", what), ("pages", pages)] + ([("units", units)] if actor.is_any(*DISTRICT) else []),
        words=[note.words for note in notes if note.words],
    )
