"""How many to ask, and how many of them in each stratum."""

from __future__ import annotations

import math
from collections.abc import Mapping
from statistics import NormalDist

from zoufang.engines.refusal import Refused


def width_of(confidence: float) -> float:
    """The standard normal's quantile: 1.96 for 95 %."""
    if not 0.5 <= confidence < 1:
        raise Refused("把握要在 50% 到 100% 之间,例如 0.95")
    return NormalDist().inv_cdf((1 + confidence) / 2)


def size_for(
    population: int, *, error: float, confidence: float = 0.95, expected: float = 0.5, reached: float = 1.0
) -> int:
    """How many of `population` to draw so that the interval is about ± `error`, where a share `reached` answers.

    `expected`: the share thought likely; a half needs most and is right when nothing is known.
    """
    if not 0 < error < 0.5:
        raise Refused("允许的误差要在 0 到 50% 之间,例如 0.05")
    if not 0 < reached <= 1 or not 0 <= expected <= 1:
        raise Refused("比例要在 0 到 1 之间")
    if population <= 0:
        return 0
    endless = (width_of(confidence) / error) ** 2 * max(expected * (1 - expected), error * (1 - error) / 4)
    of_these = endless / (1 + (endless - 1) / population)
    return min(population, math.ceil(math.ceil(of_these - 1e-9) / reached - 1e-9))


def share(total: int, sizes: Mapping[str, int], *, least: int = 2) -> dict[str, int]:
    """`total` shared in proportion to the strata's sizes, `least` for each (as far as it has them)."""
    given = {name: min(least, size) for name, size in sizes.items()}
    whole = sum(sizes.values())
    total = min(max(total, sum(given.values())), whole)
    if not whole:
        return given
    wished = {name: total * size / whole for name, size in sizes.items()}
    while (left := total - sum(given.values())) > 0:
        name = max(
            (name for name, size in sizes.items() if given[name] < size),
            key=lambda name: (wished[name] - given[name], name),
        )
        given[name] += 1 if wished[name] - given[name] <= 2 else min(left, math.floor(wished[name]) - given[name])
    return given
