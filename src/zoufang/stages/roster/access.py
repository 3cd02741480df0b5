"""Who sees families, who keeps the roster, who knows of care."""

from __future__ import annotations

from zoufang.ground.accounts.actor import Actor
from zoufang.ground.accounts.states import Role
from zoufang.ground.org.models import Unit
from zoufang.stages.roster.models import Child, Household
from zoufang.stages.roster.queries import KEEPS_ROSTER, SEES_SCHOOL


def may_see_roster(actor: Actor) -> bool:
    """任课教师看本班家庭,园长、班子成员和整理提报专人看本园花名册"""
    return bool(actor.classes_taught()) or actor.is_any(*SEES_SCHOOL)


def may_keep_roster(actor: Actor) -> bool:
    """园长和整理提报专人导入、更正本园花名册"""
    return actor.is_any(*KEEPS_ROSTER)


def may_reveal(actor: Actor) -> bool:
    """本班两位教师、园长和整理提报专人说明理由后看完整电话,逐次记入日志"""
    return bool(actor.classes_taught()) or actor.is_any(*KEEPS_ROSTER)


def may_reveal_in(actor: Actor, klass: Unit) -> bool:
    """In this class: its teachers, the principal, the clerk."""
    return klass.pk in actor.classes_taught() or actor.holds(*KEEPS_ROSTER, at=klass.path)


def may_keep_household(actor: Actor, household: Household) -> bool:
    """This family's roster entry is this person's to correct."""
    return actor.holds(*KEEPS_ROSTER, at=household.school.path)


def may_put_right(actor: Actor, household: Household) -> bool:
    """What the family itself asks to be put right: the keepers of the roster, and the teachers of a child's class."""
    taught = actor.classes_taught()
    return may_keep_household(actor, household) or (
        bool(taught) and Child.objects.filter(household=household, klass__in=taught, left_on__isnull=True).exists()
    )


def may_know_care(actor: Actor, household: Household) -> bool:
    """The note on care is for the class's teachers and the principal alone."""
    if actor.holds(Role.PRINCIPAL, at=household.school.path):
        return True
    taught = actor.classes_taught()
    return Child.objects.filter(household=household, klass__in=taught, left_on__isnull=True).exists()
