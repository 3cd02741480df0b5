"""Does a plan keep every hard rule, and what does it cost? Recomputed from the instance alone; shares nothing with the planners."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from zoufang.engines.routing.instance import DAY, Family, Instance, Plan, Session, Visit, minutes_of


@dataclass(frozen=True)
class Account:
    """What a plan comes to. `faults` are sentences about broken rules; a plan with one is never handed out."""

    faults: tuple[str, ...]
    cost: int
    trips: int
    travel: int
    split: int
    unplaced: tuple[tuple[str, str], ...]


def account_of(instance: Instance, plan: Plan) -> Account:
    """Check and price. Wishes are not part of the cost."""
    families = {family.id: family for family in instance.families}
    teams = {team.id: team for team in instance.teams}
    faults: list[str] = []
    trips: dict[tuple[str, int], list[Visit]] = {}
    seen: set[tuple[str, str]] = set()
    for visit in plan.visits:
        family, team = families.get(visit.family), teams.get(visit.klass)
        if family is None or team is None or visit.klass not in family.classes:
            faults.append(f"{visit.family}/{visit.klass}: no such visit")
            continue
        if (visit.family, visit.klass) in seen:
            faults.append(f"{visit.family}/{visit.klass}: visited twice")
        seen.add((visit.family, visit.klass))
        faults += _about(visit, family, team.unavailable, instance.hard_end)
        session = _session_of(instance.sessions, visit.start, visit.start + minutes_of(family, visit))
        if session is None:
            faults.append(f"{visit.family}/{visit.klass}: not inside a half-day")
        else:
            trips.setdefault((visit.klass, session), []).append(visit)
    faults += _in_two_places(instance, trips)
    travel = 0
    for (klass, session), visits in trips.items():
        minutes, late = _walked(instance, teams[klass].school, instance.sessions[session], visits, families)
        travel += minutes
        faults += late
    starts = plan.starts
    split = sum(1 for family in instance.families if len(_times(starts, family)) > 1)
    unplaced = tuple((f.id, c) for f in instance.families for c in f.classes if (f.id, c) not in seen)
    price = instance.prices
    cost = price.unplaced * len(unplaced) + price.trip * len(trips) + price.travel * travel + price.split * split
    return Account(tuple(faults), cost, len(trips), travel, split, unplaced)


def _about(visit: Visit, family: Family, unavailable: tuple[tuple[int, int], ...], hard_end: int) -> list[str]:
    start, end = visit.start, visit.start + minutes_of(family, visit)
    faults = []
    if not any(a <= start and end <= b for a, b in family.windows):
        faults.append(f"{visit.family}/{visit.klass}: outside the family's times")
    if end % DAY > hard_end or start // DAY != (end - 1) // DAY:
        faults.append(f"{visit.family}/{visit.klass}: ends too late")
    if any(start < b and end > a for a, b in unavailable):
        faults.append(f"{visit.family}/{visit.klass}: the teachers are not free")
    return faults


def _in_two_places(instance: Instance, trips: Mapping[tuple[str, int], list[Visit]]) -> list[str]:
    """A teacher of two classes goes out with one of them in a half-day."""
    teachers = {team.id: team.teachers for team in instance.teams}
    out: dict[tuple[str, int], str] = {}
    faults = []
    for klass, session in trips:
        for teacher in teachers[klass]:
            if out.setdefault((teacher, session), klass) != klass:
                faults.append(f"{teacher}: out with two classes in one half-day")
    return faults


def _session_of(sessions: tuple[Session, ...], start: int, end: int) -> int | None:
    return next((n for n, each in enumerate(sessions) if each.start <= start and end <= each.end), None)


def _walked(
    instance: Instance, school: str, session: Session, visits: list[Visit], families: dict[str, Family]
) -> tuple[int, list[str]]:
    """Minutes travelled, and who could not be reached in time. From school at the half-day's start; the way home is free."""
    here, clock, travel, faults = school, session.start, 0, []
    for visit in sorted(visits, key=lambda each: each.start):
        minutes = instance.travel.between(here, visit.family)
        travel += minutes
        if clock + minutes > visit.start:
            faults.append(f"{visit.family}/{visit.klass}: cannot be reached by {visit.start}")
        here, clock = visit.family, visit.start + minutes_of(families[visit.family], visit)
    return travel, faults


def _times(starts: Mapping[tuple[str, str], Visit], family: Family) -> set[int]:
    if len(family.classes) < 2:
        return set()
    return {starts[family.id, klass].start for klass in family.classes if (family.id, klass) in starts}
