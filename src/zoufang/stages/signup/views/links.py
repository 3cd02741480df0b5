"""A guardian's link for somebody who sends it on: shown by POST, journalled."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from zoufang.engines.codes import qr_svg
from zoufang.engines.refusal import Refused
from zoufang.ground.campaign.queries import running_campaign
from zoufang.ground.org.queries import school_of
from zoufang.stages.roster.queries import classes_of_actor
from zoufang.stages.signup import access, actions, queries, rules
from zoufang.stages.signup.views.notices import what_the_class_shows
from zoufang.web.pages import page, writes


@writes(may=access.may_give_links)
def link(request: HttpRequest, class_id: str, guardian_id: str) -> HttpResponse:
    """Show the address, to copy or print."""
    return _shown(request, *_found(request, class_id, guardian_id))


@writes(may=access.may_give_links)
def reissue(request: HttpRequest, class_id: str, guardian_id: str) -> HttpResponse:
    """A new link, shown at once; the old one is void."""
    unit, guardian, campaign = _found(request, class_id, guardian_id)
    actions.reissue_link(guardian=guardian, campaign=campaign, by=request.actor, at=request.now)
    return _shown(request, unit, guardian, campaign)


@writes(may=access.may_give_links)
def revoke(request: HttpRequest, class_id: str, guardian_id: str) -> HttpResponse:
    """The link opens nothing any more."""
    unit, guardian, campaign = _found(request, class_id, guardian_id)
    actions.revoke_link(guardian=guardian, campaign=campaign, by=request.actor, at=request.now)
    return page(request, "signup/class.html", **what_the_class_shows(request, unit))


def _shown(request: HttpRequest, unit: Any, guardian: Any, campaign: Any) -> HttpResponse:
    try:
        address = actions.show_link(guardian=guardian, campaign=campaign, by=request.actor, at=request.now)
    except Refused as refused:
        shown = what_the_class_shows(request, unit) | {"reasons": refused.reasons}
        return page(request, "signup/class.html", status=422, **shown)
    token = address.rpartition("#")[2]
    shown = what_the_class_shows(request, unit)
    rows = shown["rows"]
    names = next((row.home.names for row in rows if guardian.household_id == row.home.pk), "")
    given = {
        "guardian_id": guardian.public_id,
        "address": address,
        "qr": qr_svg(address),
        "door": address.partition("#")[0],
        "names": names,
        "guardian": guardian.name or guardian.relation,
        "code": rules.in_groups(token),
    }
    answer = page(request, "signup/class.html", **shown | {"link": given})
    answer["Cache-Control"] = "no-store"
    return answer


def _found(request: HttpRequest, class_id: str, guardian_id: str) -> tuple[Any, Any, Any]:
    unit = get_object_or_404(classes_of_actor(request.actor), public_id=class_id)
    campaign = running_campaign(school_of(unit))
    guardian = queries.guardian_in(unit, guardian_id)
    if campaign is None or guardian is None or not access.may_hand_out_links(request.actor, unit):
        raise Http404
    return unit, guardian, campaign
