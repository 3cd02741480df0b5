"""Fits the weights of sorting and of likeness anew, from the labelled sentences beside the engine.

`.venv/bin/python tools/train_texts.py` writes `engines/sorting/{nature,topic,area}.tsv` and `engines/likeness/weights.csv`.
Run it after a change of the lexicon or of the examples. Same input, same bytes.
"""

from __future__ import annotations

import csv
import itertools
import zlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from zoufang.engines import likeness, sorting
from zoufang.engines.lexicon import Lexicon
from zoufang.engines.likeness import pairs
from zoufang.engines.sorting import learner

ENGINES = Path(sorting.__file__).parents[1]
# Real families use words that no lexicon holds: the learners also see it with a share of its words missing.
MISSING = 0.35
GAPPED = 3
# The labelled sentences bear no days: set by hand, so that a year apart halves the odds of one matter.
DAYS = -0.12
Row = Mapping[str, str]


def rows_of(path: Path) -> list[dict[str, str]]:
    """The labelled sentences of a file."""
    with path.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def gapped(number: int, missing: float = MISSING) -> Lexicon:
    """The lexicon with a share of its words missing; another share for each number."""
    return Lexicon(lambda word: zlib.crc32(f"{number} {word}".encode()) % 1000 >= missing * 1000)


def lexicons() -> list[Lexicon]:
    """The whole one and some with gaps."""
    return [Lexicon(), *(gapped(number) for number in range(GAPPED))]


def natures_more() -> list[dict[str, str]]:
    """Sentences labelled with their nature alone."""
    return rows_of(ENGINES / "sorting" / "natures_more.csv")


def fit_sorter(rows: Iterable[Row]) -> sorting.Sorter:
    """A sorter that has seen the rows through each lexicon."""
    return sorting.learn(list(rows), lexicons())


def labelled_pairs(
    rows: Sequence[Row], sorter: sorting.Sorter, words: Lexicon
) -> list[tuple[dict[str, float], bool, tuple[str, str]]]:
    """All pairs of a school: their signs, whether they are one matter, their ids."""
    out = []
    for school in sorted({row["school"] for row in rows}):
        of_school = [row for row in rows if row["school"] == school]
        index = likeness.Index(weights=dict.fromkeys(pairs.SIGNS, 0.0))
        profiles = {row["id"]: likeness.profile(row["text"], words=words, sorter=sorter) for row in of_school}
        for key, seen in profiles.items():
            index.add(key, seen)
        for one, other in itertools.combinations(of_school, 2):
            found = index.signs_of(profiles[one["id"]], other["id"])
            same = bool(one["group"]) and one["group"] == other["group"]
            if not likeness.is_copy(profiles[one["id"]].plain, profiles[other["id"]].plain):
                out.append((found, same, (one["id"], other["id"])))
    return out


def fit_pairs(rows: Sequence[Row], sorter: sorting.Sorter) -> dict[str, float]:
    """Weights of the signs, from the pairs seen through each lexicon."""
    weights = pairs.fit([each[:2] for words in lexicons() for each in labelled_pairs(rows, sorter, words)])
    return weights | {"days": DAYS}


def main() -> None:
    rows = rows_of(ENGINES / "sorting" / "examples.csv")
    sorter = fit_sorter([*rows, *natures_more()])
    for axis, weights in sorter.weights.items():
        (ENGINES / "sorting" / f"{axis}.tsv").write_text("".join(learner.written(weights)), encoding="utf-8")
    lines = [f"{name},{weight:.3f}\n" for name, weight in fit_pairs(rows, sorter).items()]
    (ENGINES / "likeness" / "weights.csv").write_text("sign,weight\n" + "".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
