"""Class after class by insertion, for where no solver is installed: the first class of siblings says when the others come."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from zoufang.engines.routing.insertion import ROUNDS, Inserter
from zoufang.engines.routing.instance import Family, Instance, Team, Visit
from zoufang.engines.routing.modes import Mode, free_modes, joint_modes, joint_starts
from zoufang.engines.routing.planning import mates_of


def in_sequence(instance: Instance, *, left: Callable[[], float], seed: int) -> tuple[Visit, ...]:
    """A plan that keeps every hard rule; nothing is known of how good it is."""
    teams = {team.id: team for team in instance.teams}
    told: dict[str, Visit] = {}
    visits: list[Visit] = []
    for place, team in enumerate(instance.teams):
        share = left() / (len(instance.teams) - place)
        modes = [
            mode for family in instance.families_of(team.id) for mode in _ways(instance, teams, team, family, told)
        ]
        inserter = Inserter(instance, team, modes, taken=_elsewhere(instance, team, visits))
        mine = inserter.plan(seed=seed, left=_until(left, left() - share), rounds=ROUNDS)
        visits += mine
        for visit in mine:
            told.setdefault(visit.family, visit)
    return tuple(sorted(visits))


def _until(left: Callable[[], float], rest: float) -> Callable[[], float]:
    return lambda: left() - rest


def _ways(instance: Instance, teams: dict[str, Team], team: Team, family: Family, told: dict[str, Visit]) -> list[Mode]:
    """Together where that can be; apart at the price of the split."""
    if len(family.classes) == 1:
        return free_modes(instance, team, family, minutes=family.service)
    starts = joint_starts(instance, [teams[klass] for klass in family.classes], family)
    if family.id in told:
        starts = [] if told[family.id].apart else [told[family.id].start]
    apart = free_modes(instance, team, family, minutes=family.alone, apart=True)
    priced = [replace(mode, penalty=mode.penalty + instance.prices.split) for mode in apart]
    return joint_modes(instance, team, family, starts) + priced


def _elsewhere(instance: Instance, team: Team, visits: list[Visit]) -> frozenset[int]:
    """Half-days in which one of the two is out with another class."""
    mates = mates_of(instance).get(team.id, frozenset())
    starts = [visit.start for visit in visits if visit.klass in mates]
    sessions = enumerate(instance.sessions)
    return frozenset(n for n, session in sessions if any(session.start <= start < session.end for start in starts))
