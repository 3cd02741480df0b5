"""The rules in force, and what holds for each child. Other stages ask `may_…`; each request asks anew."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from zoufang.engines.refusal import Reason
from zoufang.ground.accounts.actor import Actor
from zoufang.ground.accounts.states import Role
from zoufang.ground.org.models import Unit, UnitQuerySet
from zoufang.stages.rights import rules
from zoufang.stages.rights.models import ChildRules, Consent
from zoufang.stages.rights.states import Say, Scope
from zoufang.stages.roster.models import Child, Guardian, Household
from zoufang.stages.roster.queries import classes_of_actor, households_of_class
from zoufang.stages.roster.states import CareLevel

SEES_SAYS = (Role.PRINCIPAL,)


def rules_of(school: Unit) -> ChildRules | None:
    """The version in force; None before the first is issued."""
    return ChildRules.objects.filter(school=school).first()


def versions_of(school: Unit) -> QuerySet[ChildRules]:
    """Every version, the newest first."""
    return ChildRules.objects.filter(school=school).select_related("issued_by")


def schools_led(actor: Actor) -> UnitQuerySet:
    """The schools whose rules this person issues."""
    inside = Q(pk__in=[])
    for path in actor.paths_as(*SEES_SAYS):
        inside |= Q(path=path)
    found: UnitQuerySet = Unit.objects.schools().filter(inside, closed_on__isnull=True)
    return found


def classes_with_says(actor: Actor) -> UnitQuerySet:
    """The classes of which this person sees who agreed to what: a teacher her own, the principal the school's."""
    inside = Q(pk__in=actor.classes_taught())
    for path in actor.paths_as(*SEES_SAYS):
        inside |= Q(path__startswith=path)
    found: UnitQuerySet = classes_of_actor(actor).filter(inside)
    return found


def own_says(children: Collection[int], guardian: Guardian) -> dict[int, dict[Scope, bool]]:
    """This guardian's words that hold, by child."""
    found: dict[int, dict[Scope, bool]] = {child: {} for child in children}
    for consent in _holding(Consent.objects.filter(child__in=children, guardian=guardian)):
        found[consent.child_id][Scope(consent.scope)] = consent.is_given
    return found


def is_asked(guardian: Guardian) -> bool:
    """Is there something in the rules in force on which this guardian has not said a word that holds?"""
    if rules_of(guardian.household.school) is None:
        return False
    here = guardian.household.children.filter(left_on__isnull=True).values_list("pk", flat=True)
    return any(len(said) < len(Scope) for said in own_says(list(here), guardian).values())


def held_says(guardian: Guardian) -> QuerySet[Consent]:
    """Everything this guardian ever said, the newest first."""
    return Consent.objects.filter(guardian=guardian).select_related("child", "rules").order_by("-pk")


def says_of(children: Collection[int]) -> dict[int, dict[Scope, Say]]:
    """What holds for each child and scope, from all its guardians: two queries, however many children."""
    words: dict[int, dict[Scope, list[bool]]] = {child: {} for child in children}
    for consent in _holding(Consent.objects.filter(child__in=children)):
        words[consent.child_id].setdefault(Scope(consent.scope), []).append(consent.is_given)
    return {
        child: rules.what_holds({scope: rules.together(said) for scope, said in scopes.items()})
        for child, scopes in words.items()
    }


def _holding(consents: QuerySet[Consent]) -> Iterable[Consent]:
    """Of each child, guardian and scope the newest word, unless the rules ask for more since."""
    newest = {(each.child_id, each.guardian_id, each.scope): each for each in consents.select_related("rules")}
    schools = {each.rules.school_id for each in newest.values()}
    asks_more: dict[int, dict[int, list[str]]] = {school: {} for school in schools}
    for school, version, more in ChildRules.objects.filter(school__in=schools).values_list(
        "school_id", "version", "asks_more"
    ):
        asks_more[school][version] = more
    return [
        each
        for each in newest.values()
        if rules.still_holds(
            is_given=each.is_given,
            scope=each.scope,
            version=each.rules.version,
            asks_more=asks_more[each.rules.school_id],
        )
    ]


def may_keep_health_note(child: Child) -> bool:
    """May a note on this child's health and care be kept?"""
    return _may(child, Scope.HEALTH)


def may_keep_photo(child: Child) -> bool:
    """May a photo of a visit to this child be kept?"""
    return _may(child, Scope.PHOTO)


def may_publish(child: Child) -> bool:
    """May anything of this child be shown to the public?"""
    return _may(child, Scope.PUBLICITY)


def may_pass_on(child: Child) -> bool:
    """May rows that name this child leave the school?"""
    return _may(child, Scope.PASS_ON)


def families_that_pass_on(households: Iterable[str]) -> set[str]:
    """Public ids of those of these families that agreed, for every child here, that identifiable rows leave the school: a
    fixed number of queries."""
    here = Child.objects.filter(household__public_id__in=list(households), left_on__isnull=True)
    children = dict(here.values_list("pk", "household__public_id"))
    agreed: dict[str, bool] = {}
    for child, says in says_of(list(children)).items():
        home = children[child]
        agreed[home] = agreed.get(home, True) and says[Scope.PASS_ON] == Say.YES
    return {home for home, said in agreed.items() if said}


def pass_on_withdrawn(school: Unit, *, since: datetime) -> bool:
    """Did a guardian of this school say no to passing rows on, or to the basic handling, since then?"""
    said = Consent.objects.filter(rules__school=school, scope__in=[Scope.PASS_ON, Scope.BASIC], is_given=False)
    return said.filter(said_at__gte=since).exists()


def why_no_photo(household: Household, *, by_family: bool, shows_no_child: bool) -> list[Reason]:
    """Reasons why a photo is not kept at this family's matter or visit today."""
    here = list(household.children.filter(left_on__isnull=True).values_list("pk", flat=True))
    says = [each[Scope.PHOTO] for each in says_of(here).values()]
    return rules.why_no_photo(says=says, by_family=by_family, shows_no_child=shows_no_child)


def _may(child: Child, scope: Scope) -> bool:
    return says_of([child.pk])[child.pk][scope] == Say.YES


def handling_of(households: Collection[int]) -> dict[int, Say]:
    """The basic handling of each of these families: three queries."""
    homes: dict[int, list[int]] = {pk: [] for pk in households}
    here = Child.objects.filter(household__in=households, left_on__isnull=True).values_list("household_id", "pk")
    for home, child in here:
        homes[home].append(child)
    says = says_of([child for _, child in here])
    return {home: rules.of_a_family([says[child][Scope.BASIC] for child in found]) for home, found in homes.items()}


def has_refused_handling(household: Household) -> bool:
    """Did a guardian refuse that the visit's information is kept? Then: a talk without a record."""
    return handling_of([household.pk])[household.pk] == Say.NO


def why_no_care_note(household: Household, *, level: str, note: str) -> list[Reason]:
    """Reasons why this family's note on care is not kept today."""
    says = says_of(list(household.children.filter(left_on__isnull=True).values_list("pk", flat=True)))
    return _why_no_note(list(says.values()), level=level, note=note)


def _why_no_note(says: Collection[dict[Scope, Say]], *, level: str, note: str) -> list[Reason]:
    return rules.why_no_care_note(
        basic=rules.of_a_family([each[Scope.BASIC] for each in says]),
        health=[each[Scope.HEALTH] for each in says],
        has_words=bool(note.strip()),
        level_is_none=level == CareLevel.NONE,
    )


@dataclass(frozen=True)
class ChildSays:
    """A child of a class, and what holds for it. `note_must_go`: the family has a note on care that nobody agreed to."""

    name: str
    household_id: str
    says: dict[Scope, Say]
    note_must_go: bool

    @property
    def is_open(self) -> bool:
        return self.says[Scope.BASIC] == Say.OPEN


def class_says(klass: Unit) -> list[ChildSays]:
    """Every child of the class by roster order: a constant number of queries."""
    homes = {home.pk: home for home in households_of_class(klass)}
    here = list(Child.objects.filter(household__in=homes, left_on__isnull=True))
    says = says_of([child.pk for child in here])
    families: dict[int, list[dict[Scope, Say]]] = {home: [] for home in homes}
    for child in here:
        families[child.household_id].append(says[child.pk])
    gone = {pk for pk, home in homes.items() if _why_no_note(families[pk], level=home.care_level, note=home.care_note)}
    return [
        ChildSays(child.name, homes[child.household_id].public_id, says[child.pk], child.household_id in gone)
        for child in here
        if child.klass_id == klass.pk
    ]


@dataclass(frozen=True)
class ScopeCount:
    """Of one scope: how many children have a yes, how many were answered for, of how many."""

    scope: Scope
    yes: int
    answered: int
    of: int


def scope_counts(school: Unit) -> list[ScopeCount]:
    """n of N per scope, over the school's children."""
    here = Child.objects.filter(klass__path__startswith=school.path, left_on__isnull=True, household__school=school)
    says = list(says_of(list(here.values_list("pk", flat=True))).values())
    return [
        ScopeCount(
            scope,
            sum(each[scope] == Say.YES for each in says),
            sum(each[scope] != Say.OPEN for each in says),
            len(says),
        )
        for scope in Scope
    ]
