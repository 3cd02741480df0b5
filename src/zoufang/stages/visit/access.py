"""Who may do what with visits."""

from __future__ import annotations

from zoufang.ground.accounts.actor import Actor
from zoufang.ground.accounts.states import Role
from zoufang.ground.org.models import Unit
from zoufang.stages.visit.models import StaffVisit, Visit
from zoufang.stages.visit.states import VisitState


def may_see_visits(actor: Actor) -> bool:
    """任课教师看本班走访,园长、班子成员和整理提报专人看本园走访"""
    return bool(actor.classes_taught()) or actor.is_any(Role.PRINCIPAL, Role.LEADER, Role.CLERK)


def may_record_visits(actor: Actor) -> bool:
    """任课教师记录本班走访"""
    return bool(actor.classes_taught())


def may_record_visit(actor: Actor, visit: Visit) -> bool:
    """The class's own teachers, while the visit is still open."""
    return visit.klass_id in actor.classes_taught() and visit.state == VisitState.PLANNED


def may_settle_conflict(actor: Actor, visit: Visit) -> bool:
    """The class's own teachers, also after it is finished: both writings are kept, and one is chosen."""
    return visit.klass_id in actor.classes_taught()


def may_reopen_visits(actor: Actor) -> bool:
    """园长把本园已完成的走访记录退回更正"""
    return actor.is_any(Role.PRINCIPAL)


def may_reopen_visit(actor: Actor, visit: Visit) -> bool:
    """The principal of the class's school."""
    return actor.holds(Role.PRINCIPAL, at=visit.klass.path)


def may_settle_correction(actor: Actor, visit: Visit) -> bool:
    """The class's own teachers, who wrote the record."""
    return visit.klass_id in actor.classes_taught()


def may_see_papers(actor: Actor) -> bool:
    """任课教师看本班、园长、班子成员和整理提报专人看本园的联系服务卡和一封信,以及发给了谁"""
    return may_see_visits(actor)


def may_send_papers(actor: Actor) -> bool:
    """任课教师给本班家庭、园长和整理提报专人给本园家庭发联系服务卡和一封信"""
    return bool(actor.classes_taught()) or actor.is_any(Role.PRINCIPAL, Role.CLERK)


def may_send_papers_in(actor: Actor, klass: Unit) -> bool:
    """In this class: its teachers, the principal, the clerk."""
    return klass.pk in actor.classes_taught() or actor.holds(Role.PRINCIPAL, Role.CLERK, at=klass.path)


def may_see_who_opened(actor: Actor, klass: Unit) -> bool:
    """Which family opened its papers is known to the family and the class's teachers alone; others see how many."""
    return klass.pk in actor.classes_taught()


def may_see_staff_visits(actor: Actor) -> bool:
    """园长、班子成员和中层干部走访与自己结对的教职工;谈话内容只有走访人和园长看得到"""
    return actor.is_any(Role.PRINCIPAL, Role.LEADER, Role.MIDDLE_MANAGER)


def may_write_staff_visit(actor: Actor, visit: StaffVisit) -> bool:
    """The visitor herself, while it is open."""
    return visit.visitor_id == actor.id and visit.state == VisitState.PLANNED
