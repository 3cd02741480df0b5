"""Classes that share families: siblings are visited once, by all their classes at the same time.

One relaxation over all classes says which joint starts fit together; a dive fixes them one by one; then every class is planned to its
optimum. Afterwards the joint starts of few classes at a time are opened again while time is left (`reopening`).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import reduce

import numpy as np
import numpy.typing as npt

from zoufang.engines.routing.insertion import Inserter
from zoufang.engines.routing.instance import Family, Instance, Team, Visit
from zoufang.engines.routing.listing import Listing, list_trips, narrowed
from zoufang.engines.routing.modes import Mode, free_modes, joint_modes, joint_starts
from zoufang.engines.routing.one_class import Search, cheapest, singles, visits_of
from zoufang.engines.routing.packing import Relaxation
from zoufang.engines.routing.planning import Left, mates_of
from zoufang.engines.routing.program import Column, Program, Solution
from zoufang.engines.routing.too_many import Pricing

Flags = npt.NDArray[np.bool_]
TRIPS = 320_000  # of one class, held at once
SHORT_SECONDS, FEW_TRIPS = 3.0, 40_000  # where there is so little time, so many are enough for a good plan
TRIPS_TOGETHER = 2_000_000  # of all classes of one kindergarten
RESERVE = 0.2  # of the time, for the classes after the dive
SURE = 0.8  # share of a joint start at which the dive decides for it at once
NEARLY = 10.0  # minutes that a first relaxation may be short of its bound
SIMPLE_ROUNDS, SIMPLE_SECONDS = 300, 0.5  # of insertion, for one class, also where the time is over


@dataclass(frozen=True)
class Siblings:
    """A family of several classes: their numbers, the starts at which all could come."""

    family: Family
    classes: tuple[int, ...]
    starts: tuple[int, ...]


@dataclass(frozen=True)
class ClassPlan:
    """One class's visits, their cost (splits apart) and what none is below while the siblings' starts stay."""

    visits: tuple[Visit, ...]
    value: int
    bound: int


class Kindergarten:
    """The planning of one part of an instance. `allowed`: by class, the modes that the decided joint starts leave."""

    def __init__(self, instance: Instance, *, left: Left, seed: int) -> None:
        self.instance, self.left, self.seed = instance, left, seed
        number = {team.id: n for n, team in enumerate(instance.teams)}
        teams = {team.id: team for team in instance.teams}
        several = [family for family in instance.families if len(family.classes) > 1]
        starts = {f.id: tuple(joint_starts(instance, [teams[c] for c in f.classes], f)) for f in several}
        most = TRIPS if left() > SHORT_SECONDS else FEW_TRIPS
        share = max(2_000, min(most, TRIPS_TOGETHER // max(1, len(instance.teams))))
        self.listings = [
            list_trips(instance, team, _modes_of(instance, team, starts), limit=share, left=left)
            for team in instance.teams
        ]
        self.siblings = [Siblings(f, tuple(number[c] for c in f.classes), starts[f.id]) for f in several]
        self.allowed: list[Flags] = [np.ones(len(each.modes), dtype=bool) for each in self.listings]
        self.plans: list[ClassPlan] = []
        self.floors = [0] * len(self.listings)
        self.known: dict[int, ClassPlan] = {}
        self.mates = mates_of(instance)
        self.bound = 0
        self.undecided: list[Siblings] = []
        self.program: Program | None = None
        self.columns: list[Column] = []

    @property
    def is_complete(self) -> bool:
        return all(listing.complete for listing in self.listings)

    def plan(self) -> None:
        """A first plan: joint starts by the dive, then each class."""
        bound = self._dive() if self.siblings else -math.inf
        if not self.siblings:
            for number, listing in enumerate(self.listings):
                if not listing.complete and self.left() > SHORT_SECONDS:
                    share = self.left() / (len(self.listings) - number)
                    pricing = Pricing(self.instance, listing, left=self._until(self.left() - share), seed=self.seed)
                    self.listings[number], self.floors[number] = pricing.all_that_matter()
                    if pricing.known is not None and not self.mates:
                        visits = self.visits(pricing.listing, pricing.known.solution)
                        self.known[number] = ClassPlan(visits, pricing.known.value, 0)
        for number in range(len(self.listings)):
            self._plan_next(number)
        if not self.siblings and not self.mates:
            bound = sum(plan.bound for plan in self.plans)
        known = math.isfinite(bound) and (self.is_complete or not self.siblings)
        self.bound = math.ceil(bound - 1e-4) if known else 0

    def _plan_next(self, number: int) -> None:
        """The next class; it chooses the start for siblings whom the dive had no time to decide."""
        mine = [siblings for siblings in self.undecided if number in siblings.classes]
        for siblings in mine:
            name = siblings.family.id
            together = [mode.family != name or mode.joint is not None for mode in self.listings[number].modes]
            self.allowed[number] &= np.array(together, dtype=bool)
        self.plans.append(self.one(number))
        starts = {visit.family: visit.start for visit in self.plans[-1].visits}
        for siblings in mine:
            if siblings.family.id in starts:
                self.undecided.remove(siblings)
                self.decide(siblings, starts[siblings.family.id])

    def _until(self, rest: float) -> Left:
        return lambda: self.left() - rest

    def one(self, number: int) -> ClassPlan:
        """The best plan of one class among its allowed modes."""
        listing = narrowed(self.listings[number], self.allowed[number], without=self._elsewhere(number))
        program = Program(self.instance, [listing], cheapest(self.instance, [listing]))
        share = self.left() / max(1, len(self.listings) - len(self.plans))
        left = self._until(self.left() - 2 * share) if self.siblings else self.left
        choice = Search(program, left=left, seed=self.seed).run() if listing.trips else None
        known = max(self.floors[number], choice.bound if choice and listing.complete else 0)
        if choice is not None and known >= choice.value:
            return ClassPlan(self.visits(listing, choice.solution), choice.value, choice.value)
        simple = min((self._simple(number), self.known.get(number)), key=lambda each: each.value if each else math.inf)
        assert simple is not None
        if choice is None or simple.value < choice.value:
            return replace(simple, bound=min(known, simple.value))
        return ClassPlan(self.visits(listing, choice.solution), choice.value, min(known, choice.value))

    def _simple(self, number: int) -> ClassPlan:
        """One class by insertion: where time was short, it may be better."""
        team, price, until = self.listings[number].team, self.instance.prices, self.left() - SIMPLE_SECONDS
        modes = [m for m, fits in zip(self.listings[number].modes, self.allowed[number], strict=True) if fits]
        inserter = Inserter(self.instance, team, modes, taken=self._elsewhere(number))
        visits = inserter.plan(seed=self.seed, left=self._until(until), rounds=SIMPLE_ROUNDS)
        out = len(self.instance.families_of(team.id)) - len(inserter.modes)
        return ClassPlan(tuple(visits), inserter.cost() + out * price.unplaced, 0)

    def _elsewhere(self, number: int) -> frozenset[int]:
        """Half-days in which a teacher of this class is out with another class, as planned so far."""
        mates = self.mates.get(self.instance.teams[number].id, frozenset())
        starts = [v.start for n, plan in enumerate(self.plans) if n != number for v in plan.visits if v.klass in mates]
        sessions = enumerate(self.instance.sessions)
        return frozenset(n for n, each in sessions if any(each.start <= start < each.end for start in starts))

    def visits(self, listing: Listing, solution: Solution) -> tuple[Visit, ...]:
        """What a solution's trips of one listing come to."""
        chosen = [column for column, _ in solution.trips if column.listing == 0]
        return tuple(visit for column in chosen for visit in visits_of(self.instance, listing, column))

    def decide(self, siblings: Siblings, start: int | None) -> None:
        """These classes come to the siblings together then; None: each on its own."""
        for number in siblings.classes:
            name = siblings.family.id
            modes = self.listings[number].modes
            theirs = np.array([mode.family == name for mode in modes], dtype=bool)
            fits = np.array([mode.joint == start for mode in modes], dtype=bool)
            self.allowed[number] = np.where(theirs, fits, self.allowed[number])

    def _dive(self) -> float:
        """Decide the siblings' starts from the relaxation; its bound."""
        program = Program(
            self.instance,
            self.listings,
            cheapest(self.instance, self.listings),
            siblings={s.family.id: (s.family.classes, s.starts) for s in self.siblings},
        )
        left = self._until(self.left() * RESERVE)  # the classes must be planned afterwards
        relaxation = Relaxation(program, left=left, seed=self.seed)
        relaxation.add([*singles(program), *self._seeds()])
        bound = relaxation.solve(until=NEARLY)
        undecided = {s.family.id: s for s in self.siblings}
        self._round_up(relaxation)
        while undecided and relaxation.is_solved and left() > 0:
            relaxation.solve(until=NEARLY)
            joint: dict[str, tuple[float, int]] = {}
            for (name, start), value in sorted(relaxation.solution().joint.items()):
                if name in undecided and value > joint.get(name, (0.0, 0))[0]:
                    joint[name] = (value, start)
            sure = [name for name, (value, _) in joint.items() if value > SURE]
            best = max(joint, key=lambda name: (joint[name][0], name), default=None)
            if best is None:
                break
            for name in sorted({*sure, best}):
                relaxation.fix_joint(name, joint[name][1])
                self.decide(undecided.pop(name), joint[name][1])
        self.program, self.columns = program, relaxation.columns
        for siblings in undecided.values():
            if (relaxation.is_solved and left() > 0) or not siblings.starts:
                self.decide(siblings, None)  # the relaxation keeps them apart
            else:
                self.undecided.append(siblings)
        return bound

    def _seeds(self) -> list[Column]:
        """What each class would bring on its own: a start that saves most of the work."""
        found = []
        for number, listing in enumerate(self.listings):
            program = Program(self.instance, [listing], cheapest(self.instance, [listing]))
            relaxation = Relaxation(program, left=self.left, seed=self.seed)
            relaxation.add(singles(program))
            relaxation.solve()
            found += [Column(number, column.table, column.row) for column in relaxation.columns]
        return found

    def _round_up(self, relaxation: Relaxation) -> None:
        """Nobody goes out half: whoever goes out five and a half times in the relaxation goes six times in what is dived for."""
        for row, count in zip(relaxation.program.count_row, relaxation.trips(), strict=True):
            relaxation.bound_row(row, math.ceil(count - 1e-4), -1)

    def tighten(self) -> None:
        """A better bound: where a class with fewer trips cannot be part of a better plan, it goes out once more."""
        value = self.value
        if self.program is None or not self.is_complete or value <= self.bound:
            return
        relaxation = Relaxation(self.program, left=self.left, seed=self.seed)
        relaxation.add(self.columns)
        relaxation.solve()
        for row, count in zip(self.program.count_row, relaxation.trips(), strict=True):
            least = math.ceil(count - 1e-4)
            if least - count < 1e-4 or self.left() <= 0:
                continue
            relaxation.bound_row(row, 0, least - 1)
            proven = relaxation.solve(enough=value)
            relaxation.bound_row(row, least if proven >= value else 0, -1)
        bound = relaxation.solve()
        if relaxation.is_solved:  # and nobody is left out half
            left_out = sum(relaxation.solution().unplaced.values())
            relaxation.bound_row(self.program.out_row, math.ceil(left_out - 1e-4), -1)
            bound = max(bound, relaxation.solve())
        if math.isfinite(bound):
            self.bound = max(self.bound, min(value, math.ceil(bound - 1e-4)))

    @property
    def value(self) -> int:
        """What the plan costs."""
        price = self.instance.prices
        return sum(plan.value for plan in self.plans) + price.split * self.splits(self.siblings)

    def splits(self, among: list[Siblings]) -> int:
        """How many of these are visited apart."""
        count = 0
        for siblings in among:
            name = siblings.family.id
            starts = {v.start for n in siblings.classes for v in self.plans[n].visits if v.family == name}
            count += len(starts) > 1
        return count


def _modes_of(instance: Instance, team: Team, starts: dict[str, tuple[int, ...]]) -> list[Mode]:
    """All ways in which a class may visit its families."""

    def ways(family: Family) -> list[Mode]:
        if len(family.classes) == 1:
            return free_modes(instance, team, family, minutes=family.service)
        together = joint_modes(instance, team, family, starts[family.id])
        return together + free_modes(instance, team, family, minutes=family.alone, apart=True)

    return reduce(lambda modes, family: modes + ways(family), instance.families_of(team.id), [])
