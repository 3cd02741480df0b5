"""A campaign is changed while it is prepared or runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from zoufang.engines.refusal import Reason, Refused
from zoufang.ground.accounts.actor import Actor
from zoufang.ground.campaign import access
from zoufang.ground.campaign.actions import parts
from zoufang.ground.campaign.models import Campaign
from zoufang.ground.campaign.plan import (
    Basics,
    PhasePlan,
    RoundPlan,
    what_is_wrong_with_basics,
    what_is_wrong_with_limits,
    what_is_wrong_with_phases,
    what_is_wrong_with_rounds,
)
from zoufang.ground.campaign.states import CampaignState
from zoufang.ground.journal.actions import record


@transaction.atomic
def change_campaign(
    *,
    campaign: Campaign,
    basics: Basics | None = None,
    phases: Sequence[PhasePlan] | None = None,
    rounds: Sequence[RoundPlan] | None = None,
    limits: Mapping[str, int] | None = None,
    by: Actor,
    at: datetime,
) -> Campaign:
    """The parts given are so from now on; a part not given stays. Refused with what cannot be, and once it has ended."""
    campaign = locked(campaign, by)
    wrong: list[Reason] = []
    head = basics or basics_of(campaign)
    if basics is not None:
        wrong += what_is_wrong_with_basics(basics)
        if Campaign.objects.filter(unit=campaign.unit, name=basics.name).exclude(pk=campaign.pk).exists():
            wrong.append(Reason("本单位已有同名的活动,请换一个名称"))
    if phases is not None:
        wrong += what_is_wrong_with_phases(phases, head)
    if rounds is not None:
        wrong += what_is_wrong_with_rounds(rounds, head)
        if not rounds and campaign.rounds.exists():
            wrong.append(Reason("至少要有一轮"))
    wrong += what_is_wrong_with_limits(limits or {})
    if wrong:
        raise Refused(wrong)
    changed: list[str] = []
    if basics is not None and parts.set_basics(campaign, basics):
        changed.append("basics")
    if phases is not None and parts.set_phases(campaign, phases).is_anything:
        changed.append("phases")
    if rounds is not None and parts.set_rounds(campaign, rounds).is_anything:
        changed.append("rounds")
    if limits is not None and parts.set_limits(campaign, limits):
        changed.append("limits")
    if changed:
        record("campaign.changed", campaign, by=by, at=at, unit=campaign.unit, facts={"parts": changed})
    return campaign


def locked(campaign: Campaign, by: Actor) -> Campaign:
    """The campaign, locked to be changed. Refused where it is not this person's, and once it has ended."""
    campaign = Campaign.objects.select_for_update(of=("self",)).select_related("unit").get(pk=campaign.pk)
    if not access.may_change_campaign(by, campaign):
        raise Refused("这个活动不归您修改")
    if campaign.state == CampaignState.ENDED:
        raise Refused("活动已经结束,不能再改")
    return campaign


def basics_of(campaign: Campaign) -> Basics:
    """The head as it stands."""
    return Basics(**{name: getattr(campaign, name) for name in Basics.__dataclass_fields__})
