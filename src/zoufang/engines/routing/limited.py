"""One class's plan in a process of its own: what is asked and what is answered are JSON (`run_limited` calls it)."""

from __future__ import annotations

import json
import time

from zoufang.engines.routing.district import plan, replan
from zoufang.engines.routing.instance import Instance, Session
from zoufang.engines.routing.planning import has_solver
from zoufang.engines.routing.reading import instance_of, plan_of, written
from zoufang.engines.routing.reasons import Unplaced


def answered(payload: bytes) -> bytes:
    """`{instance, keep, seconds}` → the plan, how good it is, and why who is left out. With `keep` the least change."""
    asked = json.loads(payload)
    instance = instance_of(json.dumps(asked["instance"]).encode())
    seconds = float(asked["seconds"])
    if asked["keep"] is None:
        outcome = plan(instance, seconds=seconds, clock=time.monotonic, processes=1)
    else:
        old, confirmed = plan_of(json.dumps(asked["keep"]).encode(), instance)
        outcome = replan(instance, old, confirmed, seconds=seconds, clock=time.monotonic)
    said = written(outcome.plan) | {
        "cost": outcome.account.cost,
        "bound": outcome.lower_bound,
        "proven": outcome.proven,
        "solver": has_solver(),
        "trips": outcome.account.trips,
        "travel": outcome.account.travel,
        "unplaced": [_unplaced(instance, each) for each in outcome.unplaced],
    }
    return json.dumps(said).encode()


def _unplaced(instance: Instance, found: Unplaced) -> dict[str, object]:
    return {
        "family": found.family,
        "kind": found.kind,
        "displaces": list(found.displaces),
        "half_days": [_start(instance.sessions[n]) for n in found.half_days],
        "other_times": [_start(instance.sessions[n]) for n in found.other_times],
    }


def _start(session: Session) -> list[int]:
    return [session.start, session.end]
