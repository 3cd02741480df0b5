"""Who sees the figures."""

from __future__ import annotations

from zoufang.ground.accounts.actor import Actor
from zoufang.ground.accounts.states import DISTRICT, LEADING


def may_see_district(actor: Actor) -> bool:
    """区级管理员和督导员看本区各校的数字"""
    return actor.is_any(*DISTRICT)


def may_see_figures(actor: Actor) -> bool:
    """园长、班子成员、中层、整理提报专人看本园的数字;区级管理员和督导员看本区各校的数字"""
    return actor.is_any(*LEADING, *DISTRICT)


def may_see_school(actor: Actor) -> bool:
    """园长、班子成员、中层、整理提报专人看本园总览"""
    return actor.is_any(*LEADING)
