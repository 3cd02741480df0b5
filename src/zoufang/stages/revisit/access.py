"""Who asks families again."""

from __future__ import annotations

from zoufang.ground.accounts.actor import Actor
from zoufang.stages.revisit.queries import ASKING


def may_revisit(actor: Actor) -> bool:
    """任课教师回访本班家庭,园长、班子成员、中层、整理提报专人回访本园家庭;自己经办的问题由别人问"""
    return bool(actor.classes_taught()) or actor.is_any(*ASKING)
