"""One entry of the roster is put right, as the family itself says."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from zoufang.engines.refusal import Reason, Refused
from zoufang.engines.roster_reading.cells import BadPhone, phones_of
from zoufang.ground.accounts.actor import Actor
from zoufang.ground.journal.actions import record
from zoufang.stages.roster.access import may_put_right
from zoufang.stages.roster.actions.new_phone import refuse_unasked
from zoufang.stages.roster.models import Child, Guardian, Household

LONGEST = {"name": 60, "relation": 20, "address": 200}


def why_not_put_right(*, field: str, value: str, today: date) -> list[Reason]:
    """Reasons why this value cannot stand in this field (`name`, `born_on`, `relation`, `phone`, `address`)."""
    value = value.strip()
    if not value:
        return [Reason("请写下正确的内容")]
    if field == "born_on":
        born = _day(value)
        is_day = born is not None and 0 <= (today - born).days <= 366 * 12
        return [] if is_day else [Reason("出生日期请写成 2022-03-05 这样,并核对年份")]
    if field == "phone":
        try:
            numbers = phones_of(value)
        except BadPhone:
            numbers = []
        return [] if len(numbers) == 1 else [Reason("电话号码不对(手机应为 11 位,座机请带区号),请核对")]
    if len(value) > LONGEST[field]:
        return [Reason("最多 %(longest)s 字,请写短一些", longest=LONGEST[field])]
    return []


@transaction.atomic
def put_right(
    *,
    household: Household,
    thing: Child | Guardian | Household,
    field: str,
    value: str,
    by: Actor,
    at: datetime,
    asked_at: datetime | None = None,
    is_old_phone_asked: bool = False,
) -> None:
    """The child's, guardian's or family's field holds this value. Refused where it cannot, or is not this person's to write;
    a phone also as `refuse_unasked` is, which looks for the old one's having been looked up since `asked_at`."""
    if not may_put_right(by, household):
        raise Refused("只有本班教师、园长和整理提报专人可以更正")
    if reasons := why_not_put_right(field=field, value=value, today=timezone.localdate(at)):
        raise Refused(reasons)
    locked = type(thing)._default_manager.select_for_update().get(pk=thing.pk)
    text = value.strip()
    if isinstance(locked, Guardian) and field == "phone":
        since = asked_at or at - timedelta(days=1)
        refuse_unasked(guardian=locked, phone=phones_of(text)[0], is_asked=is_old_phone_asked, since=since, by=by)
    setattr(locked, field, _day(text) if field == "born_on" else phones_of(text)[0] if field == "phone" else text)
    locked.save()
    record("roster.put_right", locked, by=by, at=at, unit=household.school, facts={"field": field})


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value.strip().replace("/", "-"))
    except ValueError:
        return None
