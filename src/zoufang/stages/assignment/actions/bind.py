"""Leaders and managers are bound to the staff members they visit."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from zoufang.engines.refusal import Refused
from zoufang.ground.accounts.actor import Actor
from zoufang.ground.accounts.models import User
from zoufang.ground.journal.actions import record
from zoufang.ground.org.models import Unit
from zoufang.stages.assignment import queries, rules
from zoufang.stages.assignment.access import may_assign_at
from zoufang.stages.assignment.models import StaffBond


@transaction.atomic
def bind_staff(*, school: Unit, visitor: User, visited: User, since: date, by: Actor, at: datetime) -> StaffBond:
    """The leader or manager visits this member of staff from that day on; bound already to the same, nothing changes.

    Refused for who visits nobody by post, for oneself, and where somebody else visits that member.
    """
    school = _locked(school, by)
    today = timezone.localdate(at)
    bound = StaffBond.objects.filter(visited=visited, until__isnull=True).select_related("visitor").first()
    if bound is not None and bound.visitor_id == visitor.pk and bound.school_id == school.pk:
        return bound
    wrong = rules.what_forbids_bond(
        same=visitor == visited,
        visitor_leads=visitor in queries.visitors_at(school, on=today),
        is_staff=visited in queries.staff_at(school, on=today),
        visited_by=bound.visitor.name if bound else "",
    )
    if wrong:
        raise Refused(wrong)
    bond = StaffBond.objects.create(school=school, visitor=visitor, visited=visited, since=since)
    record("assignment.staff_bound", bond, by=by, at=at, unit=school)
    return bond


@transaction.atomic
def end_bond(*, bond: StaffBond, on: date, by: Actor, at: datetime) -> StaffBond:
    """From that day on the bond holds no more. Refused when it has ended."""
    school = _locked(bond.school, by)
    bond = StaffBond.objects.select_for_update().get(pk=bond.pk)
    if bond.until is not None:
        raise Refused("这个结对已经结束了")
    bond.until = max(on, bond.since)
    bond.save(update_fields=["until"])
    record("assignment.bond_ended", bond, by=by, at=at, unit=school)
    return bond


def _locked(school: Unit, by: Actor) -> Unit:
    locked: Unit = Unit.objects.select_for_update().get(pk=school.pk)
    if not may_assign_at(by, locked):
        raise Refused("这个学校的结对不归您安排")
    return locked
