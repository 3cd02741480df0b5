"""A slip of paper for each family of a class, with its own link: printed by the class's teachers, for that family's hand alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from zoufang.engines.refusal import Reason, Refused
from zoufang.ground.accounts.actor import Actor
from zoufang.ground.campaign.models import Campaign
from zoufang.ground.journal.actions import record
from zoufang.ground.org.models import Unit
from zoufang.stages.roster.models import Guardian
from zoufang.stages.roster.queries import HouseholdRow, household_rows, households_of_class
from zoufang.stages.signup import rules
from zoufang.stages.signup.access import may_print_slips_of
from zoufang.stages.signup.actions.links import address_with, hash_of, token_of
from zoufang.stages.signup.models import FamilyLink


@dataclass(frozen=True)
class FamilySlip:
    """One family's slip: its children of the class, whose link it is, the address, and the code in groups to type by hand."""

    names: str
    whose: str
    address: str
    code: str


@dataclass(frozen=True)
class SlipFamily:
    """A family of a class with the guardian whose link its slip carries, or why it has none. `generation`: None before there is
    a link."""

    names: str
    guardian: Guardian | None
    generation: int | None
    why_not: Reason | None


@dataclass(frozen=True)
class ClassSlips:
    """The slips of a class, and the families without one, each with what to do first."""

    slips: tuple[FamilySlip, ...]
    left_out: tuple[tuple[str, Reason], ...]


@transaction.atomic
def make_slips(*, klass: Unit, campaign: Campaign, by: Actor, at: datetime) -> ClassSlips:
    """A slip for each family of the class: the link of its first guardian whose link opens. That they were made stands in the
    journal, and nobody on them waits for a link any more. Refused to everybody but the class's teachers, and where there
    is none to make."""
    if not may_print_slips_of(by, klass):
        raise Refused("纸条上是各家自己的链接,只有本班老师可以打印")
    families = families_for_slips(klass, campaign)
    FamilyLink.objects.bulk_create(
        [
            FamilyLink(
                guardian=one.guardian, campaign=campaign, token_hash=hash_of(token_of(one.guardian, campaign, 1))
            )
            for one in families
            if one.guardian is not None and one.generation is None
        ],
        ignore_conflicts=True,
    )
    slips = tuple(
        _slip(one.names, one.guardian, campaign, one.generation or 1) for one in families if one.guardian is not None
    )
    if not slips:
        raise Refused("这个班现在没有能打印的纸条:请先核对登记的手机号,或给锁住的链接换新的")
    printed = [one.guardian.pk for one in families if one.guardian is not None]
    FamilyLink.objects.filter(campaign=campaign, guardian__in=printed).update(shown_at=at)
    record("link.slips_made", klass, by=by, at=at, unit=klass, facts={"count": len(slips)})
    return ClassSlips(slips, tuple((one.names, one.why_not) for one in families if one.why_not is not None))


def _slip(names: str, guardian: Guardian, campaign: Campaign, generation: int) -> FamilySlip:
    token = token_of(guardian, campaign, generation)
    return FamilySlip(names, guardian.relation, address_with(token), rules.in_groups(token))


def families_for_slips(klass: Unit, campaign: Campaign) -> list[SlipFamily]:
    """Every family of the class, in the order of its list, as a slip would be made: five queries, however many families."""
    homes = household_rows(households_of_class(klass))
    guardians: dict[int, list[Guardian]] = {home.pk: [] for home in homes}
    for guardian in Guardian.objects.filter(household__in=list(guardians)).order_by("pk"):
        guardians[guardian.household_id].append(guardian)
    found = FamilyLink.objects.filter(campaign=campaign, guardian__household__in=list(guardians))
    links = {link.guardian_id: link for link in found}
    return [_family(klass, home, guardians[home.pk], links) for home in homes]


def _family(klass: Unit, home: HouseholdRow, guardians: list[Guardian], links: dict[int, FamilyLink]) -> SlipFamily:
    names = "、".join(name for name, class_name, _id in home.children if class_name == klass.name) or home.names
    why: Reason | None = None
    for guardian in guardians:
        link = links.get(guardian.pk)
        not_this = rules.why_no_slip(
            has_phone=len(guardian.phone) >= 4,
            is_revoked=link is not None and link.revoked_at is not None,
            is_locked=link is not None and link.locked_at is not None,
            is_disowned=link is not None and link.disowned_at is not None,
        )
        if not_this is None:
            return SlipFamily(names, guardian, link.generation if link else None, None)
        why = why or not_this
    return SlipFamily(names, None, None, why or Reason("没有登记家长:先在花名册里补上"))
