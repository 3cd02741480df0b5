"""The one shape of a signal: what it sees, how much it needs, what may be innocent about it, and how much it weighs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from zoufang.engines.authenticity.campaign import Campaign
from zoufang.engines.refusal import Reason


class Side(StrEnum):
    """What a signal looks at. Two signals of one side say nearly the same, so they do not add up."""

    FAMILY = "family"
    PLACE = "place"
    TIME = "time"
    WRITING = "writing"
    TEXT = "text"
    PICTURE = "picture"
    DEVICE = "device"


@dataclass(frozen=True)
class Hint:
    """A signal met one visit: how strongly (0–1), and in words."""

    row: int
    strength: float
    reason: Reason


@dataclass(frozen=True)
class Signal:
    """`weight` (0–1): what the strongest hint of it adds to a visit's score. `least`: fewer visits say nothing.

    `is_firm`: a family's own yes softens it little, for it says that a record was not made from the visit.
    """

    name: str
    side: Side
    sees: Reason
    innocent: Reason
    least: int
    weight: float
    look: Callable[[Campaign], Iterable[Hint]]
    is_firm: bool = False
