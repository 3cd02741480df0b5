"""A campaign starts, and ends."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zoufang.engines.refusal import Refused
from zoufang.ground.accounts.actor import Actor
from zoufang.ground.campaign import rules
from zoufang.ground.campaign.actions.change import locked
from zoufang.ground.campaign.models import Campaign
from zoufang.ground.campaign.states import CampaignState
from zoufang.ground.journal.actions import record
from zoufang.ground.org.states import UnitKind


@transaction.atomic
def start_campaign(*, campaign: Campaign, by: Actor, at: datetime) -> Campaign:
    """The campaign runs. Refused while phases or rounds are missing, and when it runs already."""
    campaign = locked(campaign, by)
    if campaign.state == CampaignState.RUNNING:
        raise Refused("活动已经在进行了")
    missing = rules.what_is_missing_to_start(
        is_school=campaign.unit.kind == UnitKind.SCHOOL,
        phases=campaign.phases.count(),
        rounds=campaign.rounds.count(),
    )
    if missing:
        raise Refused(missing)
    return _into(campaign, CampaignState.RUNNING, "campaign.started", by, at)


@transaction.atomic
def end_campaign(*, campaign: Campaign, by: Actor, at: datetime) -> Campaign:
    """The campaign has ended: nothing of it can be changed any more. Refused before it started."""
    campaign = locked(campaign, by)
    if campaign.state == CampaignState.PREPARING:
        raise Refused("活动还没有启动,不用结束")
    return _into(campaign, CampaignState.ENDED, "campaign.ended", by, at)


def _into(campaign: Campaign, state: CampaignState, act: str, by: Actor, at: datetime) -> Campaign:
    campaign.state = state
    campaign.save(update_fields=["state"])
    record(act, campaign, by=by, at=at, unit=campaign.unit)
    return campaign
