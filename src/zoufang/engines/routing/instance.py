"""What is planned: half-days, teams, families, prices. Plain values; `reading` makes them from a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from zoufang.engines.routing.travel import Travel

DAY = 1440
ALONE_MINUTES = 30  # a family of siblings that two classes visit apart: the shorter visit, as in the instances' format


@dataclass(frozen=True)
class Session:
    """A half-day; no two overlap. Times absolute."""

    day: int
    name: str
    start: int
    end: int


@dataclass(frozen=True)
class Team:
    """The two teachers of a class, who always go together; `unavailable` holds absolute spans in which they cannot visit."""

    id: str
    school: str
    teachers: tuple[str, ...] = ()
    unavailable: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Family:
    """One household: visited once, by every class that it has a child in at the same time where that can be done."""

    id: str
    classes: tuple[str, ...]
    service: int
    windows: tuple[tuple[int, int], ...]
    neighbourhood: str = ""
    is_unlit: bool = False

    @property
    def alone(self) -> int:
        """Minutes of a visit that only one of several classes makes."""
        return ALONE_MINUTES if len(self.classes) > 1 else self.service


@dataclass(frozen=True)
class Prices:
    """What counts as worse, in minutes of travel."""

    unplaced: int = 10_000
    trip: int = 60
    travel: int = 1
    split: int = 200


@dataclass(frozen=True)
class Wishes:
    """What a school would like; each may be given up, and its price is told. Weights in minutes of travel; 0: not wished.

    `together`: for each further neighbourhood in a half-day. `even`: for each visit above `even_visits` in a half-day. `days`:
    for each day on which a team goes out. `dark`: for each visit to an unlit home that ends after `dark_from` (minute of
    the day). `rest_minutes` after every `rest_after` visits of a half-day (kept always, where wished).
    """

    together: int = 0
    even: int = 0
    even_visits: int = 4
    days: int = 0
    dark: int = 0
    dark_from: int = 19 * 60
    rest_after: int = 0
    rest_minutes: int = 0


@dataclass(frozen=True)
class Instance:
    """All that a plan depends on."""

    sessions: tuple[Session, ...]
    teams: tuple[Team, ...]
    families: tuple[Family, ...]
    travel: Travel
    hard_end: int = 20 * 60 + 30
    prices: Prices = field(default_factory=Prices)
    wishes: Wishes = field(default_factory=Wishes)

    def families_of(self, klass: str) -> tuple[Family, ...]:
        return tuple(family for family in self.families if klass in family.classes)


@dataclass(frozen=True, order=True)
class Visit:
    """A class's team is with a family from `start` on; `apart`: the family's other class comes at another time."""

    klass: str
    start: int
    family: str
    apart: bool = False


@dataclass(frozen=True)
class Plan:
    """Visits, in the order of class and time."""

    visits: tuple[Visit, ...] = ()

    @property
    def starts(self) -> Mapping[tuple[str, str], Visit]:
        """By (family, class)."""
        return {(visit.family, visit.klass): visit for visit in self.visits}


def minutes_of(family: Family, visit: Visit) -> int:
    """How long this visit takes."""
    return family.alone if visit.apart else family.service
