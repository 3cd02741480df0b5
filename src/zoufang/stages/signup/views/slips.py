"""A page of slips for a class: each family's own link, to be cut apart and put into that family's hand."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from zoufang.engines.codes import qr_svg
from zoufang.engines.papers import letters_missing
from zoufang.engines.refusal import Refused
from zoufang.ground.campaign.queries import running_campaign
from zoufang.ground.org.queries import school_of
from zoufang.stages.roster.queries import classes_of_actor
from zoufang.stages.signup import access, actions, queries
from zoufang.stages.signup.slips import can_be_drawn, slip_words, slips_pdf, whose_link
from zoufang.web.pages import page, writes

PAGE = "signup/slips.html"


@writes(may=access.may_print_slips, also_shows=True)
def slips(request: HttpRequest, class_id: str) -> HttpResponse:
    """What will be printed, and a warning; on POST the slips, to be printed from here or (`as=pdf`) as a file."""
    klass = get_object_or_404(classes_of_actor(request.actor), public_id=class_id)
    campaign = running_campaign(school_of(klass))
    if campaign is None or not access.may_print_slips_of(request.actor, klass):
        raise Http404
    shown: dict[str, Any] = {"klass": klass, "reasons": (), "made": None, "slips": (), "has_files": can_be_drawn()}
    if request.method != "POST":
        families = actions.families_for_slips(klass, campaign)
        names = "".join(each.names for each in families)
        count = sum(each.guardian is not None for each in families)
        left_out = [(each.names, each.why_not) for each in families if each.why_not is not None]
        shown |= {"count": count, "left_out": left_out, "undrawn": letters_missing(names + klass.name)}
        return page(request, PAGE, **shown)
    try:
        made = actions.make_slips(klass=klass, campaign=campaign, by=request.actor, at=request.now)
        address = queries.public_address(klass) if queries.published_notice(klass) else ""
        words = slip_words(klass, campaign.unit.name, public_address=address)
        if request.POST.get("as") == "pdf":
            return _file(slips_pdf(made, words))
    except Refused as refused:
        shown |= {"reasons": refused.reasons, "count": 0, "left_out": (), "undrawn": ""}
        return page(request, PAGE, status=422, **shown)
    drawn = [(one, whose_link(one.whose), qr_svg(one.address)) for one in made.slips]
    return page(request, PAGE, **shown | {"made": made, "slips": drawn, "words": words})


def _file(content: bytes) -> HttpResponse:
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = content_disposition_header(True, f"{_('家长纸条')}.pdf") or ""
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
