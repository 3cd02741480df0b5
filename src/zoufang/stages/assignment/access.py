"""Who answers for whom: who sees it, who arranges it."""

from __future__ import annotations

from zoufang.ground.accounts.actor import Actor
from zoufang.ground.accounts.states import LEADING, ActorKind, Role
from zoufang.ground.org.models import Unit


def may_see_assignment(actor: Actor) -> bool:
    """园长、班子成员、中层干部、整理提报专人看本园分工,任课教师只看本班"""
    return bool(actor.classes_taught()) or actor.is_any(*LEADING)


def may_assign(actor: Actor) -> bool:
    """园长和整理提报专人安排本园分工、办理交接"""
    return actor.is_any(Role.PRINCIPAL, Role.CLERK)


def may_see_bonds(actor: Actor) -> bool:
    """园长和整理提报专人看本园结对,班子成员和中层干部看自己的"""
    return actor.is_any(*LEADING)


def may_assign_at(actor: Actor, unit: Unit) -> bool:
    """At the own school and in its classes."""
    return actor.kind == ActorKind.SYSTEM or actor.holds(Role.PRINCIPAL, Role.CLERK, at=unit.path)
