"""An instance's plan: its parts that nothing couples, each planned on its own; checked; with bound, proof and who is left out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from zoufang.engines.routing.checking import Account, account_of
from zoufang.engines.routing.instance import Family, Instance, Plan, Team, Visit
from zoufang.engines.routing.modes import starts_within
from zoufang.engines.routing.reasons import Unplaced

Left = Callable[[], float]


class BrokenRule(Exception):
    """A planner made a plan that breaks a hard rule: a fault in the engine; the plan is not handed out."""


@dataclass(frozen=True)
class Part:
    """What a planner answers for one part: visits, and a cost that no plan is below, why families stay out."""

    visits: tuple[Visit, ...]
    bound: int
    proven: bool
    unplaced: tuple[Unplaced, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """A plan, what it comes to, and how good it is: no plan costs less than `lower_bound`; `proven`: it is that good."""

    plan: Plan
    account: Account
    lower_bound: int
    proven: bool
    unplaced: tuple[Unplaced, ...]


def parts_of(instance: Instance) -> list[Instance]:
    """Cut where nothing couples: classes that share a family or a teacher stay together. In the order of the classes."""
    group = {team.id: team.id for team in instance.teams}

    def root(klass: str) -> str:
        while group[klass] != klass:
            group[klass] = group[group[klass]]
            klass = group[klass]
        return klass

    links = [family.classes for family in instance.families]
    by_teacher: dict[str, list[str]] = {}
    for team in instance.teams:
        for teacher in team.teachers:
            by_teacher.setdefault(teacher, []).append(team.id)
    for classes in [*links, *by_teacher.values()]:
        for other in classes[1:]:
            group[root(other)] = root(classes[0])
    teams: dict[str, list[Team]] = {}
    for team in instance.teams:
        teams.setdefault(root(team.id), []).append(team)
    families: dict[str, list[int]] = {}
    for number, family in enumerate(instance.families):
        families.setdefault(root(family.classes[0]), []).append(number)
    return [
        replace(
            instance,
            teams=tuple(members),
            families=tuple(instance.families[n] for n in families.get(name, ())),
        )
        for name, members in teams.items()
    ]


def assembled(instance: Instance, parts: Sequence[Part]) -> Outcome:
    """The parts' answers as one, checked against every hard rule."""
    plan = Plan(tuple(sorted(visit for part in parts for visit in part.visits)))
    account = account_of(instance, plan)
    if account.faults:
        raise BrokenRule("; ".join(account.faults[:5]))
    bound = sum(part.bound for part in parts)
    unplaced = tuple(each for part in parts for each in part.unplaced)
    return Outcome(plan, account, min(bound, account.cost), all(part.proven for part in parts), unplaced)


def mates_of(instance: Instance) -> dict[str, frozenset[str]]:
    """Class → other classes with which it shares a teacher; only those that do."""
    found: dict[str, frozenset[str]] = {}
    for team in instance.teams:
        others = {each.id for each in instance.teams if each.id != team.id and set(each.teachers) & set(team.teachers)}
        if others:
            found[team.id] = frozenset(others)
    return found


def has_solver() -> bool:
    """Is the extra `planning` installed?"""
    from importlib.util import find_spec

    return find_spec("highspy") is not None and find_spec("numpy") is not None


def simple_bound(instance: Instance) -> int:
    """A cost that no plan is below, from single visits alone: who cannot be reached at all; one trip; everybody's shortest way."""
    price = instance.prices
    teams = {team.id: team for team in instance.teams}
    total = 0
    reached: set[str] = set()
    for family in instance.families:
        for klass in family.classes:
            team = teams[klass]
            if not _reachable(instance, team, family):
                total += price.unplaced
                continue
            reached.add(klass)
            others = [team.school, *[f.id for f in instance.families_of(klass) if f.id != family.id]]
            total += min(
                price.unplaced, price.travel * min(instance.travel.between(each, family.id) for each in others)
            )
    return total + len(reached) * min(price.trip, price.unplaced)


def _reachable(instance: Instance, team: Team, family: Family) -> bool:
    way = instance.travel.between(team.school, family.id)
    spans = starts_within(instance, team, family, min(family.service, family.alone))
    return any(instance.sessions[n].start + way <= last for n, each in spans.items() for _, last in each)


def only_places(instance: Instance) -> Instance:
    """The same with the places of its own families and schools only (a district's would be copied to every process)."""
    wanted = {family.id for family in instance.families} | {team.school for team in instance.teams}
    travel = instance.travel
    places = {name: place for name, place in travel.places.items() if name in wanted}
    table = {a: {b: m for b, m in row.items() if b in wanted} for a, row in travel.table.items() if a in wanted}
    return replace(instance, travel=replace(travel, places=places, table=table))
