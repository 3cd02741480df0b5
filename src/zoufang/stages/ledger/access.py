"""Who may do what with ledgers."""

from __future__ import annotations

from zoufang.ground.accounts.actor import Actor
from zoufang.ground.accounts.states import ActorKind, Role
from zoufang.ground.campaign.models import Campaign
from zoufang.ground.org.models import Unit

WORKING = (Role.PRINCIPAL, Role.LEADER, Role.CLERK)
APPROVING = (Role.PRINCIPAL, Role.LEADER)
KEEPING_LAYOUTS = (*WORKING, Role.DISTRICT_ADMIN)
WITH_NAMES = (Role.PRINCIPAL, Role.CLERK)


def may_see_ledgers(actor: Actor) -> bool:
    """园长、班子成员和整理提报专人看本园台账"""
    return actor.is_any(*WORKING)


def may_work_on_ledgers(actor: Actor) -> bool:
    """园长、班子成员和整理提报专人起草、报送本园台账"""
    return actor.is_any(*WORKING)


def may_seal_ledgers(actor: Actor) -> bool:
    """园长和班子成员封存本园台账"""
    return actor.is_any(*APPROVING)


def may_take_full_ledgers(actor: Actor) -> bool:
    """园长和整理提报专人凭第二重验证和理由取用完整版"""
    return actor.is_any(*WITH_NAMES)


def may_keep_layouts(actor: Actor) -> bool:
    """园长、班子成员和整理提报专人管本园的台账模板,区级管理员管全区的"""
    return actor.is_any(*KEEPING_LAYOUTS)


def may_keep_layouts_of(actor: Actor, unit: Unit) -> bool:
    """Of the own school or district; nobody changes what stands above."""
    return actor.kind == ActorKind.SYSTEM or actor.holds(*KEEPING_LAYOUTS, at=unit.path)


def may_work_on(actor: Actor, campaign: Campaign) -> bool:
    """The school's own, and whoever administers the installation from its command line."""
    return actor.kind == ActorKind.SYSTEM or actor.holds(*WORKING, at=campaign.unit.path)


def may_seal(actor: Actor, campaign: Campaign) -> bool:
    """Principal and leaders of the school."""
    return actor.kind == ActorKind.SYSTEM or actor.holds(*APPROVING, at=campaign.unit.path)


def may_take_full(actor: Actor, campaign: Campaign) -> bool:
    """Principal and clerk of the school: the second factor and the reason are asked for by the act itself."""
    return actor.kind == ActorKind.SYSTEM or actor.holds(*WITH_NAMES, at=campaign.unit.path)
