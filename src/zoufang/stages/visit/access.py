"""Who may do what with visits."""

from __future__ import annotations

from zoufang.ground.accounts.actor import Actor
from zoufang.ground.accounts.states import Role
from zoufang.stages.visit.models import Visit
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
