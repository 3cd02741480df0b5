"""A small place whose ways are given, for all tests of the planner."""

from __future__ import annotations

import time

from zoufang.engines.routing.district import plan
from zoufang.engines.routing.instance import Family, Instance, Session, Team
from zoufang.engines.routing.travel import Travel

EVENING = Session(0, "eve", 1050, 1230)
NEXT_EVENING = Session(1, "eve", 2490, 2670)


def town(families, *, sessions=(EVENING, NEXT_EVENING), teams=None, way=10, table=None, **more):
    """Everything is `way` minutes from everything, where the table does not say otherwise."""
    teams = teams or (Team("C0", "K0"),)
    places = dict.fromkeys([*(t.school for t in teams), *(f.id for f in families)], (30.0, 120.0))
    travel = Travel(places, detour=0.0, overhead=way, table=table or {})
    return Instance(tuple(sessions), tuple(teams), tuple(families), travel, **more)


def family(name, *windows, classes=("C0",), service=30, neighbourhood=""):
    return Family(name, classes, service, tuple(windows or [(1050, 1230)]), neighbourhood)


def planned(instance, *, processes=1, seed=1):
    return plan(instance, seconds=20, clock=time.monotonic, processes=processes, seed=seed)
