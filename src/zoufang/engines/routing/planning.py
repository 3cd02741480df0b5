"""An instance's plan: its parts that nothing couples, each planned on its own; checked; with bound, proof and who is left out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from zoufang.engines.routing.checking import Account, account_of
from zoufang.engines.routing.instance import Instance, Plan, Team, Visit

Left = Callable[[], float]


class BrokenRule(Exception):
    """A planner made a plan that breaks a hard rule: a fault in the engine; the plan is not handed out."""


@dataclass(frozen=True)
class Part:
    """What a planner answers for one part: visits, and a cost that no plan is below (None: nothing is known)."""

    visits: tuple[Visit, ...]
    bound: int
    proven: bool


@dataclass(frozen=True)
class Outcome:
    """A plan, what it comes to, and how good it is: no plan costs less than `lower_bound`; `proven`: it is that good."""

    plan: Plan
    account: Account
    lower_bound: int
    proven: bool


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
    return Outcome(plan, account, min(bound, account.cost), all(part.proven for part in parts))


def has_solver() -> bool:
    """Is the extra `planning` installed?"""
    from importlib.util import find_spec

    return find_spec("highspy") is not None and find_spec("numpy") is not None


def simple_bound(instance: Instance) -> int:
    """A cost that no plan is below, from single visits alone: who cannot be reached at all, one trip, everybody's shortest way."""
    price = instance.prices
    total, reached = 0, False
    for family in instance.families:
        for klass in family.classes:
            team = next(each for each in instance.teams if each.id == klass)
            if not reachable(instance, team, family.id):
                total += price.unplaced
                continue
            reached = True
            others = [team.school, *[f.id for f in instance.families_of(klass) if f.id != family.id]]
            ways = min(instance.travel.between(other, family.id) for other in others)
            total += min(price.unplaced, ways * price.travel)
    return total + (min(price.trip, price.unplaced) if reached else 0)


def reachable(instance: Instance, team: Team, family_id: str, *, modes: Mapping[int, object] | None = None) -> bool:
    """Could this team visit this family if it visited nobody else?"""
    from zoufang.engines.routing.modes import starts_within

    family = next(each for each in instance.families if each.id == family_id)
    way = instance.travel.between(team.school, family.id)
    return any(
        instance.sessions[number].start + way <= last
        for minutes in {family.service, family.alone}
        for number, spans in starts_within(instance, team, family, minutes).items()
        for _, last in spans
    )
