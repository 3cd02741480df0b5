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
from zoufang.engines.routing.program import SMALL, Column, Floats, Program

A_ROUND = 4_000  # trips that one round of pricing may bring
WITHIN = 200_000  # trips that a better plan could hold, at most
MARGIN = 1.05  # by how much more than enough is shown
RESERVE = 0.35  # of the time, for the choice that follows


class Pricing:
    """The relaxation of one class over all its trips, of which the listing holds only some."""

    def __init__(self, instance: Instance, listing: Listing, *, left: Callable[[], float], seed: int) -> None:
        self.instance, self.listing, self.seed = instance, listing, seed
        self.whole_left, self.reserve = left, left() * RESERVE
        self.columns: list[Column] = []
        self.relaxation: Relaxation | None = None
        self.whole: tuple[Floats, Floats, float] = (
            np.zeros(0),
            np.zeros(0),
            math.inf,
        )  # prices of the relaxation of all plans
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
        assert self.relaxation is not None
        least = math.ceil(self.relaxation.trips()[0] - 1e-4)
        self.whole = (*self._prices(), bound)
        # Nobody goes out half: with fewer trips nothing better can be had, so there are at least so many.
        fewer = self.solve(0, least - 1, enough=known.value) if least else -math.inf
        again = self.solve(least if fewer >= known.value else 0, -1)
        if not math.isfinite(again):
            return self.listing, min(math.ceil(bound - 1e-4), known.value)
        bound = again
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
            share = self._share(relaxation.proven, enough)
            fresh = self._worth(most=-SMALL, limit=A_ROUND, share=share)
            if not fresh.count and not fresh.complete:
                fresh = self._worth(most=-SMALL, limit=WITHIN, share=share)
            if not fresh.count:
                proven = relaxation.proven if share == 1 else share * relaxation.proven + (1 - share) * self.whole[2]
                return proven if fresh.complete else -math.inf
            self.listing = replace(self.listing, trips=(*self.listing.trips, *fresh.trips))

    def _program(self, least: int, most: int) -> Program:
        goal = cheapest(self.instance, [self.listing])
        return Program(self.instance, [self.listing], goal, counts=[(least, most)])

    def _share(self, proven: float, enough: float) -> float:
        """How much of these prices to take beside those of the whole: no more than suffices, for tamer prices are quicker to list by.

        Any mixture of two sets of prices by which no trip is worth more than it costs is another, and proves the mixture.
        """
        if math.isinf(enough) or proven <= self.whole[2]:
            return 1.0
        return min(1.0, max(0.0, (MARGIN * enough - self.whole[2]) / (proven - self.whole[2])))

    def _prices(self) -> tuple[Floats, Floats]:
        assert self.relaxation is not None
        duals = self.relaxation.duals()
        return np.array(duals.modes[0]), np.array(duals.sessions[0] + duals.counts[0])

    def _worth(self, *, most: float, limit: int, share: float = 1.0) -> Listing:
        modes, sessions = self._prices()
        if share < 1:
            modes = share * modes + (1 - share) * self.whole[0]
            sessions = share * sessions + (1 - share) * self.whole[1]
        listing, worth = self.listing, Worth(modes, sessions, most)
        return list_trips(self.instance, listing.team, listing.modes, limit=limit, left=self.left, worth=worth)


def _joined(matter: Listing, known: Listing) -> Listing:
    """What matters with what is known (whose trips the best plan so far is made of)."""
    return replace(matter, trips=(*known.trips, *matter.trips))
