"""Many parts at once: nothing couples schools, so each is planned in a process of its own."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor

from zoufang.engines.routing.instance import Instance, Plan
from zoufang.engines.routing.part import load_solver, plan_part, replan_part
from zoufang.engines.routing.planning import Outcome, Part, assembled, only_places, parts_of
from zoufang.engines.routing.replanning import Key

Clock = Callable[[], float]
LEAST_SECONDS = 1.0


def plan(instance: Instance, *, seconds: float, clock: Clock, seed: int = 1, processes: int | None = None) -> Outcome:
    """Plan an instance in about so many seconds by this clock (`time.monotonic`).

    The same seed gives the same plan where time does not run out. `processes`: 1 stays in this process; None: one for each core
    where there is more than one part.
    """
    load_solver()
    until = clock() + seconds
    parts = [only_places(part) for part in parts_of(instance)]
    workers = min(len(parts), processes or os.cpu_count() or 1)
    if workers <= 1:
        done: list[Part] = []
        for number, part in enumerate(parts):
            share = max(0.0, until - clock()) / (len(parts) - number)
            done.append(plan_part(part, seconds=share, clock=clock, seed=seed))
        return assembled(instance, done)
    return assembled(instance, _in_processes(parts, until, clock, seed, workers))


def replan(
    instance: Instance, old: Plan, confirmed: frozenset[Key], *, seconds: float, clock: Clock, seed: int = 1
) -> Outcome:
    """Plan again with the least change. The bound is of plans that change as little."""
    load_solver()
    until = clock() + seconds
    done = []
    for part in parts_of(instance):
        classes = {team.id for team in part.teams}
        mine = Plan(tuple(visit for visit in old.visits if visit.klass in classes))
        told = frozenset(key for key in confirmed if key[1] in classes)
        done.append(replan_part(part, mine, told, seconds=max(LEAST_SECONDS, until - clock()), clock=clock, seed=seed))
    return assembled(instance, done)


def _in_processes(parts: list[Instance], until: float, clock: Clock, seed: int, workers: int) -> list[Part]:
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        futures = [
            pool.submit(planned_by, part, until, (len(parts) - number + workers - 1) // workers, clock, seed)
            for number, part in enumerate(parts)
        ]
        return [future.result() for future in futures]


def planned_by(part: Instance, until: float, turns: int, clock: Clock, seed: int) -> Part:
    """One part, when so many turns are still to come in this process (its own among them) until the end."""
    load_solver()
    return plan_part(part, seconds=max(LEAST_SECONDS, (until - clock()) / turns), clock=clock, seed=seed)
