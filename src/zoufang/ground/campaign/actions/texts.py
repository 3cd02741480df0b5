"""Texts are written in versions; an older one is never overwritten."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from zoufang.engines.refusal import Refused
from zoufang.ground.accounts.actor import Actor
from zoufang.ground.campaign.actions.change import locked
from zoufang.ground.campaign.models import Campaign, CampaignText
from zoufang.ground.campaign.plan import TextPlan, what_is_wrong_with_text
from zoufang.ground.campaign.rules import TOLD_UNSEEN, what_tells_how_to_answer
from zoufang.ground.campaign.states import TextKind
from zoufang.ground.journal.actions import record


@transaction.atomic
def write_text(*, campaign: Campaign, kind: TextKind, title: str, body: str, by: Actor, at: datetime) -> CampaignText:
    """The text stands in a new version, not approved yet; the same words again make none.

    Refused without title or words, and once the campaign has ended.
    """
    campaign = locked(campaign, by)
    title, body = title.strip(), body.replace("\r\n", "\n").strip()
    if wrong := what_is_wrong_with_text(title=title, body=body):
        raise Refused(wrong)
    is_new, is_changed = keep_text(campaign, TextPlan(kind, title, body))
    text = CampaignText.objects.filter(campaign=campaign, kind=kind).order_by("-version")[0]
    if is_new or is_changed:
        facts = {"kind": str(kind), "version": text.version}
        record("campaign.text_written", text, by=by, at=at, unit=campaign.unit, facts=facts)
    return text


@transaction.atomic
def approve_text(*, text: CampaignText, by: Actor, at: datetime, told_is_seen: bool = False) -> CampaignText:
    """This version may go out from today on. Refused where a newer one stands, when it is approved already, and where it
    tells people how to answer and nobody said that this was seen."""
    campaign = locked(text.campaign, by)
    text = CampaignText.objects.select_for_update().get(pk=text.pk)
    if text.approved_on is not None:
        raise Refused("这一版已经审定过了")
    if CampaignText.objects.filter(campaign=campaign, kind=text.kind, version__gt=text.version).exists():
        raise Refused("已经有更新的一版,请审定新版")
    told = what_tells_how_to_answer(text.body)
    if told and not told_is_seen:
        raise Refused(TOLD_UNSEEN)
    text.approved_on = timezone.localdate(at)
    text.save(update_fields=["approved_on"])
    facts = {"kind": text.kind, "version": text.version} | ({"told": len(told)} if told else {})
    record("campaign.text_approved", text, by=by, at=at, unit=campaign.unit, facts=facts)
    return text


def keep_text(campaign: Campaign, said: TextPlan) -> tuple[bool, bool]:
    """The newest version says this: (is it the first?, is it a further one?). An approval said with the same words is kept."""
    newest = CampaignText.objects.filter(campaign=campaign, kind=said.kind).order_by("-version").first()
    if newest is not None and (newest.title, newest.body) == (said.title, said.body):
        if said.approved_on is not None and newest.approved_on is None:
            newest.approved_on = said.approved_on
            newest.save(update_fields=["approved_on"])
            return False, True
        return False, False
    CampaignText.objects.create(
        campaign=campaign,
        kind=said.kind,
        version=newest.version + 1 if newest else 1,
        title=said.title,
        body=said.body,
        approved_on=said.approved_on,
    )
    return newest is None, newest is not None
