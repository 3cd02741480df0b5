"""Sorting what families say: nature, topic and area, the best three of each with the words that decided.

The lexicon votes, a small learner trained on labelled sentences corrects it; both are plain data beside this file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from zoufang.engines.lexicon import Found, Lexicon, lexicon
from zoufang.engines.sorting.features import area_votes, features_of, topic_votes
from zoufang.engines.sorting.learner import Example, Weights, read_weights, train

NATURES = ("咨询", "求助", "建议", "投诉", "举报", "表扬")
TOPICS = (
    "保育教育", "膳食营养", "卫生保健", "园舍与周边安全", "接送与交通", "收费与退费", "师德与沟通",
    "招生入园与升班", "资助与特殊需要", "设施与环境", "家园共育", "政策咨询", "园外民生事项", "其他",
)  # fmt: skip
AREAS = (
    "幼有善育", "学有优教", "劳有厚得", "病有良医", "老有颐养", "住有宜居", "弱有众扶", "民有文乐", "安有保全",
)  # fmt: skip
AXES = {"nature": NATURES, "topic": TOPICS, "area": AREAS}
# How much a vote of the lexicon counts beside what was learnt; found by cross-validation (benchmarks/texts.py).
TRUST = {"nature": 1.0, "topic": 3.0, "area": 4.0}
SHOWN = 3


@dataclass(frozen=True)
class Guess:
    """A label, its chance (0–1), and the words that spoke for it."""

    label: str
    chance: float
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sorted:
    """The best three of each axis, the likeliest first."""

    nature: tuple[Guess, ...]
    topic: tuple[Guess, ...]
    area: tuple[Guess, ...]

    @property
    def confidence(self) -> float:
        """How sure the least sure of the three first guesses is."""
        return min(self.nature[0].chance, self.topic[0].chance, self.area[0].chance)


@dataclass(frozen=True)
class Sorter:
    """One learner for each axis."""

    weights: Mapping[str, Weights]

    def sort(self, text: str) -> Sorted:
        """Nature, topic and area of a text."""
        return self.sort_found(lexicon().find(text))

    def sort_found(self, found: Found) -> Sorted:
        """The same for a text in which the lexicon has already looked."""
        features, votes = _seen(found)
        return Sorted(
            **{
                axis: _best(weights.chances(features, votes[axis]), found, axis)
                for axis, weights in self.weights.items()
            }
        )


def sort_text(text: str) -> Sorted:
    """Nature, topic and area of a text by the weights that come with the product."""
    return sorter().sort(text)


def sort_found(found: Found) -> Sorted:
    """The same for a text in which the lexicon has already looked."""
    return sorter().sort_found(found)


def learn(rows: Iterable[Mapping[str, str]], lexicons: Sequence[Lexicon] = ()) -> Sorter:
    """A sorter from labelled rows (`text`, `nature`, `topic`, `area`; an axis left empty is not learnt from).

    Give it the examples that come with the product and the corrections made since: the more there are, the more they
    decide and the less the lexicon does. Each row is seen once through each of the `lexicons`.
    """
    lexicons = lexicons or (lexicon(),)
    seen = [(row, *_seen(words.find(row["text"]))) for row in rows for words in lexicons]
    return Sorter(
        {
            axis: train(
                [
                    Example(features, votes[axis], row[axis])
                    for row, features, votes in seen
                    if row.get(axis, "") in labels
                ],
                labels,
                trust=TRUST[axis],
                fewest=2 * len(lexicons),
            )
            for axis, labels in AXES.items()
        }
    )


@lru_cache(maxsize=1)
def sorter() -> Sorter:
    """The sorter with the weights that come with the product."""
    weights = {}
    for axis in AXES:
        with files(__package__).joinpath(f"{axis}.tsv").open(encoding="utf-8") as opened:
            weights[axis] = read_weights(opened)
    return Sorter(weights)


def _seen(found: Found) -> tuple[dict[str, float], dict[str, dict[str, float]]]:
    votes = {"topic": topic_votes(found, lexicon()), "area": area_votes(found, lexicon()), "nature": found.natures}
    first = sorted(votes["topic"], key=lambda name: (-votes["topic"][name], name))[:1]
    return features_of(found, first), votes


def _best(chances: Mapping[str, float], found: Found, axis: str) -> tuple[Guess, ...]:
    return tuple(Guess(label, chance, _words(found, axis, label)) for label, chance in list(chances.items())[:SHOWN])


def _words(found: Found, axis: str, label: str) -> tuple[str, ...]:
    if axis == "nature":
        return found.words.get(f"nature:{label}", ())
    told = lexicon().matters
    strongest = sorted(found.matters, key=lambda name: (-found.matters[name], name))
    speaking = [name for name in strongest if getattr(told[name], axis) == label]
    return tuple(dict.fromkeys(word for name in speaking for word in found.words[f"matter:{name}"]))[:4]
