"""One part: by the solver where it is installed, else by insertion; with the reasons of who stays out."""

from __future__ import annotations

from collections.abc import Callable

from zoufang.engines.routing.checking import account_of
from zoufang.engines.routing.instance import Instance, Plan, Visit
from zoufang.engines.routing.planning import Part, has_solver, simple_bound
from zoufang.engines.routing.reasons import Again, Unplaced, why_unplaced
from zoufang.engines.routing.replanning import Key, Replanning
from zoufang.engines.routing.sequence import in_sequence

REASONS_SECONDS = 5.0  # for all reasons, at least
REASONS_SHARE = 0.5  # of the time given


def load_solver() -> None:
    """Import it now, before the time is taken: that may take a second."""
    if has_solver():
        import zoufang.engines.routing.kindergarten  # noqa: F401


def plan_part(instance: Instance, *, seconds: float, clock: Callable[[], float], seed: int) -> Part:
    """Plan one part in about so many seconds."""
    until = clock() + seconds

    def left() -> float:
        return until - clock()

    if not has_solver():
        visits = in_sequence(instance, left=left, seed=seed)
        return Part(visits, simple_bound(instance), False, _reasons(instance, visits, None))
    from zoufang.engines.routing.again import Replanner
    from zoufang.engines.routing.kindergarten import Kindergarten
    from zoufang.engines.routing.reopening import improve

    kindergarten = Kindergarten(instance, left=left, seed=seed)
    kindergarten.plan()
    if not kindergarten.mates:  # classes that share a teacher were planned one after the other, and stay so
        improve(kindergarten)
        kindergarten.tighten()
    visits = tuple(sorted(visit for plan in kindergarten.plans for visit in plan.visits))
    cost = account_of(instance, Plan(visits)).cost
    # What the wishes add to the value is no part of the cost.
    bound = min(cost, max(simple_bound(instance), cost - (kindergarten.value - kindergarten.bound)))
    is_exact = kindergarten.is_complete and not kindergarten.siblings and not kindergarten.mates
    proven = is_exact and kindergarten.bound >= kindergarten.value
    reasons_until = clock() + max(seconds * REASONS_SHARE, REASONS_SECONDS)
    again = Replanner(kindergarten, left=lambda: reasons_until - clock())
    return Part(visits, bound, proven, _reasons(instance, visits, again))


def replan_part(
    instance: Instance,
    old: Plan,
    confirmed: frozenset[Key],
    *,
    seconds: float,
    clock: Callable[[], float],
    seed: int,
) -> Part:
    """One part again, with the least change."""
    until = clock() + seconds
    solver = has_solver()
    replanning = Replanning(instance, old, confirmed)
    visits, proven = replanning.plan(left=lambda: until - clock(), seed=seed, with_solver=solver)
    cost = account_of(instance, Plan(visits)).cost
    return Part(visits, cost if proven else simple_bound(instance), proven, _reasons(instance, visits, None))


def _reasons(instance: Instance, visits: tuple[Visit, ...], again: Again | None) -> tuple[Unplaced, ...]:
    placed = {(visit.family, visit.klass) for visit in visits}
    return tuple(
        why_unplaced(instance, family, klass, visits, again=again)
        for family in instance.families
        for klass in family.classes
        if (family.id, klass) not in placed
    )
