"""Families, as far as each person may see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import connection
from django.db.models import Prefetch, Q, QuerySet

from zoufang.ground.accounts.actor import Actor
from zoufang.ground.accounts.states import Role
from zoufang.ground.campaign.models import Campaign
from zoufang.ground.org.models import Unit, UnitQuerySet
from zoufang.ground.org.queries import classes_of
from zoufang.ground.privacy.fields import fingerprint
from zoufang.ground.privacy.masks import mask_address, mask_phone
from zoufang.stages.roster.models import Child, Guardian, Household, HouseholdDoubt, RosterImport
from zoufang.stages.roster.states import CareLevel, DoubtState, ImportState
from zoufang.web.prepared import Prepared

SEES_SCHOOL = (Role.PRINCIPAL, Role.LEADER, Role.CLERK)
KEEPS_ROSTER = (Role.PRINCIPAL, Role.CLERK)
STILL_HERE = Prefetch(
    "children", queryset=Child.objects.filter(left_on__isnull=True).select_related("klass"), to_attr="here"
)


def households_of(actor: Actor) -> QuerySet[Household]:
    """The families this person may see: a teacher those with a child in her classes, the school's leaders all."""
    taught = Child.objects.filter(klass__in=actor.classes_taught(), left_on__isnull=True).values("household")
    inside = Q(pk__in=taught)
    for path in actor.paths_as(*SEES_SCHOOL):
        inside |= Q(school__path__startswith=path)
    return Household.objects.filter(inside, left_on__isnull=True).select_related("school")


def households_of_class(klass: Unit) -> QuerySet[Household]:
    """The families with a child in this class, in the order of the roster."""
    inside = Child.objects.filter(klass=klass, left_on__isnull=True).values("household")
    return Household.objects.filter(pk__in=inside, left_on__isnull=True).order_by("pk")


def households_of_school(school: Unit) -> QuerySet[Household]:
    """Every family of the school."""
    return Household.objects.filter(school=school, left_on__isnull=True).order_by("pk")


def households_in_campaign(campaign: Campaign) -> QuerySet[Household]:
    """The families in one of the campaign's phases: the denominator of every rate. Source: domain §2."""
    years = list(campaign.phases.values_list("entry_year", flat=True))
    inside = Child.objects.filter(klass__entry_year__in=years, left_on__isnull=True).values("household")
    return households_of_school(campaign.unit).filter(pk__in=inside)


def classes_of_actor(actor: Actor) -> UnitQuerySet:
    """The classes whose families this person may see."""
    inside = Q(pk__in=actor.classes_taught())
    for path in actor.paths_as(*SEES_SCHOOL):
        inside |= Q(path__startswith=path)
    classes = Unit.objects.classes().filter(inside, closed_on__isnull=True)
    found: UnitQuerySet = classes.order_by("-entry_year", "class_number", "name")
    return found


def schools_of_actor(actor: Actor) -> UnitQuerySet:
    """The schools whose roster this person keeps."""
    inside = Q(pk__in=[])
    for path in actor.paths_as(*KEEPS_ROSTER):
        inside |= Q(path__startswith=path)
    found: UnitQuerySet = Unit.objects.schools().filter(inside, closed_on__isnull=True)
    return found


def guardians_by_phone(unit: Unit, phone: str) -> list[Guardian]:
    """Guardians below this class or school who are registered with this phone."""
    known = Guardian.objects.filter(phone_hash=fingerprint("phone", phone), household__left_on__isnull=True)
    if unit.kind == "class":
        homes = Child.objects.filter(klass=unit, left_on__isnull=True).values("household")
        known = known.filter(household__in=homes)
    else:
        known = known.filter(household__school__path__startswith=unit.path)
    return list(known.select_related("household"))


def open_doubts_of(actor: Actor) -> QuerySet[HouseholdDoubt]:
    """Look-alikes that this person is asked about."""
    inside = Q(pk__in=[])
    for path in actor.paths_as(*KEEPS_ROSTER):
        inside |= Q(one__school__path__startswith=path)
    alive = Q(one__left_on__isnull=True, other__left_on__isnull=True)
    return HouseholdDoubt.objects.filter(inside & alive, state=DoubtState.OPEN).select_related("one", "other")


def imports_of(actor: Actor) -> QuerySet[RosterImport]:
    """The uploads of the schools whose roster this person keeps, the newest first."""
    return (
        RosterImport.objects.filter(school__in=schools_of_actor(actor)).select_related("file", "school").order_by("-pk")
    )


def waiting_import_of(actor: Actor) -> RosterImport | None:
    """The upload that waits for its confirmation."""
    return imports_of(actor).filter(state=ImportState.WAITING).first()


_HOUSEHOLD = Prepared(lambda home: Household.objects.select_for_update().filter(pk=home), "number")


def lock_household(household: Household) -> None:
    """Who else writes for this family waits until the transaction ends."""
    # SQLite's write transaction is alone anyway.
    if connection.features.has_select_for_update:
        _HOUSEHOLD.first(household.pk)


def needs_discretion(household: Household) -> bool:
    """Did the class's teachers or the principal mark this family as one to be talked with alone?"""
    return household.care_level != CareLevel.NONE


@dataclass(frozen=True)
class GuardianRow:
    """A guardian with the phone masked."""

    public_id: str
    name: str
    relation: str
    phone: str


@dataclass(frozen=True)
class HouseholdRow:
    """A family in a list: its children with their classes, its guardians masked."""

    public_id: str
    children: tuple[tuple[str, str, str], ...]  # name, class, public id
    guardians: tuple[GuardianRow, ...]
    address: str
    needs_care: bool
    pk: int = field(repr=False, default=0)

    @property
    def names(self) -> str:
        return "、".join(name for name, _, _ in self.children)


def household_rows(households: QuerySet[Household], *, with_care: bool = False) -> list[HouseholdRow]:
    """Rows for a page: three queries, however many families. `with_care`: only for those who may know."""
    full = households.prefetch_related(STILL_HERE, "guardians")
    return [
        HouseholdRow(
            public_id=each.public_id,
            children=tuple((child.name, child.klass.name, child.public_id) for child in each.here),  # type: ignore[attr-defined]
            guardians=tuple(
                GuardianRow(g.public_id, g.name, g.relation, mask_phone(g.phone)) for g in each.guardians.all()
            ),
            address=mask_address(each.address),
            needs_care=with_care and each.care_level != CareLevel.NONE,
            pk=each.pk,
        )
        for each in full
    ]


@dataclass(frozen=True)
class ClassRow:
    """A class with how many are in it."""

    unit: Unit
    children: int
    households: int


def class_rows(classes: UnitQuerySet) -> list[ClassRow]:
    """Counts of children and households by class: two queries."""
    found = list(classes)
    pairs = Child.objects.filter(klass__in=[c.pk for c in found], left_on__isnull=True).values_list(
        "klass_id", "household_id"
    )
    homes: dict[int, list[int]] = {each.pk: [] for each in found}
    for klass, home in pairs:
        homes[klass].append(home)
    return [ClassRow(each, len(homes[each.pk]), len(set(homes[each.pk]))) for each in found]


def doubt_sides(doubts: Sequence[HouseholdDoubt]) -> list[tuple[HouseholdDoubt, HouseholdRow, HouseholdRow]]:
    """Each doubt with both families as rows."""
    keys = {key for each in doubts for key in (each.one_id, each.other_id)}
    rows = {row.pk: row for row in household_rows(Household.objects.filter(pk__in=keys))}
    return [(each, rows[each.one_id], rows[each.other_id]) for each in doubts]


def school_has_roster(school: Unit) -> bool:
    """Is there any class yet?"""
    return bool(classes_of(school).exists())


def with_care(households: Sequence[int]) -> set[int]:
    """Those of these families that have a note or level of care. Ask only for those who may know (`may_know_care`)."""
    marked = Household.objects.filter(pk__in=households).exclude(care_level=CareLevel.NONE)
    return set(marked.values_list("pk", flat=True))
