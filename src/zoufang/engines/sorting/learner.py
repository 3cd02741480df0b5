"""A small learner: one linear score for each label, trained on sentences that people have labelled.

Plain Python, no clock and no chance: the same rows give the same weights. It stands on the lexicon's votes (`votes`, which it
may weigh but not forget), so that with no rows the lexicon alone decides and with many rows the learner does.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

Features = Mapping[str, float]
PASSES = 12
STEP = 0.1
DECAY = 5e-2


@dataclass(frozen=True)
class Example:
    """Features of a sentence, the lexicon's votes for it, its true label."""

    features: Features
    votes: Mapping[str, float]
    label: str


@dataclass
class Weights:
    """For each feature what it adds to each label, and how much a vote of the lexicon counts."""

    labels: tuple[str, ...]
    trust: float = 1.0
    of: dict[str, list[float]] = field(default_factory=dict)
    # The same without what is nothing, made when they are first asked: most weights are, and a sentence has 200 features.
    _sparse: dict[str, list[tuple[int, float]]] = field(default_factory=dict, repr=False)

    def scores(self, features: Features, votes: Mapping[str, float]) -> list[float]:
        """A score for each label, in the labels' order."""
        scores = [self.trust * votes.get(label, 0.0) for label in self.labels]
        for name, value in features.items():
            row = self.of.get(name)
            if row is not None:
                for at, weight in enumerate(row):
                    scores[at] += weight * value
        return scores

    def scores_read(self, features: Features, votes: Mapping[str, float]) -> list[float]:
        """The same, faster, for weights that no longer change."""
        if not self._sparse:
            self._sparse = {
                name: [(at, weight) for at, weight in enumerate(row) if weight] for name, row in self.of.items()
            }
        scores = [self.trust * votes.get(label, 0.0) for label in self.labels]
        for name, value in features.items():
            for at, weight in self._sparse.get(name, ()):
                scores[at] += weight * value
        return scores

    def chances(self, features: Features, votes: Mapping[str, float]) -> dict[str, float]:
        """Each label's chance, the likeliest first; they add up to 1."""
        chances = softmax(self.scores_read(features, votes))
        return dict(sorted(zip(self.labels, chances, strict=True), key=lambda each: (-each[1], each[0])))


def softmax(scores: Sequence[float]) -> list[float]:
    """Scores as chances."""
    top = max(scores)
    raised = [math.exp(score - top) for score in scores]
    total = sum(raised)
    return [each / total for each in raised]


def train(
    examples: Sequence[Example], labels: Iterable[str], *, trust: float = 1.0, passes: int = PASSES, fewest: int = 2
) -> Weights:
    """Weights from examples: logistic regression by AdaGrad; features seen fewer than `fewest` times are left out."""
    weights = Weights(tuple(labels), trust)
    seen = Counter(name for example in examples for name in example.features)
    width = len(weights.labels)
    weights.of = {name: [0.0] * width for name, count in seen.items() if count >= fewest}
    squares = {name: [1e-2] * width for name in weights.of}
    place = {label: at for at, label in enumerate(weights.labels)}
    known = [
        ({name: value for name, value in each.features.items() if name in weights.of}, each.votes, place[each.label])
        for each in examples
    ]
    for number in range(passes):
        for features, votes, truth in known if number % 2 else reversed(known):
            slopes = softmax(weights.scores(features, votes))
            slopes[truth] -= 1.0
            _step(weights.of, squares, features, slopes)
    return weights


def _step(
    of: dict[str, list[float]], squares: dict[str, list[float]], features: Features, slopes: Sequence[float]
) -> None:
    for name, value in features.items():
        row, past = of[name], squares[name]
        for at, slope in enumerate(slopes):
            if -1e-3 < slope < 1e-3:
                continue
            pull = slope * value + DECAY * row[at]
            past[at] += pull * pull
            row[at] -= STEP * pull / math.sqrt(past[at])


def read_weights(lines: Iterable[str]) -> Weights:
    """Weights from the lines of `written`."""
    rows = (line.rstrip("\n").split("\t") for line in lines)
    head = next(rows)
    weights = Weights(tuple(head[2:]), float(head[1]))
    weights.of = {row[0]: [float(each or 0) / 100 for each in row[1:]] for row in rows}
    return weights


def written(weights: Weights, *, smallest: float = 0.03) -> Iterator[str]:
    """The weights as lines of text: hundredths, apart by tabs; features that weigh next to nothing are left out."""
    yield "\t".join(["labels", f"{weights.trust:g}", *weights.labels]) + "\n"
    for name in sorted(weights.of):
        row = weights.of[name]
        if max(map(abs, row)) >= smallest:
            cells = (str(round(each * 100)) if abs(each) >= smallest else "" for each in row)
            yield "\t".join([name, *cells]) + "\n"
