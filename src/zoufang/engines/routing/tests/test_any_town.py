"""Whatever the place: every plan keeps every rule (else BrokenRule is raised), explains everyone left out, and can be changed."""

from __future__ import annotations

import time
from dataclasses import replace
from random import Random

import pytest

from zoufang.engines.routing import part
from zoufang.engines.routing.district import plan, replan
from zoufang.engines.routing.instance import Family, Plan, Session, Team, Wishes

from .places import town


def any_town(chance):
    """Odd half-days, teachers of two classes, siblings in two schools, several windows, ways that differ there and back."""
    spans = [chance.choice([(1050, 1230), (540, 720), (600, 1260)]) for _ in range(chance.randint(1, 4))]
    sessions = [Session(day, "", day * 1440 + a, day * 1440 + b) for day, (a, b) in enumerate(spans)]
    teams = [
        Team(
            f"C{n}",
            chance.choice(["K0", "K1"]),
            (chance.choice(["Zhang", f"T{n}"]),),
            tuple((s.start + 30, s.start + chance.randint(40, 200)) for s in sessions if chance.random() < 0.3),
        )
        for n in range(chance.randint(1, 3))
    ]
    families = []
    for n in range(chance.randint(3, 9)):
        classes = chance.sample([team.id for team in teams], min(len(teams), chance.choice([1, 1, 2, 3])))
        windows = [
            (s.start + first, s.start + first + chance.randint(20, 180))
            for s in sessions
            if chance.random() < 0.6
            for first in (chance.randint(-40, 20), 70)
        ]
        hood = chance.choice(["", "N1", "N2"])
        families.append(
            Family(f"F{n}", tuple(sorted(classes)), chance.choice([20, 45]), tuple(windows), hood, n % 3 == 0)
        )
    names = ["K0", "K1", *(family.id for family in families)]
    table = {a: {b: chance.randint(0, 50) for b in names} for a in names}
    wishes = Wishes(
        together=chance.choice([0, 20]), days=chance.choice([0, 30]), dark=50, rest_after=2, rest_minutes=10
    )
    return town(families, sessions=sessions, teams=teams, table=table, wishes=chance.choice([wishes, Wishes()]))


@pytest.mark.parametrize("seed", range(14))
def test_a_plan_keeps_every_rule_before_and_after_a_change(seed, monkeypatch):
    chance = Random(seed)
    instance = any_town(chance)
    if seed % 7 == 0:
        monkeypatch.setattr(part, "has_solver", lambda: False)

    first = plan(instance, seconds=chance.choice([0.01, 10]), clock=time.monotonic, processes=1)
    stay = tuple(family for family in instance.families if chance.random() < 0.8)
    ill = tuple(replace(t, unavailable=((0, 1440 * chance.randint(1, 2)),)) for t in instance.teams)
    old = Plan(tuple(visit for visit in first.plan.visits if visit.family in {family.id for family in stay}))
    told = frozenset(key for key in old.starts if chance.random() < 0.7)
    second = replan(replace(instance, families=stay, teams=ill), old, told, seconds=10, clock=time.monotonic)

    for outcome in (first, second):
        assert outcome.account.faults == ()
        assert outcome.lower_bound <= outcome.account.cost
        assert {(each.family, each.klass) for each in outcome.unplaced} == set(outcome.account.unplaced)
