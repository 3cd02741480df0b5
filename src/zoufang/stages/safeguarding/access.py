"""Who may report suspected harm, and who is told."""

from __future__ import annotations

from zoufang.ground.accounts.actor import Actor
from zoufang.ground.accounts.states import Role
from zoufang.stages.safeguarding.models import HarmReport
from zoufang.stages.safeguarding.queries import schools_worked_at


def may_report(actor: Actor) -> bool:
    """本园每一位教职工都可以、也应当立即报告"""
    return bool(schools_worked_at(actor))


def may_see_reports(actor: Actor) -> bool:
    """园长看送给园长的,区级管理员看送到区里的;涉及本人的本人看不到"""
    return actor.is_any(Role.PRINCIPAL, Role.DISTRICT_ADMIN)


def is_district(actor: Actor, report: HarmReport) -> bool:
    """Does this person answer for it at the district?"""
    return actor.holds(Role.DISTRICT_ADMIN, at=report.school.path)
