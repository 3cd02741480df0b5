"""Planning again after something has changed: who was told a time keeps it wherever that can be.

In this order: drop the fewest of those who confirmed; move the fewest of them; leave out the fewest others; move the fewest of
them; then the ordinary cost. Classes in which nothing is broken stay as they are.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from zoufang.engines.routing.insertion import Inserter, Route
from zoufang.engines.routing.instance import DAY, Family, Instance, Plan, Team, Visit, minutes_of
from zoufang.engines.routing.modes import Mode, free_modes, joint_modes, joint_starts, starts_within
from zoufang.engines.routing.planning import mates_of

Key = tuple[str, str]  # family, class


@dataclass(frozen=True)
class Change:
    """A visit that is not what it was: `before` None: new; `after` None: left out."""

    family: str
    klass: str
    before: int | None
    after: int | None
    confirmed: bool


def changes_between(old: Plan, new: Plan, confirmed: frozenset[Key]) -> tuple[Change, ...]:
    """Who must be told what."""
    before, after = old.starts, new.starts
    found = []
    for key in sorted({*before, *after}):
        a, b = before.get(key), after.get(key)
        if a is None or b is None or a.start != b.start:
            found.append(Change(*key, a.start if a else None, b.start if b else None, key in confirmed))
    return tuple(found)


def still_kept(instance: Instance, old: Plan) -> tuple[Visit, ...]:
    """Those of the old visits that can stay as they are, all together."""
    families = {family.id: family for family in instance.families}
    trips: dict[tuple[str, int], list[Visit]] = {}
    for team in instance.teams:
        for visit in old.visits:
            if visit.klass == team.id and visit.family in families:
                session = _session_of(instance, team, families[visit.family], visit)
                if session is not None:
                    trips.setdefault((team.id, session), []).append(visit)
    teams = {team.id: team for team in instance.teams}
    kept = []
    for (klass, session), visits in trips.items():
        here, clock = teams[klass].school, instance.sessions[session].start
        for visit in sorted(visits, key=lambda each: each.start):
            if clock + instance.travel.between(here, visit.family) <= visit.start:
                kept.append(visit)
                here, clock = visit.family, visit.start + minutes_of(families[visit.family], visit)
    return tuple(sorted(kept))


def _session_of(instance: Instance, team: Team, family: Family, visit: Visit) -> int | None:
    spans = starts_within(instance, team, family, minutes_of(family, visit))
    return next((n for n, each in spans.items() if any(a <= visit.start <= b for a, b in each)), None)


class Replanning:
    """One part of an instance, planned again class by class."""

    def __init__(self, instance: Instance, old: Plan, confirmed: frozenset[Key]) -> None:
        # A rest between visits is no reason to move anybody who was told a time.
        self.instance = replace(instance, wishes=replace(instance.wishes, rest_after=0))
        self.confirmed = confirmed
        self.teams = {team.id: team for team in instance.teams}
        self.old = old.starts
        self.kept = {(v.family, v.klass): v for v in still_kept(instance, old)}
        self.now = dict(self.kept)
        self.mates = mates_of(instance)

    def plan(self, *, left: Callable[[], float], seed: int, with_solver: bool) -> tuple[tuple[Visit, ...], bool]:
        """The visits, and whether it is proven that they change as little as can be (siblings as they were told)."""
        broken = [
            team
            for team in self.instance.teams
            if not all((family.id, team.id) in self.kept for family in self.instance.families_of(team.id))
        ]
        proven = True
        for place, team in enumerate(broken):
            rest = left() * (1 - 1 / (len(broken) - place))
            visits, sure = self._again(team, left=_share(left, rest), seed=seed, with_solver=with_solver)
            proven &= sure
            self.now = {key: visit for key, visit in self.now.items() if key[1] != team.id}
            self.now.update({(visit.family, visit.klass): visit for visit in visits})
        return tuple(sorted(self.now.values())), proven

    def _again(
        self, team: Team, *, left: Callable[[], float], seed: int, with_solver: bool
    ) -> tuple[tuple[Visit, ...], bool]:
        """One class. First only who must move or is new moves; others only where somebody who confirmed would be dropped."""
        families = self.instance.families_of(team.id)
        best = (self._inserted(team, families), False)
        if not with_solver:
            return best
        from zoufang.engines.routing.keeping import keep_most

        for wide in (False, True):
            modes = [mode for family in families for mode in self.ways(team, family, wide=wide)]
            found = keep_most(self, team, modes, left=left, seed=seed)
            if found is not None and self._rank(team, found[0]) <= self._rank(team, best[0]):
                best = found
            if not self._rank(team, best[0])[0]:
                break
        return best

    def _rank(self, team: Team, visits: tuple[Visit, ...]) -> tuple[int, ...]:
        """What is worse, in order: dropped and moved of those who confirmed, left out and moved of the others."""
        starts = {visit.family: visit.start for visit in visits}
        counts = [0, 0, 0, 0]
        for family in self.instance.families_of(team.id):
            key = (family.id, team.id)
            other = 0 if key in self.confirmed else 2
            told = self.old.get(key)
            if family.id not in starts:
                counts[other] += 1
            elif told is not None and starts[family.id] != told.start:
                counts[other + 1] += 1
        return tuple(counts)

    def ways(self, team: Team, family: Family, *, wide: bool) -> list[Mode]:
        """How this class may visit the family now. A mode `moves` where it is another time than was told."""
        key = (family.id, team.id)
        told = self.kept.get(key)
        modes: list[Mode] = []
        if told is not None:
            session = _session_of(self.instance, team, family, told)
            assert session is not None
            starts = {session: ((told.start, told.start),)}
            modes.append(Mode(family.id, minutes_of(family, told), starts, apart=told.apart))
            if key in self.confirmed and not wide:
                return modes
        taken = self._elsewhere(team)
        for mode in self._free(team, family):
            free = {number: spans for number, spans in mode.starts.items() if number not in taken}
            if free:
                modes.append(replace(mode, starts=free, moves=1 if key in self.old else 0))
        return modes

    def _elsewhere(self, team: Team) -> frozenset[int]:
        """Half-days in which one of the two is out with another class."""
        mates = self.mates.get(team.id, frozenset())
        starts = [visit.start for visit in self.now.values() if visit.klass in mates]
        sessions = enumerate(self.instance.sessions)
        return frozenset(n for n, each in sessions if any(each.start <= start < each.end for start in starts))

    def _free(self, team: Team, family: Family) -> list[Mode]:
        if len(family.classes) == 1:
            return free_modes(self.instance, team, family, minutes=family.service)
        others = [
            self.now[family.id, klass]
            for klass in family.classes
            if (family.id, klass) in self.now and klass != team.id
        ]
        if others:
            starts = sorted({visit.start for visit in others if not visit.apart})
        else:
            starts = joint_starts(self.instance, [self.teams[klass] for klass in family.classes], family)
        price = self.instance.prices.split if others else 0
        apart = free_modes(self.instance, team, family, minutes=family.alone, apart=True)
        together = [replace(mode, joint=None) for mode in joint_modes(self.instance, team, family, starts)]
        return together + [replace(mode, penalty=mode.penalty + price) for mode in apart]

    def _inserted(self, team: Team, families: tuple[Family, ...]) -> tuple[Visit, ...]:
        """Without a solver: all stay, the others go where they fit."""
        modes = [mode for family in families for mode in self.ways(team, family, wide=False)]
        inserter = Inserter(self.instance, team, modes)
        for mode in sorted(modes, key=lambda each: min(a for spans in each.starts.values() for a, _ in spans)):
            told = self.kept.get((mode.family, team.id))
            if told is not None and mode.moves == 0:
                session = next(iter(mode.starts))
                inserter.routes.setdefault(session, Route(session)).modes.append(mode)
        inserter.insert(
            [family.id for family in families if (family.id, team.id) not in self.kept and family.id in inserter.modes]
        )
        return tuple(inserter.visits())


def _share(left: Callable[[], float], rest: float) -> Callable[[], float]:
    return lambda: left() - rest


def say_minute(minute: int) -> str:
    """第 3 天 18:05"""
    return f"第 {minute // DAY + 1} 天 {minute % DAY // 60:02d}:{minute % 60:02d}"
