"""Who reads the plan, and who sees who did."""

from __future__ import annotations

from zoufang.ground.accounts.actor import Actor
from zoufang.ground.accounts.states import LEADING, Role


def may_read_plan(actor: Actor) -> bool:
    """本园全体教职工学习方案并签名"""
    return actor.is_any(*LEADING, Role.TEACHER)


def may_see_readings(actor: Actor) -> bool:
    """园长和整理提报专人看谁已签名"""
    return actor.is_any(Role.PRINCIPAL, Role.CLERK)
