"""Who sees and makes appointments."""

from __future__ import annotations

from zoufang.ground.accounts.actor import Actor
from zoufang.ground.accounts.states import Role
from zoufang.stages.roster.queries import SEES_SCHOOL
from zoufang.stages.schedule.models import Appointment, Outing


def may_see_schedule(actor: Actor) -> bool:
    """任课教师看本班排期,园长、班子成员和整理提报专人看本园排期"""
    return bool(actor.classes_taught()) or actor.is_any(*SEES_SCHOOL)


def may_hear_of_families(actor: Actor) -> bool:
    """任课教师看到本班家庭退回的时间、请老师提醒的走访,处理后按一下"""
    return bool(actor.classes_taught())


def may_book(actor: Actor) -> bool:
    """任课教师为本班家庭约时间,园长、班子成员和整理提报专人为本园家庭约时间"""
    return may_see_schedule(actor)


def may_see_plans(actor: Actor) -> bool:
    """任课教师看本班怎样排走访,园长看本园各班"""
    return bool(actor.classes_taught()) or actor.is_any(Role.PRINCIPAL)


def may_plan(actor: Actor) -> bool:
    """任课教师为本班排走访时间、关掉半天、写路上时间"""
    return bool(actor.classes_taught())


def may_leave(actor: Actor) -> bool:
    """任课教师出发走访前、返回后各报一下"""
    return bool(actor.classes_taught())


def may_go_out(actor: Actor, appointment: Appointment) -> bool:
    """The class's teachers, and whoever else the appointment names."""
    return appointment.klass_id in actor.classes_taught() or appointment.teachers.filter(pk=actor.id).exists()


def may_see_outings(actor: Actor) -> bool:
    """园长和班子成员看本园谁外出走访、几点该回来;外出的老师看自己的"""
    return actor.is_any(Role.PRINCIPAL, Role.LEADER) or may_leave(actor)


def may_report_back(actor: Actor, outing: Outing) -> bool:
    """Whoever is out, the class's teachers, and the school's leaders once they have asked by telephone."""
    if outing.klass_id in actor.classes_taught() or outing.people.filter(pk=actor.id).exists():
        return True
    return actor.holds(Role.PRINCIPAL, Role.LEADER, at=outing.klass.path)
