"""Who may manage people and units."""

from __future__ import annotations

from datetime import date

from zoufang.ground.accounts import queries, rules
from zoufang.ground.accounts.actor import Actor
from zoufang.ground.accounts.models import User
from zoufang.ground.accounts.states import ActorKind, Role
from zoufang.ground.org.models import Unit


def may_manage_people(actor: Actor) -> bool:
    """园长管本园教职工,区级管理员管本区各园园长和区级人员"""
    return actor.is_any(Role.PRINCIPAL, Role.DISTRICT_ADMIN)


def may_import_staff(actor: Actor) -> bool:
    """园长导入本园教职工名单"""
    return actor.is_any(Role.PRINCIPAL)


def may_set_contacts(actor: Actor) -> bool:
    """园长写本园的地址和电话,区级管理员写区里的教育热线"""
    return actor.is_any(Role.PRINCIPAL, Role.DISTRICT_ADMIN)


def may_set_contact(actor: Actor, unit: Unit) -> bool:
    """Who answers for this very place."""
    return unit.path in actor.paths_as(Role.PRINCIPAL, Role.DISTRICT_ADMIN)


def may_manage_units(actor: Actor) -> bool:
    """区级管理员管本区的单位"""
    return actor.is_any(Role.DISTRICT_ADMIN)


def may_appoint(actor: Actor, role: Role, unit: Unit) -> bool:
    """A post of this role at this unit is this actor's to give and to end."""
    if actor.kind == ActorKind.SYSTEM:
        return True
    return any(rules.is_appointed_by(role, d.role) and unit.path.startswith(d.path) for d in actor.duties)


def roles_to_give(actor: Actor) -> list[Role]:
    """The roles that this actor appoints to, somewhere."""
    return [role for role in Role if any(rules.is_appointed_by(role, duty.role) for duty in actor.duties)]


def may_care_for(actor: Actor, user: User, *, on: date) -> bool:
    """Reset, correct, switch off: only if every post of that person is this actor's to give; nobody does it to themselves."""
    if actor.kind == ActorKind.SYSTEM:
        return True
    if actor.id == user.pk:
        return False
    posts = queries.posts_that_count(user, on=on)
    return bool(posts) and all(may_appoint(actor, Role(post.role), post.unit) for post in posts)


def may_change_unit(actor: Actor, unit: Unit) -> bool:
    """Rename and close: below the own place, never the own place itself."""
    if actor.kind == ActorKind.SYSTEM:
        return True
    return any(unit.path.startswith(path) and unit.path != path for path in actor.paths_as(Role.DISTRICT_ADMIN))
