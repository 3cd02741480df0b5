"""Something has changed: who was told a time keeps it wherever that can be."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from zoufang.engines.routing import part
from zoufang.engines.routing.district import replan
from zoufang.engines.routing.instance import Plan, Team, Visit
from zoufang.engines.routing.replanning import changes_between

from .places import family, planned, town

BOTH = ((1050, 1230), (2490, 2670))


def replanned(instance, old, confirmed=None):
    told = frozenset(old.starts) if confirmed is None else confirmed
    outcome = replan(instance, old, told, seconds=10, clock=time.monotonic)
    return outcome, changes_between(old, outcome.plan, told)


@pytest.mark.parametrize("solver", [True, False])
def test_a_family_that_cancels_moves_nobody(monkeypatch, solver):
    monkeypatch.setattr(part, "has_solver", lambda: solver)
    families = [family(name, *BOTH) for name in "ABCDEF"]
    old = planned(town(families)).plan

    _, changes = replanned(town(families[1:]), Plan(tuple(v for v in old.visits if v.family != "A")))

    assert changes == ()


@pytest.mark.parametrize("solver", [True, False])
def test_an_illness_moves_those_who_must_be_and_drops_nobody(monkeypatch, solver):
    families = [family(name, *BOTH) for name in "ABCDE"]
    old = planned(town(families)).plan
    first = min(visit.start for visit in old.visits) // 1440
    ill = Team("C0", "K0", unavailable=((first * 1440 + 1050, first * 1440 + 1150),))
    monkeypatch.setattr(part, "has_solver", lambda: solver)

    outcome, changes = replanned(town(families, teams=[ill]), old)

    struck = {
        visit.family for visit in old.visits if visit.start < first * 1440 + 1150 and visit.start // 1440 == first
    }
    assert struck
    assert {change.family for change in changes} == struck
    assert outcome.account.unplaced == ()


def test_who_confirmed_is_moved_rather_than_dropped():
    # B can only come where A is; A could go elsewhere.
    families = [family("A", (1050, 1100), (2490, 2670)), family("B", (1050, 1100))]
    old = Plan((Visit("C0", 1060, "A"), Visit("C0", 2500, "B")))
    shown = town([families[0], replace(families[1], windows=((1050, 1100),))])

    outcome, changes = replanned(shown, old)

    assert outcome.account.unplaced == ()
    assert {(change.family, change.after is None) for change in changes} == {("A", False), ("B", False)}


def test_one_who_confirmed_stays_before_any_number_who_did_not():
    families = [family("A", (1050, 1110)), family("B", (1050, 1090)), family("C", (1100, 1140))]
    old = Plan((Visit("C0", 1080, "A"),))

    outcome, changes = replanned(town(families), old)

    assert outcome.plan.starts["A", "C0"].start == 1080
    assert [change for change in changes if change.confirmed] == []


def test_who_has_not_confirmed_makes_room():
    families = [family("A", (1050, 1100), (2490, 2670)), family("B", (1050, 1100))]
    old = Plan((Visit("C0", 1060, "A"),))

    outcome, changes = replanned(town(families), old, confirmed=frozenset())

    assert outcome.account.unplaced == ()
    assert [change.family for change in changes] == ["A", "B"]


def test_siblings_stay_where_only_one_of_their_classes_falls_ill():
    windows = ((1050, 1230), (2490, 2670))
    families = [family("S", *windows, classes=("C0", "C1"), service=45), family("A", *windows, classes=("C0",))]
    teams = [Team("C0", "K0"), Team("C1", "K0")]
    old = planned(town(families, teams=teams)).plan
    told = old.starts["S", "C0"].start
    ill = Team("C1", "K0", unavailable=((told - 30, told + 60),))

    outcome, changes = replanned(town(families, teams=[teams[0], ill]), old)

    assert outcome.plan.starts["S", "C0"].start == told
    assert [(change.family, change.klass) for change in changes] == [("S", "C1")]
    assert changes[0].after is not None
