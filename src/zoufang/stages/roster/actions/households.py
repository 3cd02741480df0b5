"""Families are joined, kept apart, corrected; a child leaves; a private value is shown."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from zoufang.engines.refusal import Refused
from zoufang.engines.roster_reading.cells import BadPhone, phones_of
from zoufang.ground.accounts.actor import Actor
from zoufang.ground.journal.actions import record
from zoufang.stages.roster.access import may_keep_household, may_know_care
from zoufang.stages.roster.actions.new_phone import refuse_unasked
from zoufang.stages.roster.models import Child, Guardian, Household, HouseholdDoubt
from zoufang.stages.roster.states import CareLevel, DoubtState


@transaction.atomic
def join_households(*, doubt: HouseholdDoubt, by: Actor, at: datetime) -> Household:
    """Both are one family: children and guardians of the newer pass to the older. Refused once decided."""
    doubt = _open(doubt, by)
    one, other = doubt.one, doubt.other
    known = {guardian.phone for guardian in one.guardians.all() if guardian.phone}
    other.children.update(household=one)
    for guardian in other.guardians.all():
        if guardian.phone not in known or not guardian.phone:
            guardian.household = one
            guardian.save()
    if not one.address:
        one.address = other.address
    if one.care_level == CareLevel.NONE:
        one.care_level, one.care_note = other.care_level, other.care_note
    one.save()
    other.left_on = timezone.localdate(at)
    other.save()
    _decide(doubt, DoubtState.JOINED, by, at)
    record("roster.households_joined", one, by=by, at=at, unit=one.school)
    return one


@transaction.atomic
def keep_apart(*, doubt: HouseholdDoubt, by: Actor, at: datetime) -> None:
    """They are two families and are not asked about again. Refused once decided."""
    doubt = _open(doubt, by)
    _decide(doubt, DoubtState.APART, by, at)
    record("roster.households_kept_apart", doubt.one, by=by, at=at, unit=doubt.one.school)


@transaction.atomic
def correct_guardian(
    *,
    guardian: Guardian,
    name: str,
    relation: str,
    phone: str,
    by: Actor,
    at: datetime,
    is_old_phone_asked: bool = False,
) -> None:
    """Name, relation and phone are as given; an empty phone leaves it. Refused where the phone is none, and as
    `refuse_unasked` is: the old one is to have been looked up within a day."""
    if not may_keep_household(by, guardian.household):
        raise Refused("只有园长和整理提报专人可以更正花名册")
    try:
        numbers = phones_of(phone)
    except BadPhone:
        raise Refused("电话号码不对(手机应为 11 位,座机请带区号),请核对") from None
    if numbers:
        since = at - timedelta(days=1)
        refuse_unasked(guardian=guardian, phone=numbers[0], is_asked=is_old_phone_asked, since=since, by=by)
    guardian.name, guardian.relation = name.strip()[:60], relation.strip()[:20]
    guardian.phone = numbers[0] if numbers else guardian.phone
    guardian.save()
    record("roster.guardian_corrected", guardian, by=by, at=at, unit=guardian.household.school)


@transaction.atomic
def mark_left(*, child: Child, on: date, by: Actor, at: datetime) -> None:
    """The child has left; with the last child the family leaves too. Refused when it already had."""
    child = Child.objects.select_for_update().select_related("household__school").get(pk=child.pk)
    if not may_keep_household(by, child.household):
        raise Refused("只有园长和整理提报专人可以标记离园")
    if child.left_on is not None:
        raise Refused("这个孩子已经标记离园")
    child.left_on = on
    child.save(update_fields=["left_on"])
    if not child.household.children.filter(left_on__isnull=True).exists():
        Household.objects.filter(pk=child.household_id).update(left_on=on)
    record("roster.child_left", child, by=by, at=at, unit=child.household.school)


@transaction.atomic
def set_care(*, household: Household, level: str, note: str, by: Actor, at: datetime) -> None:
    """What the class's teachers and the principal know of this family's need. Refused for anyone else."""
    if not may_know_care(by, household):
        raise Refused("关怀说明只由本班教师和园长填写")
    if level not in CareLevel.values:
        raise Refused("请选择“无”“需关注”或“特别安排”")
    household.care_level = level
    household.care_note = note.strip()[:2000] if level != CareLevel.NONE else ""
    household.save()
    record("roster.care_set", household, by=by, at=at, unit=household.school)


@transaction.atomic
def reveal_phone(*, guardian: Guardian, reason: str, by: Actor, at: datetime) -> str:
    """The phone in the clear; that it was seen, by whom and why, stands in the journal. Refused without a reason."""
    if reason not in REASONS:
        raise Refused("请选择查看电话的理由")
    record(
        "private.revealed",
        guardian,
        by=by,
        at=at,
        unit=guardian.household.school,
        facts={"what": "phone", "why": reason},
    )
    return guardian.phone


@transaction.atomic
def reveal_address(*, household: Household, reason: str, by: Actor, at: datetime) -> str:
    """The address in the clear; that it was seen, by whom and why, stands in the journal. Refused without a reason."""
    if reason not in ADDRESS_REASONS:
        raise Refused("请选择查看住址的理由")
    facts = {"what": "address", "why": reason}
    record("private.revealed", household, by=by, at=at, unit=household.school, facts=facts)
    return household.address


@transaction.atomic
def reveal_care(*, household: Household, by: Actor, at: datetime) -> str:
    """The note on care; that it was read stands in the journal. Refused for anyone but the class's teachers and the principal."""
    if not may_know_care(by, household):
        raise Refused("关怀说明只给本班教师和园长看")
    record("private.revealed", household, by=by, at=at, unit=household.school, facts={"what": "care"})
    return household.care_note


# Why a phone is shown: codes for the journal; the words stand on the page.
REASONS = ("call", "check", "link")
ADDRESS_REASONS = ("visit",)


def _open(doubt: HouseholdDoubt, by: Actor) -> HouseholdDoubt:
    doubt = HouseholdDoubt.objects.select_for_update().select_related("one__school", "other").get(pk=doubt.pk)
    if not may_keep_household(by, doubt.one):
        raise Refused("只有园长和整理提报专人可以确认")
    if doubt.state != DoubtState.OPEN:
        raise Refused("这一对已经确认过了")
    return doubt


def _decide(doubt: HouseholdDoubt, state: DoubtState, by: Actor, at: datetime) -> None:
    doubt.state, doubt.decided_by_id, doubt.decided_at = state, by.id or None, at
    doubt.save(update_fields=["state", "decided_by", "decided_at"])
