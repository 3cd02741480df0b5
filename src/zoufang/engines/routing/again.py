"""Planning one class again with a family forced in, for the reasons."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from zoufang.engines.routing.instance import Family, Instance, Team
from zoufang.engines.routing.kindergarten import Kindergarten
from zoufang.engines.routing.listing import Listing, Trips, list_trips, narrowed
from zoufang.engines.routing.modes import Mode, free_modes, starts_within
from zoufang.engines.routing.one_class import Search, cheapest
from zoufang.engines.routing.planning import Left
from zoufang.engines.routing.program import Program

TRIPS = 100_000  # of one further half-day
SECONDS = 2.0  # for one question


class Replanner:
    """Keeps the siblings' starts as the kindergarten's plan has decided them."""

    def __init__(self, kindergarten: Kindergarten, *, left: Left) -> None:
        self.kindergarten, self.left = kindergarten, left

    def __call__(self, instance: Instance, team: Team, family: Family, session: int | None) -> tuple[str, ...] | None:
        """Who stays out of this class's plan when the family is in; with the half-day opened, where one is named."""
        began = self.left()
        if began <= 0:
            return None
        number = next(n for n, each in enumerate(self.kindergarten.listings) if each.team.id == team.id)
        allowed = self.kindergarten.allowed[number].copy()
        listing = self.kindergarten.listings[number]
        if len(family.classes) > 1:
            allowed |= np.array([mode.family == family.id and mode.apart for mode in listing.modes], dtype=bool)
        listing = narrowed(listing, allowed)
        if session is not None:
            listing = self._with_session(listing, allowed, team, session)
        placed = {visit.family for visit in self.kindergarten.plans[number].visits}
        price = instance.prices.unplaced
        # Of the plans that leave out as few: one that moves out as few as can be of those who are in.
        kept = {
            (f.id, team.id): price + (price // 50 if f.id in placed and session is None else 0)
            for f in instance.families_of(team.id)
        }
        goal = replace(cheapest(instance, [listing]), unplaced=kept)
        program = Program(instance, [listing], goal, forced=frozenset({(family.id, team.id)}))
        choice = Search(program, left=lambda: SECONDS - began + self.left(), seed=self.kindergarten.seed).run()
        return None if choice is None else tuple(sorted(name for name, _ in choice.solution.unplaced))

    def _with_session(
        self, listing: Listing, allowed: np.ndarray[tuple[int], np.dtype[np.bool_]], team: Team, session: int
    ) -> Listing:
        """The listing with this half-day's trips, the team being free then."""
        instance = self.kindergarten.instance
        modes = [
            self._opened(mode, team, session) if fits else mode
            for mode, fits in zip(listing.modes, allowed, strict=True)
        ]
        known = {mode.family for mode, fits in zip(modes, allowed, strict=True) if fits}
        for family in instance.families_of(team.id):
            if family.id not in known:
                modes += free_modes(instance, team, family, minutes=family.alone, apart=len(family.classes) > 1)
        usable = [
            fits and session in mode.starts for mode, fits in zip(modes, [*allowed, *[True] * len(modes)], strict=False)
        ]
        only = [mode if fits else replace(mode, starts={}) for mode, fits in zip(modes, usable, strict=True)]
        fresh = list_trips(instance, team, only, limit=TRIPS, left=self.left, only=frozenset({session}))
        old = [_without(trips, session) for trips in listing.trips]
        return Listing(team, tuple(modes), (*old, *fresh.trips), listing.complete and fresh.complete)

    def _opened(self, mode: Mode, team: Team, session: int) -> Mode:
        if mode.joint is not None:
            return mode
        family = next(each for each in self.kindergarten.instance.families if each.id == mode.family)
        spans = starts_within(self.kindergarten.instance, team, family, mode.minutes).get(session)
        return replace(mode, starts={**mode.starts, session: spans}) if spans else mode


def _without(trips: Trips, session: int) -> Trips:
    keep = trips.session != session
    return Trips(trips.modes[keep], trips.session[keep], trips.cost[keep])
