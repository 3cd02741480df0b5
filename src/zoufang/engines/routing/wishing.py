"""What each wish costs: the plan is made once more without it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from zoufang.engines.routing.instance import Instance, Wishes
from zoufang.engines.routing.planning import Outcome

# A wish and what switches it off.
OFF: dict[str, dict[str, int]] = {
    "together": {"together": 0},
    "even": {"even": 0},
    "days": {"days": 0},
    "dark": {"dark": 0},
    "rest": {"rest_after": 0, "rest_minutes": 0},
}


def wished(wishes: Wishes) -> list[str]:
    """Which wishes are made."""
    return [name for name, off in OFF.items() if all(getattr(wishes, each) for each in off)]


def prices_of(instance: Instance, outcome: Outcome, plan: Callable[[Instance], Outcome]) -> dict[str, int]:
    """By wish: how much the plan would cost less without it, in minutes of travel (families left out and half-days included)."""
    found = {}
    for name in wished(instance.wishes):
        without = plan(replace(instance, wishes=replace(instance.wishes, **OFF[name])))
        found[name] = outcome.account.cost - without.account.cost
    return found
