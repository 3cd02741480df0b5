"""When two children are of one family. Source: domain §2: a shared phone alone does not make one household."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from zoufang.engines.refusal import Reason

MOST_JOINED_BY_ITSELF = 3
FRESH_DAYS = 270  # a title older than this was mostly just not changed
NEAR_DAYS = 120


@dataclass(frozen=True)
class Ties:
    """What a family is known by: guardians' names by phone, names without a phone, the address."""

    names_by_phone: Mapping[str, str]
    names: frozenset[str]
    address: str


def are_one_family(one: Ties, other: Ties) -> bool:
    """A phone in common, and with it the guardian's name or the address: joined without asking."""
    for phone in one.names_by_phone.keys() & other.names_by_phone.keys():
        name = one.names_by_phone[phone]
        if (name and name == other.names_by_phone[phone]) or (one.address and one.address == other.address):
            return True
    return False


def why_ask(one: Ties, other: Ties) -> str:
    """Why these two look alike without being joined by themselves; '' where they do not."""
    if one.names_by_phone.keys() & other.names_by_phone.keys():
        return Reason("电话相同,家长姓名和住址都不同")
    if one.address and one.address == other.address and one.names & other.names:
        return Reason("住址和家长姓名相同,电话不同")
    return ""


def is_too_many(children: int) -> bool:
    """More than three children of one family are asked about."""
    return children >= MOST_JOINED_BY_ITSELF


def counted_from(*, written_in: tuple[int, int] | None, today: date, campaign_starts: Iterable[date]) -> date:
    """The day on which a roster's 小班 is meant: its title's month where that is recent or a campaign of the school's began
    about then; today otherwise (last year's workbook with this year's children)."""
    if written_in is None:
        return today
    said = date(*written_in, 1)
    near_a_campaign = any(abs((start - said).days) <= NEAR_DAYS for start in campaign_starts)
    is_fresh = -NEAR_DAYS <= (today - said).days <= FRESH_DAYS
    return said if is_fresh or near_a_campaign else today


def what_a_child_lacks(*, name: str, class_known: bool) -> list[Reason]:
    """Reasons why a child cannot be added by hand yet."""
    lacks = []
    if not name.strip():
        lacks.append(Reason("请写幼儿姓名"))
    if not class_known:
        lacks.append(Reason("请选择班级"))
    return lacks


def why_not_another_phone(
    *, is_same: bool, has_old: bool, is_asked: bool, is_principal: bool, was_looked_up: bool
) -> list[Reason]:
    """Reasons why a guardian's phone is not changed: whoever has the new number opens the family's link with it.

    `is_asked`: somebody ticked that the old number was called; `was_looked_up`: the journal knows that it was shown.
    """
    if is_same:
        return []
    if is_principal:
        return [] if is_asked else [Reason("新号码的后四位能打开专属链接:请核实是本人,再勾选“打过旧号码核实”")]
    if not has_old:
        return [Reason("登记里没有旧号码可打,请园长核实后更正")]
    if not was_looked_up:
        return [Reason("请先看旧号码、打过去问一声(会记下谁看过);打不通的,请园长核实后更正")]
    return [] if is_asked else [Reason("打过旧号码、问清是本人,请勾选“打过旧号码核实”;打不通的,请园长核实后更正")]
