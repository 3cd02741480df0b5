"""A campaign's texts: read a version, write a new one, approve it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from zoufang.engines.refusal import Refused
from zoufang.ground.campaign import access, actions, queries, rules
from zoufang.ground.campaign.forms import kind_of, text_said
from zoufang.web.pages import go, page, reads, writes


@reads(may=access.may_see_campaigns)
def version(request: HttpRequest, campaign_id: str, text_id: str) -> HttpResponse:
    """One version, as it is read and printed."""
    campaigns = queries.campaigns_looked_at_by(request.actor)  # type: ignore[attr-defined]
    campaign = get_object_or_404(campaigns, public_id=campaign_id)
    return _version(request, campaign, get_object_or_404(queries.texts_in(campaign), public_id=text_id))


@writes(may=access.may_change_campaigns, also_shows=True)
def text(request: HttpRequest, campaign_id: str, kind: str) -> HttpResponse:
    """The newest version to be written on; on POST a further version stands."""
    campaigns = queries.campaigns_changed_by(request.actor)  # type: ignore[attr-defined]
    campaign = get_object_or_404(campaigns, public_id=campaign_id)
    known = kind_of(kind)
    if known is None:
        raise Http404
    versions = queries.versions_of(campaign, known)
    newest = versions[0] if versions else queries.text_of(campaign, known)
    typed: Any = {"title": newest.title if newest else str(known.label), "body": newest.body if newest else ""}
    reasons: tuple[str, ...] = ()
    if request.method == "POST":
        typed = text_said(request.POST)
        try:
            written = actions.write_text(
                campaign=campaign,
                kind=known,
                by=request.actor,  # type: ignore[attr-defined]
                at=request.now,  # type: ignore[attr-defined]
                **typed,
            )
        except Refused as refused:
            reasons = refused.reasons
        else:
            return go(request, "campaign:version", campaign.public_id, written.public_id)
    return page(
        request,
        "campaign/text.html",
        status=422 if reasons else 200,
        campaign=campaign,
        kind=known,
        typed=typed,
        versions=versions,
        inherited=not versions and newest is not None,
        told=rules.what_tells_how_to_answer(typed["body"]),
        reasons=reasons,
    )


@writes(may=access.may_change_campaigns)
def approve(request: HttpRequest, campaign_id: str, text_id: str) -> HttpResponse:
    """This version may go out."""
    campaigns = queries.campaigns_changed_by(request.actor)  # type: ignore[attr-defined]
    campaign = get_object_or_404(campaigns, public_id=campaign_id)
    approved = get_object_or_404(queries.texts_in(campaign), public_id=text_id)
    try:
        actions.approve_text(
            text=approved,
            by=request.actor,  # type: ignore[attr-defined]
            at=request.now,  # type: ignore[attr-defined]
            told_is_seen=bool(request.POST.get("told_is_seen")),
        )
    except Refused as refused:
        return _version(request, campaign, approved, reasons=refused.reasons)
    return go(request, "campaign:version", campaign.public_id, approved.public_id)


def _version(request: HttpRequest, campaign: Any, shown: Any, *, reasons: tuple[str, ...] = ()) -> HttpResponse:
    versions = queries.versions_of(campaign, shown.kind)
    may_change = access.may_still_change(request.actor, campaign)  # type: ignore[attr-defined]
    return page(
        request,
        "campaign/version.html",
        status=422 if reasons else 200,
        campaign=campaign,
        text=shown,
        paragraphs=rules.paragraphs_of(shown.body, shown.title),
        told=rules.what_tells_how_to_answer(shown.body),
        marked=rules.marked,
        versions=versions,
        may_change=may_change,
        may_approve=may_change and shown.approved_on is None and versions[0].pk == shown.pk,
        reasons=reasons,
    )
