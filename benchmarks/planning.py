"""Planning home visits: the engine beside a grid, the nearest next, and solvers for vehicle routing where they are installed.

`python benchmarks/planning.py [--folder F] [--only class] [--seconds 10]`. The folder (or ZOUFANG_PLANNING_INSTANCES) holds instances
as *.json; a generator beside them named gen_home_visits.py lends its independent `verify`, a bks.json its best-known costs.
Without a folder, towns of our own are planned and checked by `engines.routing.checking`, which shares nothing with the planners.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import multiprocessing
import os
import random
import resource
import time
from pathlib import Path

import simple_planners
import towns
import vehicle_routing

from zoufang.engines.routing.checking import account_of
from zoufang.engines.routing.district import plan, replan
from zoufang.engines.routing.instance import Instance, Plan, Team
from zoufang.engines.routing.reading import instance_of, written
from zoufang.engines.routing.replanning import changes_between, still_kept


def main(arguments: list[str] | None = None) -> None:
    """One line for each planner and instance."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--folder", default=os.environ.get("ZOUFANG_PLANNING_INSTANCES", ""))
    parser.add_argument("--only", default="", help="instances whose name begins so")
    parser.add_argument("--seconds", type=float, nargs="*", default=None)
    parser.add_argument("--cpu", action="store_true", help="count seconds of CPU: for a machine that has other work")
    parser.add_argument("--no-others", action="store_true", help="the engine only")
    chosen = parser.parse_args(arguments)
    verify, best_known, instances = _instances(chosen.folder)
    print(
        "instance         planner          cost  bound  gap %  known  unplaced trips joint/split proven      s    MB  faults"
    )
    sums: dict[str, list[bool]] = {}
    for name, raw in instances:
        if not name.startswith(chosen.only):
            continue
        instance = instance_of(json.dumps(raw).encode())
        known = best_known.get(name, {}).get("cost")
        one = len(instance.teams) == 1
        if not chosen.no_others:
            for label, planner in _others(one):
                began = time.perf_counter()
                found = planner(instance)
                spent = time.perf_counter() - began
                _line(name, label, raw, instance, found, None, spent, 0, known, verify)
        for seconds in chosen.seconds or ([1.0, 10.0] if one else [5.0, 60.0]):
            clock = time.process_time if chosen.cpu else time.monotonic
            outcome, spent, megabytes = in_child(_engine, instance, seconds, clock)
            _line(
                name, f"engine {seconds:.0f} s", raw, instance, outcome.plan, outcome, spent, megabytes, known, verify
            )
            sums.setdefault(f"proven in {seconds:.0f} s", []).append(outcome.proven)
        _changed(name, instance, outcome.plan)
    for label, flags in sums.items():
        print(f"{label}: {sum(flags)} of {len(flags)}")
    for label in vehicle_routing.missing():
        print(f"SKIPPED {label}: not installed (pip install {label})")


def in_child(work, *given):
    """(what it returns, seconds, megabytes at most) of work in a fresh process."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_measured, (work, given))


def _measured(work, given):
    clock = time.process_time if time.process_time in given else time.perf_counter
    began = clock()
    answer = work(*given)
    return answer, clock() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _engine(instance: Instance, seconds: float, clock):
    return plan(instance, seconds=seconds, clock=clock, processes=1)


def _replan(instance: Instance, old: Plan):
    return replan(instance, old, frozenset(old.starts), seconds=10, clock=time.monotonic)


def _others(one: bool):
    yield "grid", simple_planners.grid
    yield "nearest", simple_planners.nearest
    if one:  # they know nothing of two teams that meet at a door
        yield from vehicle_routing.planners()


def _instances(folder: str):
    if not folder:
        made = [(f"{kind}.{seed}", towns.town(kind, seed)) for kind in towns.KINDS for seed in range(1, 4)]
        return None, {}, made
    place = Path(folder)
    verify = None
    if (place / "gen_home_visits.py").exists():
        spec = importlib.util.spec_from_file_location("gen_home_visits", place / "gen_home_visits.py")
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        verify = module.verify
    known = json.loads((place / "bks.json").read_text()) if (place / "bks.json").exists() else {}
    files = sorted(file for file in place.glob("*.json") if file.name != "bks.json")
    return verify, known, [(file.stem, json.loads(file.read_text())) for file in files]


def _line(name, label, raw, instance, found, outcome, spent, megabytes, known, verify) -> None:
    account = account_of(instance, found)
    faults = len(account.faults)
    if verify is not None:
        errors, metrics = verify(raw, written(found))
        faults = len(errors)
        if not errors and metrics["cost"] != account.cost:
            faults = -1  # the two checkers disagree
    bound = outcome.lower_bound if outcome else None
    gap = f"{100 * (account.cost / bound - 1):6.2f}" if bound else "     –"
    siblings = sum(1 for family in instance.families if len(family.classes) > 1)
    print(
        f"{name:16} {label:14} {account.cost:7} {bound or '–':>6} {gap} {known or '–':>6} {len(account.unplaced):8} {account.trips:5}"
        f" {siblings - account.split:5}/{account.split:<5} {'yes' if outcome and outcome.proven else '–':>6}"
        f" {spent:6.1f} {megabytes or 0:5.0f} {faults:6}",
        flush=True,
    )


def _changed(name: str, instance: Instance, old: Plan) -> None:
    """A family cancels; a team falls ill for a half-day: what changes for those who were told a time."""
    chance = random.Random(f"{name} changed")
    gone = chance.choice(instance.families).id
    fewer = _with(instance, families=tuple(family for family in instance.families if family.id != gone))
    rest = Plan(tuple(visit for visit in old.visits if visit.family != gone))
    struck = chance.choice(old.visits)
    session = next(each for each in instance.sessions if each.start <= struck.start < each.end)
    teams = tuple(_ill(team, session) if team.id == struck.klass else team for team in instance.teams)
    for label, changed, told in (("cancelled", fewer, rest), ("ill", _with(instance, teams=teams), old)):
        outcome, spent, _ = in_child(_replan, changed, told)
        changes = changes_between(told, outcome.plan, frozenset(told.starts))
        displaced = len(told.visits) - len(still_kept(changed, told))
        moved = sum(1 for each in changes if each.before is not None and each.after is not None)
        dropped = sum(1 for each in changes if each.after is None)
        print(
            f"{name:16} {label}: {displaced} displaced, {max(0, moved + dropped - displaced)} others moved, {dropped} dropped,"
            f" {spent:.2f} s",
            flush=True,
        )


def _with(instance: Instance, **changes) -> Instance:
    return Instance(**{**instance.__dict__, **changes})


def _ill(team: Team, session) -> Team:
    return Team(team.id, team.school, team.teachers, (*team.unavailable, (session.start, session.end)))


if __name__ == "__main__":
    main()
