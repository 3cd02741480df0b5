"""Who sees and makes appointments."""

from __future__ import annotations

from zoufang.ground.accounts.actor import Actor
from zoufang.stages.roster.queries import SEES_SCHOOL


def may_see_schedule(actor: Actor) -> bool:
    """任课教师看本班排期,园长、班子成员和整理提报专人看本园排期"""
    return bool(actor.classes_taught()) or actor.is_any(*SEES_SCHOOL)


def may_hear_of_families(actor: Actor) -> bool:
    """任课教师看到本班家庭退回的时间、请老师提醒的走访,处理后按一下"""
    return bool(actor.classes_taught())


def may_book(actor: Actor) -> bool:
    """任课教师为本班家庭约时间,园长、班子成员和整理提报专人为本园家庭约时间"""
    return may_see_schedule(actor)
