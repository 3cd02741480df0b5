"""Solvers for vehicle routing as baselines for one class: a half-day is a vehicle, a family a customer with several time windows.

Optional (`pip install pyvroom pyvrp`); where one is missing the benchmark says so.
"""

from __future__ import annotations

import importlib.util

from zoufang.engines.routing.instance import Instance, Plan, Visit
from zoufang.engines.routing.modes import starts_within

PYVRP_SECONDS = 10
LATEST = 1 << 30


def missing() -> list[str]:
    """Which of them are not installed."""
    modules = {"pyvroom": "vroom", "pyvrp": "pyvrp"}
    return [name for name, module in modules.items() if importlib.util.find_spec(module) is None]


def planners():
    """(name, planner) of those that are installed."""
    absent = missing()
    if "pyvroom" not in absent:
        yield "pyvroom", vroom_plan
    if "pyvrp" not in absent:
        yield f"pyvrp {PYVRP_SECONDS} s", pyvrp_plan


def _windows(instance: Instance):
    """By family: spans of starts at which the class could visit it."""
    team = instance.teams[0]
    return {
        family.id: sorted(
            span for spans in starts_within(instance, team, family, family.service).values() for span in spans
        )
        for family in instance.families
    }


def _plan(instance: Instance, stops) -> Plan:
    return Plan(tuple(sorted(Visit(instance.teams[0].id, int(start), name) for name, start in stops)))


def vroom_plan(instance: Instance) -> Plan:
    """VROOM at its most thorough level of search."""
    import numpy
    import vroom

    team, windows = instance.teams[0], _windows(instance)
    names = [team.school, *(family.id for family in instance.families)]
    problem = vroom.Input()
    # Minutes as seconds; the way home is free.
    problem.set_durations_matrix("car", numpy.array(instance.travel.matrix(names), dtype=numpy.uint32))
    for number, session in enumerate(instance.sessions):
        window = vroom.TimeWindow(session.start, session.end)
        problem.add_vehicle(
            vroom.Vehicle(number, start=0, time_window=window, costs=vroom.VehicleCosts(fixed=instance.prices.trip))
        )
    for place, family in enumerate(instance.families, start=1):
        if windows[family.id]:
            spans = [vroom.TimeWindow(first, last) for first, last in windows[family.id]]
            problem.add_job(vroom.Job(place, location=place, default_service=family.service, time_windows=spans))
    steps = problem.solve(exploration_level=5, nb_threads=1).routes
    jobs = steps[steps["type"] == "job"]
    starts = jobs["arrival"] + jobs["waiting_time"]
    return _plan(instance, zip((names[int(place)] for place in jobs["id"]), starts, strict=True))


def pyvrp_plan(instance: Instance) -> Plan:
    """PyVRP; a family with several windows is a group of alternatives of which at most one is visited."""
    from pyvrp import Model
    from pyvrp.stop import MaxRuntime

    team, windows = instance.teams[0], _windows(instance)
    model = Model()
    school = model.add_location(0, 0)
    depot = model.add_depot(school)
    places, names = [(team.school, school)], []
    for family in instance.families:
        if not windows[family.id]:
            continue
        home, group = model.add_location(0, 0), model.add_client_group(required=False)
        places.append((family.id, home))
        for first, last in windows[family.id]:
            model.add_client(
                home,
                service_duration=family.service,
                tw_early=first,
                tw_late=last,
                prize=instance.prices.unplaced,
                required=False,
                group=group,
            )
            names.append(family.id)
    for session in instance.sessions:
        span = {"tw_early": session.start, "tw_late": session.end}
        model.add_vehicle_type(1, start_depot=depot, end_depot=depot, fixed_cost=instance.prices.trip, **span)
    for here, a in places:
        for there, b in places:
            if a is not b:
                minutes = 0 if b is school else instance.travel.between(here, there)
                model.add_edge(a, b, distance=minutes, duration=minutes)
    family_minutes = {family.id: family.service for family in instance.families}
    best = model.solve(MaxRuntime(PYVRP_SECONDS), display=False).best
    # A start includes its waiting; who waits at the door begins when the window opens.
    stops = [
        (names[each.idx], each.end_time - family_minutes[names[each.idx]])
        for route in best.routes()
        for each in route.schedule()
        if each.is_client()
    ]
    return _plan(instance, stops)
