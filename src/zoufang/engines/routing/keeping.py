"""The least change of one class, by the solver: first who is dropped and moved, then the cost of the plans that are equal in that."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from zoufang.engines.routing.instance import Team, Visit
from zoufang.engines.routing.listing import list_trips
from zoufang.engines.routing.modes import Mode
from zoufang.engines.routing.one_class import Search, cheapest, visits_of
from zoufang.engines.routing.program import Goal, Limit, Program

if TYPE_CHECKING:
    from zoufang.engines.routing.replanning import Replanning

TRIPS = 300_000


def keep_most(
    replanning: Replanning, team: Team, modes: Sequence[Mode], *, left: Callable[[], float], seed: int
) -> tuple[tuple[Visit, ...], bool] | None:
    """The class's visits that change least among these modes, and whether that is proven; None where time did not suffice."""
    instance = replanning.instance
    listing = list_trips(instance, team, modes, limit=TRIPS, left=left)
    if not listing.trips:
        return (), True
    # Each step outweighs all of the next ones together, whatever the number of families.
    step = len(instance.families_of(team.id)) + 1
    told = {family for family, klass in replanning.confirmed if klass == team.id}
    moved = [mode.moves * (step**2 if mode.family in told else 1) for mode in listing.modes]
    out = {
        (family.id, team.id): float(step**3 if family.id in told else step) for family in instance.families_of(team.id)
    }
    change = Goal(trip=0.0, modes=(np.array(moved, dtype=float),), unplaced=out)
    first = Search(Program(instance, [listing], change), left=left, seed=seed).run()
    if first is None:
        return None
    columns = [column for column, _ in first.solution.trips]
    limits = [Limit(change, float(first.value))]
    program = Program(instance, [listing], cheapest(instance, [listing]), limits=limits)
    second = Search(program, left=left, seed=seed, start=columns).run()
    best = first if second is None else second
    visits = [visit for column, _ in best.solution.trips for visit in visits_of(instance, listing, column)]
    return tuple(visits), listing.complete and first.bound >= first.value
