"""Minutes on the way from one place to another: from positions, or from a table that may be asymmetric."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

EARTH_KM = 6371.0


@dataclass(frozen=True)
class Travel:
    """`between("K00", "F00001")` in whole minutes, rounded up.

    Where the table has both places (from → to → minutes) it decides, and the way back may differ; else a fixed overhead (park, lift,
    doorbell) and the straight line times `detour` at `kmh`.
    """

    places: Mapping[str, tuple[float, float]]
    detour: float = 1.35
    kmh: float = 15.0
    overhead: float = 3.0
    table: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    def between(self, a: str, b: str) -> int:
        """Minutes from place `a` to place `b`."""
        told = self.table.get(a, {}).get(b)
        if told is not None:
            return math.ceil(told - 1e-9)
        km = kilometres(self.places[a], self.places[b])
        return math.ceil(self.overhead + 60 * km * self.detour / self.kmh - 1e-9)

    def matrix(self, names: Sequence[str]) -> list[list[int]]:
        """Row: from; column: to. The diagonal too: two homes at one address are still two doorbells."""
        return [[self.between(a, b) for b in names] for a in names]


def kilometres(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle distance (haversine) of two (latitude, longitude) in degrees."""
    la1, lo1, la2, lo2 = map(math.radians, (*a, *b))
    h = math.sin((la2 - la1) / 2) ** 2 + math.cos(la1) * math.cos(la2) * math.sin((lo2 - lo1) / 2) ** 2
    return EARTH_KM * 2 * math.asin(math.sqrt(h))
