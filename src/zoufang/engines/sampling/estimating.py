"""What the drawn say of all: the share, and an interval that covers the truth as often as it states."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from zoufang.engines.refusal import Refused


@dataclass(frozen=True)
class Stratum:
    """`population` families, `asked` of them reached, `found` of these with what is looked for."""

    population: int
    asked: int
    found: int


@dataclass(frozen=True)
class Estimate:
    """The share in the whole population with its interval; `asked` of `population` answered."""

    share: float
    low: float
    high: float
    asked: int
    population: int
    confidence: float


def estimate(strata: Sequence[Stratum], *, confidence: float = 0.95) -> Estimate:
    """The weighted share of all strata. A stratum of which nobody was reached widens the interval by all it could hold."""
    for each in strata:
        if not 0 <= each.found <= each.asked <= each.population:
            raise Refused("人数对不上:找到的不多于问到的,问到的不多于全部")
    asked = [each for each in strata if each.asked]
    population = sum(each.population for each in strata)
    reached = sum(each.population for each in asked)
    count = sum(each.asked for each in asked)
    if not reached:
        return Estimate(0.0, 0.0, 1.0, 0, population, confidence)
    share = sum(each.population * each.found / each.asked for each in asked) / reached
    if len(asked) == 1:
        low, high = _exact(asked[0], confidence)
    else:
        low, high = _weighted(asked, share, reached, confidence)
    # Nobody is known of what was not reached: it may hold none, or all.
    known = reached / population
    return Estimate(share, low * known, high * known + (1 - known), count, population, confidence)


def _exact(stratum: Stratum, confidence: float) -> tuple[float, float]:
    """Clopper and Pearson's interval for draws without putting back: every number of all that is not refuted."""
    tail = (1 - confidence) / 2
    size, asked, found = stratum.population, stratum.asked, stratum.found
    lowest, highest = found, size - (asked - found)
    # The more there are, the likelier are many: both bounds are found by halving.
    low, high = lowest, highest
    while low < high:
        middle = (low + high) // 2
        if _at_least(size, middle, asked, found) > tail:
            high = middle
        else:
            low = middle + 1
    least = low
    low, high = lowest, highest
    while low < high:
        middle = (low + high + 1) // 2
        if _at_most(size, middle, asked, found) > tail:
            low = middle
        else:
            high = middle - 1
    return least / size, low / size


def _weighted(strata: Sequence[Stratum], share: float, population: int, confidence: float) -> tuple[float, float]:
    """The exact interval of a plain draw that is worth as much: never narrower than the strata allow.

    Kish's number of answers; what strata gain over a plain draw stays a reserve, for rare cases in few answers need it.
    """
    worth = 1 / sum((each.population / population) ** 2 / each.asked for each in strata)
    asked = min(max(math.floor(worth + 1e-9), 1), population)
    found = share * asked
    low, _ = _exact(Stratum(population, asked, math.floor(found + 1e-9)), confidence)
    _, high = _exact(Stratum(population, asked, math.ceil(found - 1e-9)), confidence)
    return low, high


def _at_least(size: int, holding: int, asked: int, found: int) -> float:
    return sum(_chance(size, holding, asked, each) for each in range(found, min(asked, holding) + 1))


def _at_most(size: int, holding: int, asked: int, found: int) -> float:
    return sum(_chance(size, holding, asked, each) for each in range(max(0, asked - (size - holding)), found + 1))


def _chance(size: int, holding: int, asked: int, found: int) -> float:
    if found > holding or asked - found > size - holding:
        return 0.0
    return math.exp(_ways(holding, found) + _ways(size - holding, asked - found) - _ways(size, asked))


def _ways(of: int, chosen: int) -> float:
    return math.lgamma(of + 1) - math.lgamma(chosen + 1) - math.lgamma(of - chosen + 1)
