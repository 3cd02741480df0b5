"""A guardian agrees, refuses, withdraws: each scope by itself, for each child."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from zoufang.engines.refusal import Refused
from zoufang.ground.accounts.actor import Actor
from zoufang.ground.journal.actions import record
from zoufang.stages.rights import rules
from zoufang.stages.rights.models import ChildRules, Consent
from zoufang.stages.rights.queries import own_says, rules_of
from zoufang.stages.rights.states import Scope
from zoufang.stages.roster.models import Child, Guardian, Household


@transaction.atomic
def keep_says(
    *,
    guardian: Guardian,
    rules_id: str,
    said: Mapping[str, Mapping[Scope, bool]],
    on_staff_device: bool,
    by: Actor,
    at: datetime,
) -> int:
    """This guardian's words stand, by the child's public id; a child left out stays as it was. How many words are new.

    Holds from the next request on. Refused on a teacher's device, for rules that are no longer the newest, and where a
    scope is ticked without the basic handling.
    """
    home = Household.objects.select_for_update(of=("self",)).select_related("school").get(pk=guardian.household_id)
    newest = rules_of(home.school)
    if newest is None:
        raise Refused("园里还没有发布规则,现在不用选")
    children = {child.public_id: child for child in home.children.filter(left_on__isnull=True)}
    for child_id, scopes in said.items():
        if child_id not in children:
            raise Refused("这个孩子不在您家的名单里,请刷新页面再选")
        reasons = rules.why_not_kept(
            said=scopes, is_newest=newest.public_id == rules_id, on_staff_device=on_staff_device
        )
        if reasons:
            raise Refused(reasons)
    if not said:
        raise Refused("请先选“同意”或“不同意”;还没想好也可以以后再选")
    known = own_says([child.pk for child in children.values()], guardian)
    changed = {
        child_id: {
            scope: is_given
            for scope, is_given in scopes.items()
            if known[children[child_id].pk].get(scope) is not is_given
        }
        for child_id, scopes in said.items()
    }
    return _write({children[key]: scopes for key, scopes in changed.items()}, guardian, newest, home, by, at)


@transaction.atomic
def withdraw_all(*, guardian: Guardian, on_staff_device: bool, by: Actor, at: datetime) -> int:
    """Every yes of this guardian is a no from now on; what was done before stays lawful. Refused where there is none."""
    home = Household.objects.select_for_update(of=("self",)).select_related("school").get(pk=guardian.household_id)
    if on_staff_device:
        raise Refused(rules.ON_STAFF_DEVICE)
    newest = rules_of(home.school)
    children = {child.pk: child for child in home.children.filter(left_on__isnull=True)}
    given = {
        children[child]: {scope: False for scope, is_given in scopes.items() if is_given}
        for child, scopes in own_says(list(children), guardian).items()
    }
    if newest is None or not any(given.values()):
        raise Refused("现在没有可以撤回的同意")
    return _write(given, guardian, newest, home, by, at)


def _write(
    words: Mapping[Child, Mapping[Scope, bool]],
    guardian: Guardian,
    newest: ChildRules,
    home: Household,
    by: Actor,
    at: datetime,
) -> int:
    count = 0
    for child, scopes in words.items():
        for scope, is_given in scopes.items():
            Consent.objects.create(
                child=child, guardian=guardian, rules=newest, scope=scope, is_given=is_given, said_at=at
            )
        count += len(scopes)
    for child, scopes in words.items():
        if scopes:
            facts = {"version": newest.version, "scopes": {str(scope): is_given for scope, is_given in scopes.items()}}
            record("rights.consent_said", child, by=by, at=at, unit=home.school, facts=facts)
    return count
