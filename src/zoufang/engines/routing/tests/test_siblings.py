"""Families of several classes are visited once; classes that share a teacher do not go out at the same time."""

from __future__ import annotations

from collections import Counter

from zoufang.engines.routing import part
from zoufang.engines.routing.instance import Session, Team
from zoufang.engines.routing.planning import parts_of

from .places import EVENING, NEXT_EVENING, family, planned, town

CLASSES = [Team(f"C{n}", "K0") for n in range(3)]


def starts_of(outcome, name):
    return {visit.klass: visit.start for visit in outcome.plan.visits if visit.family == name}


def test_siblings_are_visited_once_by_both_classes():
    families = [
        family("S", (1050, 1230), (2490, 2670), classes=("C0", "C1"), service=45),
        *[family(f"A{n}", (1050, 1230), (2490, 2670), classes=("C0",)) for n in range(4)],
        *[family(f"B{n}", (1050, 1230), classes=("C1",)) for n in range(3)],
    ]

    outcome = planned(town(families, teams=CLASSES[:2]))

    assert len(set(starts_of(outcome, "S").values())) == 1
    assert outcome.account.split == 0
    assert outcome.account.unplaced == ()


def test_siblings_whose_classes_are_never_free_together_are_visited_apart_and_shorter():
    teams = [
        Team("C0", "K0", unavailable=((EVENING.start, EVENING.end),)),
        Team("C1", "K0", unavailable=((NEXT_EVENING.start, NEXT_EVENING.end),)),
    ]

    outcome = planned(town([family("S", (1050, 1230), (2490, 2670), classes=("C0", "C1"), service=45)], teams=teams))

    assert [visit.apart for visit in outcome.plan.visits] == [True, True]
    assert outcome.account.split == 1
    assert outcome.lower_bound <= outcome.account.cost


def test_three_siblings_in_two_schools_are_visited_by_three_classes_at_once():
    teams = [Team("C0", "K0"), Team("C1", "K0"), Team("D0", "K1")]
    families = [
        family("S", (1050, 1230), classes=("C0", "C1", "D0"), service=60),
        family("A", classes=("C0",)),
        family("D", classes=("D0",)),
    ]
    instance = town(families, teams=teams)

    outcome = planned(instance)

    assert len(parts_of(instance)) == 1
    assert sorted(starts_of(outcome, "S")) == ["C0", "C1", "D0"]
    assert len(set(starts_of(outcome, "S").values())) == 1
    assert outcome.account.unplaced == ()


def test_one_class_visits_siblings_where_the_other_never_can():
    teams = [Team("C0", "K0"), Team("C1", "K0", unavailable=((1000, 3000),))]

    outcome = planned(town([family("S", classes=("C0", "C1"), service=45)], teams=teams))

    assert list(starts_of(outcome, "S")) == ["C0"]
    assert outcome.account.split == 0
    assert [(each.klass, each.kind) for each in outcome.unplaced] == [("C1", "no_overlap")]


def test_a_teacher_of_two_classes_goes_out_with_one_of_them():
    teams = [Team("C0", "K0", teachers=("Zhang", "Li")), Team("C1", "K0", teachers=("Li", "Wang"))]
    windows = ((1050, 1230), (2490, 2670))
    families = [family(f"F{n}", *windows, classes=(f"C{n % 2}",)) for n in range(6)]

    outcome = planned(town(families, teams=teams))

    out = Counter((visit.klass, visit.start // 1440) for visit in outcome.plan.visits)
    assert outcome.account.unplaced == ()
    assert not {day for klass, day in out if klass == "C0"} & {day for klass, day in out if klass == "C1"}


def test_schools_that_share_nothing_are_planned_apart_and_in_processes_alike():
    sessions = [EVENING, Session(2, "eve", 3930, 4110)]
    teams = [Team("C0", "K0"), Team("D0", "K1")]
    windows = ((1050, 1230), (3930, 4110))
    families = [family(f"F{n}", *windows, classes=("C0" if n < 5 else "D0",)) for n in range(10)]
    instance = town(families, teams=teams, sessions=sessions)

    alone, together = planned(instance), planned(instance, processes=2)

    assert len(parts_of(instance)) == 2
    assert together.proven
    assert together.plan == alone.plan


def test_without_a_solver_the_first_class_says_when_the_others_come(monkeypatch):
    monkeypatch.setattr(part, "has_solver", lambda: False)
    families = [
        family("S", (1050, 1230), (2490, 2670), classes=("C0", "C1"), service=45),
        family("A", classes=("C0",)),
        family("B", classes=("C1",)),
    ]

    outcome = planned(town(families, teams=CLASSES[:2]))

    assert outcome.account.split == 0
    assert outcome.account.unplaced == ()
    assert len(set(starts_of(outcome, "S").values())) == 1
