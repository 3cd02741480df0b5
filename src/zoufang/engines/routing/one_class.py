"""One class: the best plan among all its trips, and the proof that none is better.

The relaxation is weak in one way: it goes out five and a half times. So the plans are parted by the count of trips; within each
part the bound is nearly the optimum, and few trips remain that a better plan could hold.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from zoufang.engines.routing.choosing import choose
from zoufang.engines.routing.instance import Instance, Visit
from zoufang.engines.routing.listing import Listing
from zoufang.engines.routing.packing import Relaxation
from zoufang.engines.routing.program import SMALL, Column, Goal, Program, Solution

FEW_TRIPS = 2_500  # a choice among so few is made at once
STEPS = (300, 700, 2_000, 6_000, 20_000, 60_000)  # trips of a choice, one after the other until the rest cannot help
CUT_ROUNDS = 4


@dataclass(frozen=True)
class Choice:
    """What was chosen, its value, and a value that none is below (of these trips)."""

    solution: Solution
    value: int
    bound: int


def cheapest(instance: Instance, listings: Sequence[Listing]) -> Goal:
    """The ordinary goal: the instance's prices."""
    price = instance.prices
    return Goal(
        trip=1.0,
        modes=tuple(np.zeros(len(listing.modes)) for listing in listings),
        unplaced={
            (family.id, listing.team.id): float(price.unplaced)
            for listing in listings
            for family in instance.families_of(listing.team.id)
        },
        split=float(price.split),
        days=float(instance.wishes.days),
    )


@dataclass(frozen=True, order=True)
class Part:
    """The plans with so many trips and so many families left out (least, most); none is below the bound."""

    bound: float
    trips: tuple[int, int]
    left_out: tuple[int, int]


class Search:
    """The search for one listing's best choice, part by part; `start`: trips with which the program can be kept."""

    def __init__(self, program: Program, *, left: Callable[[], float], seed: int, start: Sequence[Column] = ()) -> None:
        assert len(program.listings) == 1
        self.program, self.left, self.seed, self.start = program, left, seed, start
        self.best: Solution | None = None

    def run(self) -> Choice | None:
        """Best choice and bound; None where not even a first choice was found in the time."""
        whole = Relaxation(self.program, left=self.left, seed=self.seed)
        whole.add([*singles(self.program), *self.start])
        most = len({int(s) for each in self.program.listings[0].trips for s in np.unique(each.session)})
        parts = [Part(whole.solve(), (0, most), (0, len(self.program.keys)))]
        self.offer(whole.dive())
        closed = math.inf
        while parts and _up(min(parts).bound) < self.value and self.left() > 0:
            part = min(parts)
            parts.remove(part)
            self._enter(whole, part)
            whole.solve()
            pieces = _pieces(part, whole.solution()) if whole.is_solved else []
            if not pieces:
                closed = min(closed, self.part(whole.columns, part))
            for trips, left_out in pieces:
                piece = Part(part.bound, trips, left_out)
                self._enter(whole, piece)
                parts.append(replace(piece, bound=max(part.bound, whole.solve())))
        if self.best is None and self.left() > 0:
            self.offer(choose(self.program, whole.columns, seconds=self.left(), seed=self.seed).solution)
        if self.best is None:
            return None
        return Choice(self.best, self.value, _up(min([float(self.value), closed, *[part.bound for part in parts]])))

    def _enter(self, relaxation: Relaxation, part: Part) -> None:
        relaxation.bound_row(self.program.count_row[0], *part.trips)
        relaxation.bound_row(self.program.out_row, *part.left_out)

    @property
    def value(self) -> int:
        return round(self.best.value) if self.best else 1 << 60

    def offer(self, solution: Solution | None) -> None:
        """Keep it where it is better."""
        if solution is not None and round(solution.value) < self.value:
            self.best = solution

    def part(self, columns: Sequence[Column], part: Part) -> float:
        """The best choice in a part; returns what none in it is below."""
        program = replace(self.program, counts=[part.trips], left_out=part.left_out)
        here = Relaxation(program, left=self.left, seed=self.seed)
        here.add(columns)
        bound = max(part.bound, here.solve())
        self.offer(here.dive())
        for _ in range(CUT_ROUNDS):
            here.solve()
            if _up(bound) >= self.value or self.left() <= 0:
                return bound
            if here.shrink(self.value) <= FEW_TRIPS or not here.cut(0):
                break
            bound = max(bound, here.solve())
            self.offer(here.dive())
        return self.stepwise(here, max(bound, here.solve()))

    def stepwise(self, here: Relaxation, bound: float) -> float:
        """Choose among the trips that add least; a plan that holds a dearer one costs at least so much more than is proven."""
        wanted, worth = here.cheapest(self.value)
        for count in (*STEPS, len(wanted)):
            if not wanted or (count > len(wanted)) or self.left() <= 0:
                continue
            found = choose(
                here.program,
                wanted[:count],
                seconds=self.left(),
                seed=self.seed,
                start=self.best if self._fits(here.program) else None,
            )
            self.offer(found.solution)
            beyond = here.proven + worth[count] if count < len(wanted) else math.inf
            bound = max(bound, min(found.bound, beyond))
            if _up(bound) >= self.value:
                return bound
        return bound if wanted else float(self.value)

    def _fits(self, program: Program) -> bool:
        if self.best is None:
            return False
        spans = ((program.counts[0], len(self.best.trips)), (program.left_out, len(self.best.unplaced)))
        return all(least <= count <= most for (least, most), count in spans)


def _pieces(part: Part, solution: Solution) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """How a part is parted further: where the relaxation leaves out half a family, there; else by trips; none: it is small enough."""
    left_out = sum(solution.unplaced.values())
    if abs(left_out - round(left_out)) > 1e-4 and part.left_out[0] < part.left_out[1]:
        middle = math.ceil(left_out)
        return [(part.trips, (part.left_out[0], middle - 1)), (part.trips, (middle, part.left_out[1]))]
    least, most = part.trips
    if least == most:
        return []
    middle = min(most, max(least, math.ceil(sum(value for _, value in solution.trips) - 1e-4)))
    spans = ((least, middle - 1), (middle, middle), (middle + 1, most))
    return [(span, part.left_out) for span in spans if span[0] <= span[1]]


def visits_of(instance: Instance, listing: Listing, column: Column) -> list[Visit]:
    """A trip's visits, each as early as it can be."""
    trips = listing.trips[column.table]
    number = int(trips.session[column.row])
    clock, here = instance.sessions[number].start, listing.team.school
    wishes = instance.wishes
    visits = []
    for count, place in enumerate(trips.modes[column.row], start=1):
        mode = listing.modes[int(place)]
        clock += instance.travel.between(here, mode.family)
        clock = min(max(clock, first) for first, last in mode.starts[number] if clock <= last)
        visits.append(Visit(listing.team.id, clock, mode.family, mode.apart))
        clock, here = clock + mode.minutes, mode.family
        if wishes.rest_after and count % wishes.rest_after == 0:
            clock += wishes.rest_minutes
    return visits


def singles(program: Program) -> list[Column]:
    """Every trip to one family alone, so that there is something to begin with."""
    return [
        Column(number, table, row)
        for number, listing in enumerate(program.listings)
        for table, trips in enumerate(listing.trips)
        if trips.modes.shape[1] == 1
        for row in range(len(trips.cost))
    ]


def _up(value: float) -> int:
    """The whole number that no plan is below; minus one where nothing is known."""
    return (1 << 60 if value > 0 else -1) if math.isinf(value) else math.ceil(value - 100 * SMALL)
