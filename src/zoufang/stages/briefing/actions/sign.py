"""A member of staff signs the plan."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zoufang.engines.refusal import Refused
from zoufang.ground.accounts.actor import Actor
from zoufang.ground.campaign.models import Campaign
from zoufang.ground.campaign.queries import text_of
from zoufang.ground.campaign.states import CampaignState, TextKind
from zoufang.ground.journal.actions import record
from zoufang.stages.briefing import rules
from zoufang.stages.briefing.models import PlanReading
from zoufang.stages.briefing.queries import schools_worked_at


@transaction.atomic
def sign_plan(*, campaign: Campaign, text_id: str, by: Actor, at: datetime) -> PlanReading:
    """This person has read the plan in this version (its public id). Signing twice has one effect.

    Refused for a version that is not the newest, for those of other schools, and once the campaign has ended.
    """
    campaign = Campaign.objects.select_for_update(of=("self",)).select_related("unit").get(pk=campaign.pk)
    if campaign.unit.path not in schools_worked_at(by):
        raise Refused("这份方案不由您学习")
    text = text_of(campaign, TextKind.PLAN)
    is_newest = text is not None and text.public_id == text_id
    forbidden = rules.what_forbids_signing(
        signed=text.version if text is not None and is_newest else 0,
        newest=text.version if text is not None else None,
        is_ended=campaign.state == CampaignState.ENDED,
    )
    if forbidden:
        raise Refused(forbidden)
    reading, is_new = PlanReading.objects.get_or_create(
        campaign=campaign, text=text, reader_id=by.id, defaults={"signed_at": at}
    )
    if is_new:
        facts = {"version": text.version if text else 0}
        record("briefing.plan_signed", reading, by=by, at=at, unit=campaign.unit, facts=facts)
    return reading
