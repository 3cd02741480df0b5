"""How alike two texts are: their characters, and whether thing, place, wish and mood agree.

A logistic score over a dozen named signs. The weights were fitted on labelled pairs (`tools/train_texts.py`); a district's own
merges and splits can fit them anew with `fit`.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files

from zoufang.engines.lexicon import lexicon
from zoufang.engines.likeness.profiles import Profile
from zoufang.engines.sorting import Guess
from zoufang.engines.sorting.learner import softmax

SIGNS = (
    "always", "characters", "thing", "same_main", "main_in_other", "aspect", "opposite", "praise", "topic", "area",
    "place", "other_place", "numbers", "ask", "days", "things_apart", "thing_and_aspect", "characters_and_thing",
)  # fmt: skip


def signs(one: Profile, other: Profile, characters: float, rarity: Mapping[str, float]) -> dict[str, float]:
    """The signs of a pair. `characters`: cosine of their character pieces; `rarity`: how telling a matter is (0–1)."""
    told = lexicon()
    shared = one.found.matters.keys() & other.found.matters.keys()
    thing = max(
        (min(one.found.matters[each], other.found.matters[each], 2.0) / 2 * rarity.get(each, 1.0) for each in shared),
        default=0.0,
    )
    mains = _main(one), _main(other)
    same_main = float(mains[0] is not None and mains[0] == mains[1])
    both = one.found.aspects.keys() & other.found.aspects.keys()
    aspect = sum(min(one.found.aspects[each], other.found.aspects[each], 1.0) for each in both)
    against = sum(
        1.0 for each in one.found.aspects if told.aspects[each].opposite in other.found.aspects and each not in both
    )
    topic = _agreement(one.sorted.topic, other.sorted.topic)
    days = abs((one.on - other.on).days) if one.on and other.on else 0
    aspect = min(aspect, 2.0)
    return {
        "always": 1.0,
        "characters": characters,
        "thing": thing,
        "same_main": same_main,
        "main_in_other": float(mains[0] in other.found.matters or mains[1] in one.found.matters),
        "aspect": aspect,
        "opposite": min(against, 2.0),
        "praise": float(one.is_praise != other.is_praise),
        "topic": topic,
        "area": _agreement(one.sorted.area, other.sorted.area),
        "place": float(bool(one.places & other.places)),
        "other_place": float(bool(one.places and other.places and not one.places & other.places)),
        "numbers": min(len(one.numbers & other.numbers), 2.0),
        "ask": float(one.sorted.nature[0].label == other.sorted.nature[0].label),
        "days": min(math.log1p(days), 6.0),
        "things_apart": float(bool(one.found.matters and other.found.matters and not shared)),
        "thing_and_aspect": thing * min(aspect, 1.0),
        "characters_and_thing": characters * thing,
    }


def chance(found: Mapping[str, float], weights: Mapping[str, float], *, crowd: float = 0.0) -> float:
    """The chance (0–1) that one answer settles both; `crowd` lowers it where more texts could be alike by chance."""
    score = sum(weights.get(name, 0.0) * value for name, value in found.items()) - crowd
    return softmax([0.0, max(min(score, 30.0), -30.0)])[1]


@lru_cache(maxsize=1)
def weights_shipped() -> Mapping[str, float]:
    """The weights that come with the product."""
    with files(__package__).joinpath("weights.csv").open(encoding="utf-8") as opened:
        return {row["sign"]: float(row["weight"]) for row in csv.DictReader(opened)}


def fit(pairs: Sequence[tuple[Mapping[str, float], bool]], *, passes: int = 9, hold: float = 1.0) -> dict[str, float]:
    """Weights from signs of pairs and whether they were the same matter: logistic regression by Newton's method.

    `hold` keeps weights small; with few pairs of a district's own they stay near nothing.
    """
    size = len(SIGNS)
    place = {name: at for at, name in enumerate(SIGNS)}
    rows = [([(place[name], value) for name, value in found.items() if value], same) for found, same in pairs]
    weights = [0.0] * size
    for _ in range(passes):
        slopes = [hold * each for each in weights]
        bends = [[hold * (at == to) for to in range(size)] for at in range(size)]
        for row, same in rows:
            likely = softmax([0.0, sum(weights[at] * value for at, value in row)])[1]
            miss, bend = likely - same, likely * (1 - likely)
            for at, value in row:
                slopes[at] += miss * value
                if bend > 1e-4:
                    line, pull = bends[at], bend * value
                    for to, other in row:
                        line[to] += pull * other
        weights = [each - step for each, step in zip(weights, _solved(bends, slopes), strict=True)]
    return dict(zip(SIGNS, weights, strict=True))


def _solved(lines: list[list[float]], right: list[float]) -> list[float]:
    """Gauss's elimination with the largest pivot; the lines are used up."""
    size = len(right)
    for at in range(size):
        pivot = max(range(at, size), key=lambda row: abs(lines[row][at]))
        lines[at], lines[pivot], right[at], right[pivot] = lines[pivot], lines[at], right[pivot], right[at]
        for row in range(at + 1, size):
            share = lines[row][at] / lines[at][at]
            for to in range(at, size):
                lines[row][to] -= share * lines[at][to]
            right[row] -= share * right[at]
    found = [0.0] * size
    for at in reversed(range(size)):
        found[at] = (right[at] - sum(lines[at][to] * found[to] for to in range(at + 1, size))) / lines[at][at]
    return found


def _main(of: Profile) -> str | None:
    if not of.found.matters:
        return None
    told = lexicon().matters
    chances = {guess.label: guess.chance for guess in of.sorted.topic}
    return max(
        sorted(of.found.matters),
        key=lambda name: of.found.matters[name] * (0.3 + chances.get(told[name].topic, 0.0)),
    )


def _agreement(ones: Sequence[Guess], others: Sequence[Guess]) -> float:
    known = {guess.label: guess.chance for guess in others}
    return float(sum(guess.chance * known.get(guess.label, 0.0) for guess in ones))
