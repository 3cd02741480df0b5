"""How well texts are sorted and duplicates found, and how fast. Prints a table; figures stand in README.md.

`python benchmarks/texts.py [quality] [copies] [speed] [batch] [titles]` (all but `batch` and `titles` without arguments).
`titles` measures on grouped petition titles (id, title, group; tab separated), a set that may be measured on but not copied:
its path comes from ZOUFANG_PETITION_TITLES.
"""

from __future__ import annotations

import importlib.util
import os
import random
import resource
import statistics
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import ModuleType

from zoufang.engines import likeness, sorting
from zoufang.engines.lexicon import Lexicon

HERE = Path(__file__).parent
UNSEEN = HERE / "unseen_sentences.csv"
FOLDS = 5


def main(chosen: Sequence[str]) -> None:
    parts = {"quality": quality, "copies": copies, "speed": speed, "batch": batch, "titles": titles}
    for name in chosen or ("quality", "copies", "speed"):
        print(f"== {name}")
        parts[name]()


def _trainer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("train_texts", HERE.parent / "tools" / "train_texts.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def quality() -> None:
    """Sorting with groups left out, duplicates with schools left out; then the set that nobody trained on."""
    tool = _trainer()
    rows = tool.rows_of(tool.ENGINES / "sorting" / "examples.csv")
    unseen = tool.rows_of(UNSEEN)
    whole, gapped = Lexicon(), tool.gapped(99)
    told: dict[str, Counter[str]] = defaultdict(Counter)
    for taught, asked in _folds(rows, lambda row: row["group"] or row["id"]):
        sorter = tool.fit_sorter([*taught, *tool.natures_more()])
        told["sorting, groups left out"] += _right(asked, sorter, whole)
        told["… a third of the words unknown"] += _right(asked, sorter, gapped)
    found: dict[str, list[tuple[str, str, list[tuple[str, float]], str, dict[str, str]]]] = defaultdict(list)
    for school in sorted({row["school"] for row in rows}):
        taught = [row for row in rows if row["school"] != school]
        asked = [row for row in rows if row["school"] == school]
        sorter = tool.fit_sorter([*taught, *tool.natures_more()])
        weights = tool.fit_pairs(taught, sorter)
        found["duplicates, schools left out"] += _duplicates(asked, sorter, whole, weights)
        found["… a third of the words unknown"] += _duplicates(asked, sorter, gapped, weights)
    sorter = sorting.sorter()
    told["sorting, unseen set"] += _right(unseen, sorter, whole)
    told["… unseen, a third of the words unknown"] += _right(unseen, sorter, gapped)
    found["duplicates, unseen set"] += _duplicates(unseen, sorter, whole, None)
    found["… unseen, a third of the words unknown"] += _duplicates(unseen, sorter, gapped, None)
    # What is gained over the plain ways: a learner without any lexicon, likeness of characters alone.
    empty = Lexicon(lambda word: False)
    told["unseen set, a learner without a lexicon"] += _right(unseen, sorting.learn(rows, [empty]), empty)
    characters = {"always": -30.0}
    found["examples, characters alone"] += _duplicates(rows, sorter, whole, characters)
    found["unseen set, characters alone"] += _duplicates(unseen, sorter, whole, characters)
    for name, right in told.items():
        shares = ", ".join(f"{key} {right[key] / right['rows']:.3f}" for key in ("topic", "topic 3", "area", "nature"))
        print(f"{name}: {shares}")
    for name, lists in found.items():
        _print_duplicates(name, lists)


def _folds(rows: list[dict[str, str]], key: object) -> Iterable[tuple[list[dict[str, str]], list[dict[str, str]]]]:
    names = sorted({key(row) for row in rows})  # type: ignore[operator]
    random.Random(1).shuffle(names)
    fold = {name: at % FOLDS for at, name in enumerate(names)}
    for number in range(FOLDS):
        yield (
            [row for row in rows if fold[key(row)] != number],  # type: ignore[operator]
            [row for row in rows if fold[key(row)] == number],  # type: ignore[operator]
        )


def _right(rows: Iterable[dict[str, str]], sorter: sorting.Sorter, words: Lexicon) -> Counter[str]:
    right: Counter[str] = Counter()
    for row in rows:
        seen = sorter.sort_found(words.find(row["text"]))
        right["rows"] += 1
        right["topic"] += seen.topic[0].label == row["topic"]
        right["topic 3"] += row["topic"] in {guess.label for guess in seen.topic}
        right["area"] += seen.area[0].label == row["area"]
        right["nature"] += seen.nature[0].label == row["nature"]
    return right


def _duplicates(
    rows: list[dict[str, str]], sorter: sorting.Sorter, words: Lexicon, weights: dict[str, float] | None
) -> list[tuple[str, str, list[tuple[str, float]], str, dict[str, str]]]:
    """Of each text: its id, its true group, the nearest others with their chance; per school also the proposed group."""
    out = []
    for school in sorted({row["school"] for row in rows}):
        index = likeness.Index(weights)
        group_of = {row["id"]: row["group"] for row in rows if row["school"] == school}
        seen = {
            row["id"]: likeness.profile(row["text"], words=words, sorter=sorter)
            for row in rows
            if row["school"] == school
        }
        for key, each in seen.items():
            index.add(key, each)
        near = {
            key: [(one.key, one.chance) for one in index.nearest(each, most=8, but=(key,))]
            for key, each in seen.items()
        }
        proposed = likeness.linked(list(seen), near, likeness.THRESHOLD)
        out += [(key, group_of[key], near[key], proposed[key], group_of) for key in seen]
    return out


def _print_duplicates(name: str, told: list[tuple[str, str, list[tuple[str, float]], str, dict[str, str]]]) -> None:
    asked = [(near, group, of) for _, group, near, _, of in told if group]
    hit = {
        most: sum(any(of[key] == group for key, _ in near[:most]) for near, group, of in asked) / len(asked)
        for most in (1, 5)
    }
    proposed, true, both = (
        Counter(each[3] for each in told),
        Counter(each[1] for each in told if each[1]),
        Counter((each[3], each[1]) for each in told if each[1]),
    )
    pairs = [sum(count * (count - 1) // 2 for count in each.values()) for each in (proposed, true, both)]
    precision, recall = pairs[2] / max(pairs[0], 1), pairs[2] / pairs[1]
    print(
        f"{name}: hit@1 {hit[1]:.3f}, hit@5 {hit[5]:.3f}, pairs P {precision:.3f} R {recall:.3f} "
        f"F1 {2 * precision * recall / max(precision + recall, 1e-9):.3f}"
    )


def copies() -> None:
    """Copies with 1–4 characters changed, put in or left out, among their school's other texts."""
    tool, chance = _trainer(), random.Random(7)
    rows = tool.rows_of(tool.ENGINES / "sorting" / "examples.csv") + tool.rows_of(UNSEEN)
    alphabet = sorted({letter for row in rows for letter in row["text"]})
    wanted = found = wrong = 0
    for school in sorted({row["school"] for row in rows}):
        of_school = [row for row in rows if row["school"] == school]
        index = likeness.Index()
        for row in of_school:
            index.add(row["id"], likeness.profile(row["text"]))
        groups = {row["id"]: row["group"] or row["id"] for row in of_school}
        for row in of_school:
            changed = list(row["text"])
            for _ in range(chance.randint(1, min(4, len(changed) // 5))):
                at = chance.randrange(len(changed))
                changed[at : at + chance.randint(0, 1)] = chance.choice([[], [chance.choice(alphabet)]])
            near = index.nearest(likeness.profile("".join(changed)))
            marked = {each.key for each in near if each.band == likeness.Band.COPY}
            wanted += 1
            found += row["id"] in marked
            wrong += sum(groups[key] != groups[row["id"]] for key in marked)
    print(f"copies with 1–4 edits: recall {found / wanted:.3f}, precision {found / (found + wrong):.3f} of {wanted}")


def invented(count: int) -> list[str]:
    """Sentences put together from parts of the labelled ones, as many and as varied as a district's."""
    tool, chance = _trainer(), random.Random(3)
    rows = tool.rows_of(tool.ENGINES / "sorting" / "examples.csv") + tool.rows_of(UNSEEN)
    clauses = sorted(
        {clause for row in rows for clause in row["text"].replace("。", ",").split(",") if len(clause) > 3}
    )
    clauses = sorted({part for clause in clauses for part in clause.split(",")})
    return [",".join(chance.sample(clauses, chance.randint(1, 3))) for _ in range(count)]


def speed() -> None:
    """One query against 100,000 texts of one index, re-rank included."""
    texts = invented(100_200)
    index, began = likeness.Index(), time.perf_counter()
    for number, text in enumerate(texts[:100_000]):
        index.add(str(number), likeness.profile(text))
    built = time.perf_counter() - began
    times = []
    for text in texts[100_000:]:
        began = time.perf_counter()
        index.nearest(likeness.profile(text))
        times.append((time.perf_counter() - began) * 1000)
    times.sort()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"100,000 texts: built in {built:.0f} s, {memory:.0f} MB; a query p50 {statistics.median(times):.1f} ms, "
        f"p95 {times[int(len(times) * 0.95)]:.1f} ms"
    )


def batch() -> None:
    """As many texts as a large district's, in schools of a thousand."""
    count = int(os.environ.get("ZOUFANG_BATCH", "100000"))
    texts = [
        likeness.Text(str(number), text, school=str(number // 1000)) for number, text in enumerate(invented(count))
    ]
    began = time.perf_counter()
    likeness.group(texts)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{count} texts in schools of 1,000: {time.perf_counter() - began:.0f} s, {memory:.0f} MB")


def titles() -> None:
    """Petition titles: rewordings found, warnings, groups. For measuring only."""
    path = os.environ.get("ZOUFANG_PETITION_TITLES", "")
    if not path:
        print("ZOUFANG_PETITION_TITLES names no file; left out")
        return
    lines = [line.rstrip("\n").split("\t") for line in Path(path).read_text(encoding="utf-8").splitlines()[1:]]
    group_of = {line[0]: line[2] if len(line) > 2 else "" for line in lines}
    index, before, warned = likeness.Index(), {}, Counter[str]()
    seen = {line[0]: likeness.profile(line[1]) for line in lines}
    known: set[str] = set()
    for key, each in seen.items():
        index.add(key, each)
    near = {
        key: [(one.key, one.chance) for one in index.nearest(each, most=8, but=(key,))] for key, each in seen.items()
    }
    asked = [key for key, group in group_of.items() if group]
    for most in (1, 5):
        hits = sum(any(group_of[other] == group_of[key] for other, _ in near[key][:most]) for key in asked)
        print(f"titles: hit@{most} {hits / len(asked):.3f}")
    index = likeness.Index()
    for key, each in seen.items():
        first = index.nearest(each, most=1)
        before[key] = first[0] if first else None
        said, is_again = before[key], bool(group_of[key]) and group_of[key] in known
        if said and said.chance >= likeness.ALREADY:
            warned["right" if group_of[key] and group_of[said.key] == group_of[key] else "wrong"] += 1
        warned["again"] += is_again
        known.add(group_of[key])
        index.add(key, each)
    precision, recall = warned["right"] / (warned["right"] + warned["wrong"]), warned["right"] / warned["again"]
    print(f"titles: warning P {precision:.3f} R {recall:.3f} F1 {2 * precision * recall / (precision + recall):.3f}")
    proposed = likeness.linked(list(seen), near, likeness.THRESHOLD)
    _print_duplicates("titles", [(key, group_of[key], near[key], proposed[key], group_of) for key in seen])
    print(f"titles: B³ {_b_cubed(proposed, {key: group or key for key, group in group_of.items()}):.3f}")


def _b_cubed(proposed: dict[str, str], true: dict[str, str]) -> float:
    sizes, wanted = Counter(proposed.values()), Counter(true.values())
    both = Counter((proposed[key], true[key]) for key in true)
    precision = statistics.fmean(both[proposed[key], true[key]] / sizes[proposed[key]] for key in true)
    recall = statistics.fmean(both[proposed[key], true[key]] / wanted[true[key]] for key in true)
    return 2 * precision * recall / (precision + recall)


if __name__ == "__main__":
    main(sys.argv[1:])
