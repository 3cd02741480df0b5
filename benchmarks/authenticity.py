"""How many invented visits are found, and how many honest ones are asked about: `python benchmarks/authenticity.py [SEED …]`.

Beside it, on the same data, flags as CommCare Connect has them: position missing, too short, too near another visit, the same
family twice. Weights were chosen on seeds 1–10; figures in README.md are of 11–20.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

from invented_visits import RECIPES, campaign, draw_pictures

from zoufang.engines.authenticity import Mode, Visit, review
from zoufang.engines.authenticity.campaign import metres

UNSEEN_SEEDS = range(11, 21)
SEED_WITH_FILES = 11
SHORTEST_MINUTES = 10
NEAREST_METRES = 10
COPIES = ("copied text", "copied picture")


def baseline(visits: Sequence[Visit]) -> set[int]:
    """Rows that flags of CommCare Connect's kind would name."""
    named = set()
    seen: dict[tuple[str, object], int] = {}
    near: dict[tuple[int, int], list[Visit]] = defaultdict(list)
    for each in visits:
        if each.mode == Mode.HOME and each.place is None:
            named.add(each.row)
        if each.minutes is not None and each.minutes < SHORTEST_MINUTES and each.mode == Mode.HOME:
            named.add(each.row)
        day = each.family, each.started.date() if each.started else None
        if day in seen:
            named.add(each.row)
        seen[day] = each.row
        if each.place and each.mode == Mode.HOME:
            cell = round(each.place[0] * 5000), round(each.place[1] * 5000)
            if any(metres(each.place, other.place) < NEAREST_METRES for other in near[cell] if other.place):
                named.add(each.row)
            near[cell].append(each)
    return named


def main(seeds: Sequence[int]) -> None:
    """Prints recall by recipe, precision and recall by signal and combined, and the baseline's."""
    hits, sums = Counter[str](), Counter[str]()
    by_signal: dict[str, Counter[bool]] = defaultdict(Counter)
    wrong: Counter[str] = Counter()
    worst, slowest = 0.0, 0.0
    for seed in seeds:
        visits, recipes = campaign(seed)
        with tempfile.TemporaryDirectory() as folder:
            if seed == SEED_WITH_FILES:
                draw_pictures(visits, Path(folder), seed=seed)
            else:
                visits = [_named(each) for each in visits]
            began = time.perf_counter()
            reviewed = review(visits, Path(folder))
            if seed != SEED_WITH_FILES:
                slowest = max(slowest, time.perf_counter() - began)
        named = {each.row for each in reviewed if each.is_worth_asking}
        plain = baseline(visits)
        for row, recipe in recipes.items():
            sums[recipe] += 1
            hits[recipe] += row in named
            hits["baseline " + recipe] += row in plain
        false = len(named - recipes.keys())
        worst = max(worst, false / (len(visits) - len(recipes)))
        sums["honest"] += len(visits) - len(recipes)
        hits["honest"] += false
        hits["baseline honest"] += len(plain - recipes.keys())
        offline = {each.row for each in visits if _is_offline(each)} - recipes.keys()
        sums["offline"] += len(offline)
        hits["offline"] += len(offline & named)
        for each in reviewed:
            for ground in each.grounds:
                if ground.share >= 0.25:
                    by_signal[ground.signal][each.row in recipes] += 1
            if each.is_worth_asking and each.row not in recipes:
                wrong[" + ".join(ground.signal for ground in each.grounds[:2])] += 1
    _print(hits, sums, by_signal, wrong, worst, slowest, len(seeds))


def _print(
    hits: Counter[str], sums: Counter[str], by_signal: dict[str, Counter[bool]], wrong: Counter[str], worst: float,
    slowest: float, seeds: int,
) -> None:  # fmt: skip
    print(f"{seeds} campaigns of 2,000 visits, slowest {slowest:.2f} s without picture files\n")
    print("| invented how | of | found | baseline |\n| --- | --- | --- | --- |")
    for recipe in [name for name in RECIPES if sums[name]]:
        of = sums[recipe]
        print(f"| {recipe} | {of} | {hits[recipe] / of:.0%} | {hits['baseline ' + recipe] / of:.0%} |")
    total = sum(sums[name] for name in RECIPES)
    for name, start in (("combined", ""), ("baseline", "baseline ")):
        found, false = sum(hits[start + recipe] for recipe in RECIPES), hits[start + "honest"]
        share = found / (found + false) if found + false else 0
        print(
            f"\n{name}: recall {found / total:.1%}, precision {share:.1%}, honest asked about {false / sums['honest']:.2%}"
        )
    copies = sum(hits[name] for name in COPIES) / max(sum(sums[name] for name in COPIES), 1)
    print(f"\ncopies: recall {copies:.1%}; honest asked about in the worst campaign {worst:.2%}")
    print(f"honest visits sent a day later: {hits['offline']} of {sums['offline']} asked about")
    print("\n| signal (share of score ≥ 0.25) | precision | recall |\n| --- | --- | --- |")
    for name, told in sorted(by_signal.items()):
        print(f"| {name} | {told[True] / told.total():.0%} | {told[True] / total:.0%} |")
    print("\nhonest visits asked about, by their grounds:", dict(wrong.most_common(8)))


def _named(visit: Visit) -> Visit:
    from dataclasses import replace

    return replace(visit, picture=visit.picture.partition("#")[0])


def _is_offline(visit: Visit) -> bool:
    return bool(visit.synced and visit.recorded and (visit.synced - visit.recorded).total_seconds() > 6 * 3600)


if __name__ == "__main__":
    main([int(each) for each in sys.argv[1:]] or list(UNSEEN_SEEDS))
