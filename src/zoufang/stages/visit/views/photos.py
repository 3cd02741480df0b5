"""Photos of a visit: optional, with the family's own consent and asked once more there; never a quota."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from zoufang.engines.refusal import Reason, Refused
from zoufang.ground.files.actions import clean_picture
from zoufang.ground.files.rules import MOST_BYTES
from zoufang.stages.visit import access, actions, queries
from zoufang.stages.visit.rules import MOST_PHOTOS
from zoufang.stages.visit.views.record import save_words
from zoufang.stages.visit.views.show import what_the_page_shows
from zoufang.web.pages import go, page, writes


@writes(may=access.may_record_visits, reads_first=True)
def add_photos(request: HttpRequest, visit_id: str) -> HttpResponse:
    """Keep these pictures; what else stands on the page is kept first. Each is cleaned before any lock is held."""
    actor, now = request.actor, request.now  # type: ignore[attr-defined]
    visit = get_object_or_404(queries.visits_recorded_by(actor), public_id=visit_id)
    about = request.POST.get("photo_of", "")
    if about and not visit.matters.filter(public_id=about).exists():
        raise Http404
    try:
        if "form" in request.POST and access.may_record_visit(actor, visit):
            save_words(request, visit)
        files = request.FILES.getlist("photos")[: MOST_PHOTOS + 1]
        if not files:
            raise Refused("请先选一张照片")
        is_asked = bool(request.POST.get("photo_asked"))
        actions.refuse_photo(visit, is_asked=is_asked)
        pictures = [clean_picture(content=each.read(MOST_BYTES + 1)) for each in files]
        actions.add_photos(
            visit=visit,
            matter=visit.matters.filter(public_id=about).first() if about else None,
            pictures=pictures,
            is_asked=is_asked,
            by=actor,
            at=now,
        )
    except Refused as refused:
        visit.refresh_from_db()
        reasons = [*refused.reasons, *([Reason("写的话还在;照片请再选一次")] if request.FILES else [])]
        shown = what_the_page_shows(request, visit) | {"photo_reasons": reasons, "typed": request.POST}
        return page(request, "visit/show.html", status=422, **shown)
    messages.success(request, _("照片存好了,已去掉位置和相机信息。"))
    return go(request, "visit:show", visit.public_id)
