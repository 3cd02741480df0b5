"""What is usual in these visits: the measure against which one visit is unusual. Computed once, read by every signal."""

from __future__ import annotations

import math
import statistics
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from zoufang.engines.authenticity.visits import IN_PERSON, Answer, Mode, Visit
from zoufang.engines.routing.travel import kilometres

_Key = TypeVar("_Key", bound=Hashable)
FEWEST_FOR_USUAL = 20
NARROWEST = 0.25
SHORTEST_SHARE = 0.03
MOST_FAMILIES_OF_A_DEVICE = 2


class Campaign:
    """All visits that are looked at together; `folder` is where their pictures lie, if they do."""

    def __init__(self, visits: Sequence[Visit], folder: Path | None = None) -> None:
        self.visits = visits
        self.folder = folder

    @cached_property
    def by_crew(self) -> Mapping[tuple[str, tuple[str, ...]], list[Visit]]:
        """The visits of each pair (or one) of teachers; those without a name are nobody's."""
        return grouped((each for each in self.visits if each.teachers), lambda each: each.crew)

    @cached_property
    def by_teacher(self) -> Mapping[tuple[str, str], list[Visit]]:
        """The visits of each teacher in the order in which they began."""
        found: dict[tuple[str, str], list[Visit]] = defaultdict(list)
        for each in self.visits:
            if each.started:
                for teacher in each.teachers:
                    found[each.school, teacher].append(each)
        for theirs in found.values():
            theirs.sort(key=lambda each: (each.started, each.row))
        return found

    @cached_property
    def by_device(self) -> Mapping[str, list[Visit]]:
        """The visits written on each device."""
        return grouped((each for each in self.visits if each.device), lambda each: each.device)

    @cached_property
    def families_of_device(self) -> Mapping[str, set[tuple[str, str]]]:
        """Which families answered on each device."""
        found: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for each in self.visits:
            if each.family_device:
                found[each.family_device].add(each.household)
        return found

    @cached_property
    def middle_of_crew(self) -> Mapping[tuple[str, tuple[str, ...]], tuple[float, float]]:
        """The middle of the places where each crew was."""
        return {
            crew: middle([each.place for each in theirs if each.place and each.mode in IN_PERSON])
            for crew, theirs in self.by_crew.items()
            if any(each.place and each.mode in IN_PERSON for each in theirs)
        }

    @cached_property
    def school_places(self) -> Mapping[str, tuple[float, float]]:
        """Where each school is: the middle of its talks at school (three at least)."""
        talks = grouped(
            (each for each in self.visits if each.place and each.mode == Mode.SCHOOL), lambda each: each.school
        )
        return {
            school: middle([each.place for each in theirs if each.place])
            for school, theirs in talks.items()
            if len(theirs) >= 3
        }

    @cached_property
    def usual_minutes(self) -> Mapping[tuple[str, Mode], tuple[float, float]]:
        """(middle, width) of the logarithm of minutes, of each school and form and of all schools ("")."""
        told: dict[tuple[str, Mode], list[float]] = defaultdict(list)
        for each in self.visits:
            if each.minutes is not None and each.minutes > 0:
                for school in {each.school, ""}:
                    told[school, each.mode].append(math.log(each.minutes))
        return {key: spread(values) for key, values in told.items() if len(values) >= FEWEST_FOR_USUAL}

    def shortness(self, visit: Visit) -> float | None:
        """How many widths below the usual length of its form; nothing where nothing is usual yet."""
        usual = self.usual_minutes.get((visit.school, visit.mode)) or self.usual_minutes.get(("", visit.mode))
        if usual is None or visit.minutes is None or visit.minutes <= 0:
            return None
        return (usual[0] - math.log(visit.minutes)) / usual[1]

    @cached_property
    def _short_minutes(self) -> Mapping[Mode, float]:
        told = grouped((each for each in self.visits if each.minutes is not None), lambda each: each.mode)
        lengths = {mode: sorted(each.minutes or 0.0 for each in theirs) for mode, theirs in told.items()}
        return {mode: each[int(SHORTEST_SHARE * len(each))] for mode, each in lengths.items()}

    def is_among_shortest(self, visit: Visit) -> bool:
        """Is it one of the three in a hundred of its form that took least?"""
        return visit.minutes is not None and visit.minutes <= self._short_minutes.get(visit.mode, 0.0)

    def is_vouched(self, visit: Visit) -> bool:
        """Did the family itself say yes, on a device that is no teacher's and not that of many families?"""
        return visit.answer == Answer.YES and (
            visit.family_device not in self.by_device
            and len(self.families_of_device.get(visit.family_device, ())) <= MOST_FAMILIES_OF_A_DEVICE
        )


def grouped(visits: Iterable[Visit], key: Callable[[Visit], _Key]) -> dict[_Key, list[Visit]]:
    """The visits under their keys, in the order given."""
    found: dict[_Key, list[Visit]] = defaultdict(list)
    for each in visits:
        found[key(each)].append(each)
    return dict(found)


def middle(places: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """The median of latitudes and of longitudes: one far place does not move it."""
    return statistics.median(la for la, _ in places), statistics.median(lo for _, lo in places)


def spread(values: Sequence[float]) -> tuple[float, float]:
    """Median and robust width (1.48 × median distance from it), never narrower than what people differ anyway."""
    centre = statistics.median(values)
    return centre, max(1.4826 * statistics.median(abs(each - centre) for each in values), NARROWEST)


def metres(a: tuple[float, float], b: tuple[float, float]) -> float:
    """The straight line."""
    return kilometres(a, b) * 1000
