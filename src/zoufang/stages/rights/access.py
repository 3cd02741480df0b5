"""Who issues the rules, who sees what families agreed to."""

from __future__ import annotations

from zoufang.ground.accounts.actor import Actor
from zoufang.ground.accounts.states import DISTRICT, Role
from zoufang.stages.roster.queries import KEEPS_ROSTER


def may_issue_rules(actor: Actor) -> bool:
    """园长修改并发布儿童信息规则,看各项同意了多少"""
    return actor.is_any(Role.PRINCIPAL)


def may_read_burdens(actor: Actor) -> bool:
    """园长看本园、区级看全区收到的“嫌麻烦”,都不带名字"""
    return actor.is_any(Role.PRINCIPAL, *DISTRICT)


def may_see_corrections(actor: Actor) -> bool:
    """园长和整理提报专人处理家长的更正请求,本班教师处理本班的"""
    return bool(actor.classes_taught()) or actor.is_any(*KEEPS_ROSTER)


def may_see_says(actor: Actor) -> bool:
    """本班教师看本班各家同意了什么,园长看全园"""
    return bool(actor.classes_taught()) or actor.is_any(Role.PRINCIPAL)


def may_erase(actor: Actor) -> bool:
    """园长看家长的删除请求,核对后删除或说明理由"""
    return actor.is_any(Role.PRINCIPAL)
