"""Who may do what with campaigns."""

from __future__ import annotations

from zoufang.ground.accounts.actor import Actor
from zoufang.ground.accounts.states import DISTRICT, ActorKind, Role
from zoufang.ground.campaign.models import Campaign
from zoufang.ground.campaign.states import CampaignState
from zoufang.ground.org.models import Unit
from zoufang.ground.org.states import UnitKind


def may_see_campaigns(actor: Actor) -> bool:
    """园长、班子成员、中层干部、整理提报专人看本园的活动,区级人员看本区的活动"""
    return actor.is_any(Role.PRINCIPAL, Role.LEADER, Role.MIDDLE_MANAGER, Role.CLERK, *DISTRICT)


def may_change_campaigns(actor: Actor) -> bool:
    """园长改本园的活动,区级管理员改本区的活动"""
    return actor.is_any(Role.PRINCIPAL, Role.DISTRICT_ADMIN)


def may_open_campaign_at(actor: Actor, unit: Unit) -> bool:
    """The principal at the school, the district's administrator in the district."""
    if actor.kind == ActorKind.SYSTEM:
        return True
    if unit.kind == UnitKind.CLASS:
        return False
    return actor.holds(Role.PRINCIPAL, Role.DISTRICT_ADMIN, at=unit.path)


def may_change_campaign(actor: Actor, campaign: Campaign) -> bool:
    """Whoever may open one there."""
    return may_open_campaign_at(actor, campaign.unit)


def may_still_change(actor: Actor, campaign: Campaign) -> bool:
    """… and it has not ended."""
    return campaign.state != CampaignState.ENDED and may_change_campaign(actor, campaign)
