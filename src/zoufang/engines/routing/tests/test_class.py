"""One class: small instances whose answer is known, or is found by trying everything."""

from __future__ import annotations

import json
from itertools import combinations, permutations, product
from random import Random

import pytest

from zoufang.engines.routing import part
from zoufang.engines.routing.checking import account_of
from zoufang.engines.routing.instance import Family, Plan, Prices, Session, Team, Visit, Wishes
from zoufang.engines.routing.reading import instance_of

from .places import EVENING, NEXT_EVENING, family, planned, town

THREE = (EVENING, NEXT_EVENING, Session(2, "eve", 3930, 4110))


def cheapest_by_trying(instance):
    """The least cost of one class, by every way to put families into half-days in every order."""
    team, names = instance.teams[0], [f.id for f in instance.families]
    by_name = {f.id: f for f in instance.families}
    prices = instance.prices
    trips = [{frozenset(): 0} for _ in instance.sessions]
    for number, session in enumerate(instance.sessions):
        for size in range(1, len(names) + 1):
            for chosen in combinations(names, size):
                for order in permutations(chosen):
                    here, clock, walked = team.school, session.start, 0
                    for name in order:
                        way = instance.travel.between(here, name)
                        here, clock, walked = name, clock + way, walked + way
                        starts = [
                            max(clock, a, session.start)
                            for a, b in by_name[name].windows
                            if max(clock, a, session.start) + by_name[name].service <= min(b, session.end)
                        ]
                        if not starts:
                            break
                        clock = min(starts) + by_name[name].service
                    else:
                        cost = prices.trip + walked * prices.travel
                        key = frozenset(chosen)
                        trips[number][key] = min(cost, trips[number].get(key, cost))
    best = None
    for pick in product(*[table.items() for table in trips]):
        served = [name for chosen, _ in pick for name in chosen]
        if len(served) == len(set(served)):
            cost = sum(price for _, price in pick) + prices.unplaced * (len(names) - len(served))
            best = cost if best is None else min(best, cost)
    return best


@pytest.mark.parametrize("seed", range(6))
def test_the_proven_plan_is_the_best_of_all_that_can_be_tried(seed):
    chance = Random(seed)
    names = [f"F{n}" for n in range(5)]
    table = {a: {b: chance.randint(2, 40) for b in names} for a in ["K0", *names]}
    windows = {
        name: [
            (s.start + a, s.start + b)
            for s in (EVENING, NEXT_EVENING)
            if chance.random() < 0.8
            for a, b in [chance.choice([(0, 180), (0, 60), (60, 110), (100, 180)])]
        ]
        for name in names
    }
    families = [Family(name, ("C0",), chance.choice([30, 45]), tuple(windows[name])) for name in names]
    instance = town(families, table=table)

    outcome = planned(instance)

    assert outcome.proven
    assert outcome.account.cost == outcome.lower_bound == cheapest_by_trying(instance)


def test_the_way_back_may_take_longer_than_the_way_there():
    there_and_back = {"K0": {"A": 5, "B": 5}, "A": {"B": 5}, "B": {"A": 90}}

    outcome = planned(town([family("A"), family("B")], table=there_and_back))

    assert [visit.family for visit in outcome.plan.visits] == ["A", "B"]
    assert outcome.account.travel == 10


def test_a_family_is_visited_in_the_second_of_its_times_on_one_evening():
    shut = Team("C0", "K0", unavailable=((1050, 1110),))

    outcome = planned(town([family("A", (1050, 1090), (1170, 1230))], teams=[shut]))

    assert outcome.plan.visits == (Visit("C0", 1170, "A"),)


def test_two_families_behind_one_door_are_two_visits():
    outcome = planned(town([family("A"), family("B")], way=3))

    starts = sorted(visit.start for visit in outcome.plan.visits)
    assert starts[1] - starts[0] == 33


def test_nobody_signed_up_is_a_plan_without_visits():
    outcome = planned(town([]))

    assert outcome.plan.visits == ()
    assert outcome.account.cost == 0
    assert outcome.proven


def test_a_visit_ends_by_the_hard_end():
    late = Session(0, "eve", 1150, 1320)

    outcome = planned(town([family("A", (1150, 1320)), family("B", (1150, 1320))], sessions=[late], way=20))

    assert len(outcome.plan.visits) == 1
    assert outcome.plan.visits[0].start + 30 <= 1230


def test_the_same_seed_gives_the_same_plan():
    chance = Random(5)
    names = [f"F{n:02d}" for n in range(14)]
    table = {a: {b: chance.randint(4, 25) for b in names} for a in ["K0", *names]}
    instance = town([family(name, (1050, 1230), (2490, 2670)) for name in names], table=table)

    assert planned(instance, seed=7).plan == planned(instance, seed=7).plan


@pytest.fixture
def many_homes():
    """Twelve families who are always at home: more trips than the tests below let be held."""
    chance = Random(11)
    names = [f"F{n:02d}" for n in range(12)]
    table = {a: {b: chance.randint(4, 25) for b in names} for a in ["K0", *names]}
    return town([family(name, (1050, 1230), (2490, 2670), (3930, 4110)) for name in names], table=table, sessions=THREE)


def test_more_trips_than_can_be_held_are_listed_by_what_they_are_worth_and_the_proof_holds(many_homes, monkeypatch):
    whole = planned(many_homes)
    monkeypatch.setattr("zoufang.engines.routing.kindergarten.TRIPS", 300)
    monkeypatch.setattr("zoufang.engines.routing.listing.FEW", 100)

    outcome = planned(many_homes)

    assert whole.proven
    assert outcome.proven
    assert outcome.account.cost == whole.account.cost == outcome.lower_bound


def test_what_could_not_be_listed_is_never_called_proven(many_homes, monkeypatch):
    best = planned(many_homes).account.cost
    monkeypatch.setattr("zoufang.engines.routing.kindergarten.TRIPS", 300)
    monkeypatch.setattr("zoufang.engines.routing.listing.FEW", 100)
    monkeypatch.setattr("zoufang.engines.routing.too_many.WITHIN", 10)
    monkeypatch.setattr("zoufang.engines.routing.too_many.A_ROUND", 10)
    monkeypatch.setattr("zoufang.engines.routing.listing.LEAST_LABELS", 20)

    outcome = planned(many_homes)

    assert not outcome.proven
    assert outcome.lower_bound <= best <= outcome.account.cost
    assert len(outcome.plan.visits) >= 10


def test_without_a_solver_a_plan_keeps_every_rule_and_is_not_called_proven(monkeypatch):
    monkeypatch.setattr(part, "has_solver", lambda: False)
    families = [family(f"F{n}", (1050, 1230), (2490, 2670)) for n in range(8)]

    outcome = planned(town(families))

    assert len(outcome.plan.visits) == 8
    assert not outcome.proven
    assert 0 < outcome.lower_bound <= outcome.account.cost


def test_the_checker_finds_each_broken_rule():
    shut = Team("C0", "K0", unavailable=((2490, 2520),))
    instance = town([family("A", (1050, 1140), (2490, 2670)), family("B")], teams=[shut])
    faults = {
        "outside the family's times": [Visit("C0", 1150, "A")],
        "the teachers are not free": [Visit("C0", 2510, "A")],
        "not inside a half-day": [Visit("C0", 1000, "A")],
        "cannot be reached by": [Visit("C0", 1060, "A"), Visit("C0", 1095, "B")],
        "visited twice": [Visit("C0", 1060, "A"), Visit("C0", 2600, "A")],
        "no such visit": [Visit("C9", 1060, "A")],
    }
    for said, visits in faults.items():
        assert any(said in fault for fault in account_of(instance, Plan(tuple(visits))).faults), said
    assert not account_of(instance, Plan((Visit("C0", 1060, "A"), Visit("C0", 1100, "B")))).faults


def test_rest_is_kept_after_so_many_visits():
    rested = Wishes(rest_after=1, rest_minutes=20)

    outcome = planned(town([family("A"), family("B")], wishes=rested))

    starts = sorted(visit.start for visit in outcome.plan.visits)
    assert starts[1] - starts[0] == 30 + 20 + 10


def test_distances_are_rounded_up_to_whole_minutes():
    raw = {
        "sessions": [{"day": 0, "name": "eve", "start": 1050, "end": 1230}],
        "travel": {"detour": 1.35, "kmh": 15, "overhead_min": 3},
        "kindergartens": [{"id": "K", "lat": 30.0, "lon": 120.0}],
        "classes": [{"id": "C", "kg": "K", "teachers": ["a", "b"], "unavailable": []}],
        "families": [
            {"id": "F", "classes": ["C"], "lat": 30.01, "lon": 120.0, "service_min": 30, "windows": [[1050, 1230]]}
        ],
    }
    instance = instance_of(json.dumps(raw).encode())

    # 0.01° of latitude are 1.112 km; × 1.35 at 15 km/h are 6.005 minutes; and three to park.
    assert instance.travel.between("K", "F") == 10
    assert instance.prices == Prices()
