"""Wishes are granted where they are worth their price, and the price is told."""

from __future__ import annotations

from collections import Counter

import pytest

from zoufang.engines.routing.instance import Family, Session, Wishes
from zoufang.engines.routing.wishing import prices_of

from .places import EVENING, NEXT_EVENING, family, planned, town

MORNING, AFTERNOON = Session(2, "am", 3420, 3600), Session(2, "pm", 3690, 3930)
WINDOWS = ((1050, 1230), (2490, 2670))


def visits_by_day(outcome):
    return Counter(visit.start // 1440 for visit in outcome.plan.visits)


def test_one_neighbourhood_is_visited_in_one_half_day():
    homes = [family(f"{hood}{n}", *WINDOWS, neighbourhood=hood) for n in range(3) for hood in "EW"]
    # From east to west and back costs nothing more than within, so without the wish nothing keeps them together.
    table = {f"E{n}": {f"W{m}": 9 for m in range(3)} for n in range(3)}
    wish = Wishes(together=30)

    without, outcome = planned(town(homes, table=table)), planned(town(homes, table=table, wishes=wish))

    def mixed(found):
        hoods = {(v.start // 1440, v.family[0]) for v in found.plan.visits}
        return len(hoods)

    assert mixed(without) > 2
    assert mixed(outcome) == 2
    assert outcome.account.cost >= without.account.cost


def test_a_load_is_spread_over_the_evenings():
    homes = [family(f"F{n}", *WINDOWS) for n in range(4)]

    assert sorted(visits_by_day(planned(town(homes))).values()) == [4]
    assert sorted(visits_by_day(planned(town(homes, wishes=Wishes(even=200, even_visits=2)))).values()) == [2, 2]


def test_two_half_days_of_one_day_are_better_than_two_days():
    sessions = [EVENING, MORNING, AFTERNOON]
    homes = [family("A", (1050, 1230), (3420, 3600)), family("B", (3690, 3930))]
    near_by_night = {"K0": {"A": 10, "B": 10}, "A": {"B": 10}, "B": {"A": 10}}
    instance = town(homes, sessions=sessions, table=near_by_night, wishes=Wishes(days=40))

    outcome = planned(instance)

    assert visits_by_day(outcome) == {2: 2}
    assert outcome.proven


@pytest.mark.parametrize(("unlit", "latest"), [(True, 1140), (False, 1230)])
def test_an_unlit_home_is_visited_by_daylight(unlit, latest):
    early = [family(f"F{n}", (1050, 1140)) for n in range(2)]
    dark = Family("D", ("C0",), 30, ((1050, 1230), (2490, 2670)), "", unlit)

    outcome = planned(town([*early, dark], sessions=[EVENING, NEXT_EVENING], wishes=Wishes(dark=500, dark_from=1140)))

    end = outcome.plan.starts["D", "C0"].start % 1440 + 30
    assert end <= latest
    assert unlit == (outcome.account.trips == 2)


def test_the_price_of_a_wish_is_the_difference_to_the_plan_without_it():
    homes = [family(f"F{n}", *WINDOWS) for n in range(4)]
    instance = town(homes, wishes=Wishes(even=200, even_visits=2))
    outcome = planned(instance)

    # A second evening; the ways are as many as before.
    assert prices_of(instance, outcome, planned) == {"even": 60}
