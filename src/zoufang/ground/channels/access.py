"""Who sets up the robots of a class's groups."""

from __future__ import annotations

from zoufang.ground.accounts.actor import Actor
from zoufang.ground.accounts.states import Role
from zoufang.ground.org.models import Unit


def may_set_robots(actor: Actor) -> bool:
    """任课教师接本班群的机器人,园长和整理提报专人接本园各班的"""
    return bool(actor.classes_taught()) or actor.is_any(Role.PRINCIPAL, Role.CLERK)


def may_set_robots_of(actor: Actor, klass: Unit) -> bool:
    """The class's own teachers, the school's principal and clerk."""
    return klass.pk in actor.classes_taught() or actor.holds(Role.PRINCIPAL, Role.CLERK, at=klass.path)
