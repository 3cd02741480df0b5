"""Each reason is tried out: what it names as a help does help."""

from __future__ import annotations

from dataclasses import replace

from zoufang.engines.routing.instance import Team
from zoufang.engines.routing.reasons import in_words

from .places import EVENING, NEXT_EVENING, family, planned, town


def test_a_family_at_home_only_while_the_teachers_are_not_free():
    busy = Team("C0", "K0", unavailable=((NEXT_EVENING.start, NEXT_EVENING.end),))

    outcome = planned(town([family("A"), family("B", (2490, 2670))], teams=[busy]))

    (found,) = outcome.unplaced
    assert (found.family, found.kind) == ("B", "no_overlap")
    assert found.half_days == (1,)
    assert found.other_times == (0,)
    assert any("第 2 天 17:30–20:30" in sentence for sentence in in_words(town([family("B")]), found))


def test_a_family_that_cannot_be_reached_in_its_time():
    far = {"K0": {"B": 70}, "A": {"B": 70}}

    outcome = planned(town([family("A"), family("B", (1050, 1140))], table=far))

    (found,) = outcome.unplaced
    assert (found.family, found.kind) == ("B", "unreachable")
    assert found.half_days == ()


def test_no_room_says_who_would_be_moved_out_and_that_is_so():
    families = [family(name, (1050, 1130)) for name in "ABC"]
    busy = Team("C0", "K0", unavailable=((NEXT_EVENING.start, NEXT_EVENING.end),))
    instance = town(families, teams=[busy])

    outcome = planned(instance)

    (found,) = outcome.unplaced
    assert found.kind == "no_capacity"
    assert len(found.displaces) == 1
    without = replace(instance, families=tuple(f for f in families if f.id != found.displaces[0]))
    assert found.family in {visit.family for visit in planned(without).plan.visits}


def test_the_half_day_that_is_said_to_help_does_help():
    families = [family(name, (1050, 1130), (2490, 2670)) for name in "ABC"]
    busy = Team("C0", "K0", unavailable=((NEXT_EVENING.start, NEXT_EVENING.end),))

    outcome = planned(town(families, teams=[busy]))

    (found,) = outcome.unplaced
    assert found.half_days == (1,)
    assert planned(town(families)).account.unplaced == ()


def test_a_family_that_chose_no_time_is_asked_for_one_that_moves_nobody():
    outcome = planned(town([family("A"), replace(family("B"), windows=())], sessions=[EVENING]))

    (found,) = outcome.unplaced
    assert (found.kind, found.other_times) == ("no_overlap", (0,))
    assert any("可以问问家长 第 1 天" in sentence for sentence in in_words(town([family("B")]), found))
