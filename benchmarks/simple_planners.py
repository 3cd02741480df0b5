"""What people do without a planner, as baselines: a grid of appointments, and always to the nearest next."""

from __future__ import annotations

from zoufang.engines.routing.instance import Family, Instance, Plan, Team, Visit
from zoufang.engines.routing.modes import starts_within

GRID_MINUTES = 45


def grid(instance: Instance) -> Plan:
    """Appointments every 45 minutes; whoever has the fewest possible ones chooses first, the earliest that is free."""
    return _class_by_class(instance, _grid)


def nearest(instance: Instance) -> Plan:
    """Half-day after half-day, always to the nearest who can still be visited."""
    return _class_by_class(instance, _nearest)


def _class_by_class(instance: Instance, planner) -> Plan:
    told: dict[str, Visit] = {}
    visits: list[Visit] = []
    for team in instance.teams:
        for visit in planner(instance, team, told):
            told.setdefault(visit.family, visit)
            visits.append(visit)
    return Plan(tuple(sorted(visits)))


def _ways(instance: Instance, team: Team, family: Family, told: dict[str, Visit], session: int):
    """(first, last start, minutes, apart) in a half-day; siblings at the time their first class has taken, else apart."""
    before = told.get(family.id)
    spans = starts_within(instance, team, family, family.service).get(session, ())
    if before is None:
        return [(first, last, family.service, False) for first, last in spans]
    joint = [(before.start, before.start, family.service, False) for a, b in spans if a <= before.start <= b]
    apart = starts_within(instance, team, family, family.alone).get(session, ())
    return joint + [(first, last, family.alone, True) for first, last in apart]


def _grid(instance: Instance, team: Team, told: dict[str, Visit]) -> list[Visit]:
    families = instance.families_of(team.id)
    possible = {}
    for family in families:
        slots = []
        for number, session in enumerate(instance.sessions):
            for slot, start in enumerate(range(session.start + 15, session.end - 29, GRID_MINUTES)):
                for first, last, minutes, apart in _ways(instance, team, family, told, number):
                    at = first if first == last else start
                    if first <= at <= last and start <= at < start + GRID_MINUTES:
                        slots.append((apart, number, slot, at, minutes))
        possible[family.id] = sorted(slots)
    taken: dict[tuple[int, int], tuple[str, int, int]] = {}
    visits = []
    for name in sorted(possible, key=lambda each: (len(possible[each]), each)):
        for apart, number, slot, at, minutes in possible[name]:
            trial = dict(taken) | {(number, slot): (name, at, minutes)}
            if (number, slot) not in taken and _walkable(instance, team, number, trial):
                taken = trial
                visits.append(Visit(team.id, at, name, apart))
                break
    return visits


def _walkable(instance: Instance, team: Team, number: int, taken) -> bool:
    here, clock = team.school, instance.sessions[number].start
    for _, (name, at, minutes) in sorted(item for item in taken.items() if item[0][0] == number):
        if clock + instance.travel.between(here, name) > at:
            return False
        here, clock = name, at + minutes
    return True


def _nearest(instance: Instance, team: Team, told: dict[str, Visit]) -> list[Visit]:
    waiting = {family.id: family for family in instance.families_of(team.id)}
    visits = []
    for number, session in enumerate(instance.sessions):
        here, clock = team.school, session.start
        while True:
            options = []
            for family in waiting.values():
                arrive = clock + instance.travel.between(here, family.id)
                for first, last, minutes, apart in _ways(instance, team, family, told, number):
                    if arrive <= last:
                        at = max(arrive, first)
                        options.append((apart, at - clock, family.id, at, minutes))
            if not options:
                break
            apart, _, name, at, minutes = min(options)
            visits.append(Visit(team.id, at, name, apart))
            del waiting[name]
            here, clock = name, at + minutes
    return visits
