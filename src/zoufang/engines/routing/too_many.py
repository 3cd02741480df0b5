"""A class with more trips than can be held: list again and again only what could help, by the prices of what is known.

Column generation with the listing itself as pricing. When nothing helps any more the relaxation is solved, and the trips that a
better plan could hold are few enough to be listed.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from zoufang.engines.routing.instance import Instance
from zoufang.engines.routing.listing import Listing, Worth, list_trips
from zoufang.engines.routing.one_class import Choice, Search, cheapest, singles
from zoufang.engines.routing.packing import Relaxation
from zoufang.engines.routing.program import SMALL, Column, Program

A_ROUND = 20_000  # trips that one round of pricing may bring
WITHIN = 200_000  # trips that a better plan could hold, at most
RESERVE = 0.35  # of the time, for the choice that follows


class Pricing:
    """The relaxation of one class over all its trips, of which the listing holds only some."""

    def __init__(self, instance: Instance, listing: Listing, *, left: Callable[[], float], seed: int) -> None:
        self.instance, self.listing, self.seed = instance, listing, seed
        self.whole_left, self.reserve = left, left() * RESERVE
        self.columns: list[Column] = []
        self.relaxation: Relaxation | None = None
        self.known: Choice | None = (
            None  # a plan of the first trips; its columns stay where they are in every later listing
        )

    def left(self) -> float:
        """Seconds that are left for this."""
        return self.whole_left() - self.reserve

    def all_that_matter(self) -> tuple[Listing, int]:
        """A listing that holds every trip of every better plan than can be made of the first one, and a bound.

        It is complete where that could be shown; else it holds more useful trips than before.
        """
        bound = self.solve(0, -1)
        known = Search(self._program(0, -1), left=lambda: self.left() / 2, seed=self.seed).run()
        self.known = known
        if known is None or not math.isfinite(bound):
            return self.listing, 0
        least = 0
        if self.relaxation is not None:
            least = math.ceil(self.relaxation.trips()[0] - 1e-4)
        # Nobody goes out half: with fewer trips nothing better can be had, so there are at least so many.
        if least and self.solve(0, least - 1, enough=known.value) >= known.value:
            bound = max(bound, self.solve(least, -1))
        elif not math.isfinite(self.solve(0, -1)):
            return self.listing, 0
        # Of the plans beyond the proof none is better; of the others every trip is within the gap.
        matter = self._worth(most=known.value - bound, limit=WITHIN)
        found = math.ceil(bound - 1e-4)
        if not matter.complete or self.left() <= 0:
            return self.listing, min(found, known.value)
        return _joined(matter, self.listing), min(found, known.value)

    def solve(self, least: int, most: int, *, enough: float = math.inf) -> float:
        """The bound of plans with so many trips, over all trips; minus infinity where time was too short."""
        while True:
            program = self._program(least, most)
            relaxation = Relaxation(program, left=self.left, seed=self.seed)
            relaxation.add(self.columns or singles(program))
            relaxation.solve()
            if not relaxation.is_solved or self.left() <= 0:
                return -math.inf
            if relaxation.proven < enough < math.inf:
                return -math.inf
            self.columns, self.relaxation = relaxation.columns, relaxation
            fresh = self._worth(most=-SMALL, limit=A_ROUND)
            if not fresh.count and not fresh.complete:
                fresh = self._worth(most=-SMALL, limit=WITHIN)
            if not fresh.count:
                return relaxation.proven if fresh.complete else -math.inf
            self.listing = replace(self.listing, trips=(*self.listing.trips, *fresh.trips))

    def _program(self, least: int, most: int) -> Program:
        goal = cheapest(self.instance, [self.listing])
        return Program(self.instance, [self.listing], goal, counts=[(least, most)])

    def _worth(self, *, most: float, limit: int) -> Listing:
        assert self.relaxation is not None
        duals = self.relaxation.duals()
        worth = Worth(np.array(duals.modes[0]), np.array(duals.sessions[0] + duals.counts[0]), most)
        team, modes = self.listing.team, self.listing.modes
        return list_trips(self.instance, team, modes, limit=limit, left=self.left, worth=worth)


def _joined(matter: Listing, known: Listing) -> Listing:
    """What matters with what is known (whose trips the best plan so far is made of)."""
    return replace(matter, trips=(*known.trips, *matter.trips))
