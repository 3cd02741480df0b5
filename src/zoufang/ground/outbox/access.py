"""Who sees the outbox."""

from __future__ import annotations

from zoufang.ground.accounts.actor import Actor
from zoufang.ground.outbox.queries import ANSWERING


def may_see_outbox(actor: Actor) -> bool:
    """园长、整理提报专人看本园待发的消息,区级管理员看本区的"""
    return actor.is_any(*ANSWERING)
