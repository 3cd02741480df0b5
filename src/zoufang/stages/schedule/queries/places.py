"""Where a class's families live, and the ways between, as the page shows them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Prefetch

from zoufang.ground.campaign.models import Campaign
from zoufang.ground.org.models import Unit
from zoufang.stages.roster.models import Child, Household
from zoufang.stages.roster.queries import households_of_class
from zoufang.stages.schedule.queries.ways import neighbourhood_of, ways_of
from zoufang.stages.schedule.rules import SCHOOL

MOST_NAMES = 10  # 55 pairs; the usual minutes do for the rest


@dataclass(frozen=True)
class Home:
    """A family and the name of its neighbourhood."""

    household: Household
    public_id: str
    children: str
    place: str


@dataclass(frozen=True)
class WayRow:
    """Two neighbourhoods (or the school and one) and the minutes between; `told`: a teacher wrote them down."""

    one: str
    other: str
    minutes: int
    told: int | None
    number: int = 0  # its place on the page


def homes_of(klass: Unit) -> list[Home]:
    """The class's families by neighbourhood; those without one first. Two queries."""
    here = Prefetch("children", queryset=Child.objects.filter(left_on__isnull=True, klass=klass), to_attr="own")
    found = [
        Home(each, each.public_id, "、".join(child.name for child in each.own), neighbourhood_of(each))  # type: ignore[attr-defined]
        for each in households_of_class(klass).prefetch_related(here)
    ]
    return sorted(found, key=lambda home: (home.place, home.children))


def way_rows(campaign: Campaign, homes: list[Home]) -> list[WayRow]:
    """Every pair of the class's neighbourhoods, those with most families first; from school first of all."""
    count: dict[str, int] = {}
    for home in homes:
        if home.place:
            count[home.place] = count.get(home.place, 0) + 1
    names = [SCHOOL, *sorted(count, key=lambda name: (-count[name], name))[:MOST_NAMES]]
    ways = ways_of(campaign)
    pairs = [(one, other) for place, one in enumerate(names) for other in names[place + 1 :]]
    return [
        WayRow(one, other, ways.between(one, other), ways.told.get((min(one, other), max(one, other))), number)
        for number, (one, other) in enumerate(pairs)
    ]
