"""Who may send, hand in, and decide on field records."""

from __future__ import annotations

from zoufang.ground.accounts.actor import Actor
from zoufang.ground.accounts.states import Role


def may_send_records(actor: Actor) -> bool:
    """已登录的教职工:发自己手机上的记录;每一条按到达时的权限收下、留给园长或不收"""
    return actor.is_signed_in


def may_hand_in(actor: Actor) -> bool:
    """园长和整理提报专人交存本园教职工手机上导出的记录"""
    return actor.is_any(Role.PRINCIPAL, Role.CLERK)


def may_decide_quarantine(actor: Actor) -> bool:
    """园长决定离开班级或本园的人的记录收不收,停用丢失的手机"""
    return actor.is_any(Role.PRINCIPAL)
