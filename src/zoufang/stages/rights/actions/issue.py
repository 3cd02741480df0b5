"""The school's rules of children's data are issued."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from zoufang.engines.refusal import Refused
from zoufang.ground.accounts.actor import SYSTEM, Actor
from zoufang.ground.accounts.states import Role
from zoufang.ground.journal.actions import record
from zoufang.ground.org.models import Unit
from zoufang.stages.rights import rules
from zoufang.stages.rights.models import ChildRules
from zoufang.stages.rights.queries import rules_of
from zoufang.stages.rights.states import Scope


@transaction.atomic
def issue_rules(
    *, school: Unit, body: str, english: str, asks_more: Collection[str], by: Actor, at: datetime
) -> ChildRules:
    """A new version is in force. Families are asked again only for the scopes in `asks_more`; the first asks for all.

    Refused for anyone but the principal, without words, and where nothing was changed.
    """
    Unit.objects.select_for_update().get(pk=school.pk)
    if by != SYSTEM and not by.holds(Role.PRINCIPAL, at=school.path):
        raise Refused("规则由园长发布")
    body, before = body.replace("\r\n", "\n").strip(), rules_of(school)
    english = english.replace("\r\n", "\n").strip()
    if before is not None:
        english = rules.english_that_holds(
            body=body, english=english, before=before.body, english_before=before.body_english
        )
    more = sorted(scope for scope in asks_more if scope in Scope.values)
    same = before is not None and (body, english, more) == (before.body, before.body_english, [])
    if reasons := rules.why_not_issued(body=max(body, english, key=len) if body else body, is_same=same):
        raise Refused(reasons)
    issued = ChildRules.objects.create(
        school=school,
        version=before.version + 1 if before else 1,
        body=body,
        body_english=english,
        asks_more=more if before else sorted(Scope.values),
        issued_at=at,
        issued_by_id=by.id or None,
    )
    facts = {"version": issued.version, "asks_more": issued.asks_more}
    record("rights.rules_issued", issued, by=by, at=at, unit=school, facts=facts)
    return issued
