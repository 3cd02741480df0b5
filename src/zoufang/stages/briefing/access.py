"""Who reads the plan, and who sees who did."""

from __future__ import annotations

from zoufang.ground.accounts.actor import Actor
from zoufang.ground.accounts.states import LEADING, Role
from zoufang.ground.campaign.access import may_still_change
from zoufang.ground.campaign.models import Campaign


def may_read_plan(actor: Actor) -> bool:
    """本园全体教职工学习方案并签名"""
    return actor.is_any(*LEADING, Role.TEACHER)


def may_see_readings(actor: Actor) -> bool:
    """园长和整理提报专人看谁已签名"""
    return actor.is_any(Role.PRINCIPAL, Role.CLERK)


def may_write_points(actor: Actor, campaign: Campaign) -> bool:
    """The school's own talking points: whoever may change its campaign."""
    return may_still_change(actor, campaign)
