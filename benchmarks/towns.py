"""Towns to plan in where no folder of instances is given: a school, classes, homes in estates and some far out. From a seed."""

from __future__ import annotations

import math
import random
from typing import Any

EVENING, MORNING, AFTERNOON = (1050, 1230), (540, 720), (810, 1050)
KINDS = {
    # days, first weekday, half-days that a family chooses, classes, families of a class, share of siblings
    "class_normal": (8, 2, (2, 5), 1, 26, 0.0),
    "class_tight": (6, 3, (1, 3), 1, 26, 0.0),
    "class_large": (12, 0, (6, 12), 1, 36, 0.0),
    "kindergarten": (8, 2, (2, 5), 12, 26, 0.07),
}


def town(kind: str, seed: int) -> dict[str, Any]:
    """An instance in the file's format."""
    days, weekday, choices, classes, size, siblings = KINDS[kind]
    chance = random.Random(f"{kind} {seed}")
    halves = [
        (day, *span)
        for day in range(days)
        for span in ((MORNING, AFTERNOON) if (weekday + day) % 7 >= 5 else (EVENING,))
    ]
    sessions = [{"day": d, "name": "", "start": d * 1440 + a, "end": d * 1440 + b} for d, a, b in halves]
    school = (30.0 + chance.uniform(-0.1, 0.1), 120.0 + chance.uniform(-0.1, 0.1))
    estates = [_around(chance, school, chance.uniform(0.3, 2.5)) for _ in range(8)]
    families = []
    need = {f"C{n:02d}": size for n in range(classes)}
    while any(need.values()):
        open_ = [name for name, count in need.items() if count]
        mine = chance.sample(open_, 2) if len(open_) > 1 and chance.random() < siblings else [chance.choice(open_)]
        for name in mine:
            need[name] -= 1
        place = _around(chance, school, chance.uniform(2.5, 7)) if chance.random() < 0.12 else None
        place = place or _around(chance, chance.choice(estates), chance.uniform(0, 0.2))
        chosen = chance.sample(halves, min(len(halves), chance.randint(*choices)))
        windows = []
        for day, a, b in sorted(chosen):
            first, last = chance.choice([(a, b), (a, b), (a, a + 90), (b - 90, b)])
            windows.append([day * 1440 + first, day * 1440 + last])
        families.append(
            {
                "id": f"F{len(families):04d}",
                "kg": "K",
                "classes": sorted(mine),
                "neighbourhood": None,
                "lat": place[0],
                "lon": place[1],
                "service_min": 30 if len(mine) == 1 else 45,
                "windows": windows,
            }
        )
    unavailable = {name: [[s["start"], s["end"]] for s in chance.sample(sessions, 1)] for name in need}
    return {
        "format": 1,
        "sessions": sessions,
        "hard_end_min": 1230,
        "travel": {"detour": 1.35, "kmh": 15, "overhead_min": 3},
        "objective": {"unplaced": 10000, "trip": 60, "travel_min": 1, "split_siblings": 200},
        "kindergartens": [{"id": "K", "lat": school[0], "lon": school[1]}],
        "classes": [
            {"id": name, "kg": "K", "teachers": [f"{name}-1", f"{name}-2"], "unavailable": unavailable[name]}
            for name in need
        ],
        "families": families,
    }


def _around(chance: random.Random, centre: tuple[float, float], km: float) -> tuple[float, float]:
    angle = chance.uniform(0, 2 * math.pi)
    north, east = km * math.cos(angle) / 111.2, km * math.sin(angle) / (111.2 * math.cos(math.radians(centre[0])))
    return (round(centre[0] + north, 6), round(centre[1] + east, 6))
