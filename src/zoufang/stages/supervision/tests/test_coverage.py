"""Coverage counts households, each once, in its highest form."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zoufang.stages.roster.models import Child
from zoufang.stages.signup.models import Signup
from zoufang.stages.signup.states import SignupState
from zoufang.stages.supervision.queries import coverage_by_class, coverage_of, standings_of, visits_by_day
from zoufang.stages.visit.states import FamilyConfirmation, VisitState


@pytest.fixture
def done(cast):
    def make(household, form="home", **facts):
        visit = cast.make_visit(household=household, form=form, state=VisitState.DONE, outcome="met", **facts)
        visit.started_at = cast.noon
        visit.save()
        return visit

    return make


def whole(cast):
    return coverage_of([cast.campaign])[cast.campaign.pk]


def test_a_household_met_twice_counts_once_in_its_highest_form(cast, done):
    done(cast.household, "phone")
    done(cast.household, "home", confirmation=FamilyConfirmation.YES)

    assert (whole(cast).home, whole(cast).remote, whole(cast).confirmed) == (1, 0, 1)
    assert (whole(cast).covered.n, whole(cast).covered.of) == (1, 1)


def test_siblings_in_two_classes_are_one_household_and_stand_in_both_rows(cast):
    Child.objects.create(household=cast.household, klass=cast.other_class, name="陈小圆", born_on=date(2021, 3, 5))

    assert whole(cast).households == 1
    assert [row.households for row in coverage_by_class(cast.campaign)] == [1, 1]


def test_a_refusal_is_shown_apart_and_a_later_meeting_counts(cast, done):
    other = cast.make_household(child="李小树", guardian="李树", phone="13812340002")
    cast.make_visit(household=other, state=VisitState.NOT_REACHED, outcome="no_contact")
    Signup.objects.create(campaign=cast.campaign, household=cast.household, state=SignupState.DECLINED)

    assert (whole(cast).declined, whole(cast).not_reached, whole(cast).untouched) == (1, 1, 0)

    done(cast.household, "school")
    assert (whole(cast).declined, whole(cast).at_school) == (0, 1)


def test_a_cohort_that_no_phase_visits_is_not_in_the_denominator(cast):
    cast.household.children.update(klass=cast.klass)
    cast.klass.entry_year -= 2
    cast.klass.save()

    assert whole(cast).households == 0


def test_the_trend_ends_with_all_families_met(cast, done):
    done(cast.household)

    days = visits_by_day([cast.campaign], until=cast.today)[cast.campaign.pk]

    assert days[-1] == (cast.today, 1)
    assert days[0][1] == 0


def test_the_district_sees_its_schools_and_no_others(cast):
    _ = cast.household, cast.campaign

    assert [s.campaign for s in standings_of(cast.actor(cast.zhao), now=cast.noon)] == [cast.campaign]
    assert standings_of(cast.actor(cast.wang), now=cast.noon) == []


def test_queries_do_not_grow_with_families(cast, done):
    done(cast.household)
    with CaptureQueriesContext(
        connection,
    ) as few:
        whole(cast)
    for n in range(6):
        done(cast.make_household(child=f"童{n}", guardian=f"家长{n}", phone=f"138123411{n:02d}"))
    with CaptureQueriesContext(connection) as many:
        whole(cast)

    assert len(many) == len(few)


def test_the_district_is_told_that_its_shares_of_problems_are_of_what_reached_it(cast, signed_in):
    address, words = f"/supervision/{cast.campaign.public_id}/", "问题的各项只算报到区里的"

    assert words in signed_in(cast.zhao).get(address).content.decode()
    assert words not in signed_in(cast.wang).get(address).content.decode()
