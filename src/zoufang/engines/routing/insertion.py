"""A plan without a solver: insert the hardest first where it costs least, then take some out and put them back, many times.

Plain Python; deterministic for a seed and a number of rounds. It proves nothing.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from zoufang.engines.routing.instance import Instance, Team, Visit
from zoufang.engines.routing.modes import Mode

ROUNDS = 400
Way = Callable[[str, str], int]


@dataclass
class Route:
    """One half-day: modes in the order of the visits."""

    session: int
    modes: list[Mode] = field(default_factory=list)


class Inserter:
    """Plans one class. `modes`: by family, the ways to visit it (the first is tried first)."""

    def __init__(
        self, instance: Instance, team: Team, modes: Sequence[Mode], *, taken: frozenset[int] = frozenset()
    ) -> None:
        self.instance, self.team = instance, team
        self.modes: dict[str, list[Mode]] = {}
        for mode in modes:
            self.modes.setdefault(mode.family, []).append(mode)
        names = [team.school, *self.modes]
        place = {name: n for n, name in enumerate(names)}
        matrix = instance.travel.matrix(names)
        self.way: Way = lambda a, b: matrix[place[a]][place[b]]
        self.taken = taken
        self.routes: dict[int, Route] = {}

    def plan(self, *, seed: int, left: Callable[[], float], rounds: int = ROUNDS) -> list[Visit]:
        """The best plan of so many rounds (fewer where time runs out)."""
        chance = random.Random(seed)  # noqa: S311  (a search, no secret)
        self.insert(sorted(self.modes, key=self._scarcity))
        best, value = self._copy(), self.cost()
        for _ in range(rounds):
            if left() <= 0:
                break
            self.routes = {n: Route(n, list(route.modes)) for n, route in best.items()}
            self._ruin(chance)
            self.insert(sorted(self._out(), key=lambda name: (self._scarcity(name), chance.random())))
            now = self.cost()
            if now <= value:
                best, value = self._copy(), now
        self.routes = best
        return self.visits()

    def visits(self) -> list[Visit]:
        """The plan as it stands."""
        found = []
        for route in self.routes.values():
            for mode, start in zip(route.modes, self._starts(route.session, route.modes) or (), strict=True):
                found.append(Visit(self.team.id, start, mode.family, mode.apart))
        return found

    def _copy(self) -> dict[int, Route]:
        return {n: Route(n, list(route.modes)) for n, route in self.routes.items() if route.modes}

    def _out(self) -> list[str]:
        placed = {mode.family for route in self.routes.values() for mode in route.modes}
        return [name for name in self.modes if name not in placed]

    def _scarcity(self, name: str) -> tuple[int, int, str]:
        sessions = {n for mode in self.modes[name] for n in mode.starts}
        return (len(sessions), -self.way(self.team.school, name), name)

    def cost(self) -> int:
        price = self.instance.prices
        cost = price.unplaced * len(self._out())
        for route in self.routes.values():
            if route.modes:
                cost += price.trip + price.travel * self._walked(route.modes) + sum(m.penalty for m in route.modes)
        return cost

    def _walked(self, modes: Sequence[Mode]) -> int:
        stops = [self.team.school, *[mode.family for mode in modes]]
        return sum(self.way(a, b) for a, b in pairwise(stops))

    def _starts(self, session: int, modes: Sequence[Mode]) -> list[int] | None:
        """As early as can be; None where somebody cannot be reached in time."""
        clock, here, wishes = self.instance.sessions[session].start, self.team.school, self.instance.wishes
        starts = []
        for count, mode in enumerate(modes, start=1):
            clock += self.way(here, mode.family)
            later = [max(clock, first) for first, last in mode.starts.get(session, ()) if clock <= last]
            if not later:
                return None
            clock = min(later)
            starts.append(clock)
            clock, here = clock + mode.minutes, mode.family
            if wishes.rest_after and count % wishes.rest_after == 0:
                clock += wishes.rest_minutes
        return starts

    def insert(self, names: Sequence[str]) -> None:
        """Each where it costs least."""
        price = self.instance.prices
        for name in names:
            options = []
            for rank, mode in enumerate(self.modes[name]):
                for session in mode.starts:
                    if session in self.taken:
                        continue
                    route = self.routes.get(session) or Route(session)
                    before = self._walked(route.modes)
                    for at in range(len(route.modes) + 1):
                        tried = [*route.modes[:at], mode, *route.modes[at:]]
                        extra = price.travel * (self._walked(tried) - before) + mode.penalty
                        extra += 0 if route.modes else price.trip
                        options.append((extra, rank, session, at, mode))
            for _, _, session, at, mode in sorted(options, key=lambda each: each[:4]):
                route = self.routes.get(session) or Route(session)
                tried = [*route.modes[:at], mode, *route.modes[at:]]
                if self._starts(session, tried) is not None:
                    self.routes[session] = Route(session, tried)
                    break

    def _ruin(self, chance: random.Random) -> None:
        """Take out one or two whole half-days, or a handful of families."""
        used = sorted(self.routes)
        if used and chance.random() < 0.6:
            for session in chance.sample(used, min(len(used), chance.choice((1, 2)))):
                del self.routes[session]
            return
        placed = sorted({mode.family for route in self.routes.values() for mode in route.modes})
        gone = set(chance.sample(placed, min(len(placed), chance.randint(2, 6))))
        for session in used:
            kept = [mode for mode in self.routes[session].modes if mode.family not in gone]
            if kept and self._starts(session, kept) is not None:
                self.routes[session].modes = kept
            else:
                del self.routes[session]
