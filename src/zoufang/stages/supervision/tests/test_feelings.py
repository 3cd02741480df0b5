"""How families feel, as sums: of N asked, never of few, never by class."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from zoufang.ground.accounts.actor import family_actor
from zoufang.stages.supervision.queries import feelings_of
from zoufang.stages.supervision.rules import Share, shares_together
from zoufang.stages.visit.actions import rate
from zoufang.stages.visit.states import Feeling


def families_met(cast, klass, campaign, count, *, start=0):
    homes = []
    for n in range(start, start + count):
        home = cast.make_household(child=f"童{n}", guardian=f"家长{n}", phone=f"1390000{n:04d}", klass=klass)
        visit = cast.make_visit(household=home) if klass != cast.strange_class else None
        if visit is None:
            from zoufang.stages.visit.models import Visit

            visit = Visit.objects.create(
                campaign=campaign,
                round=campaign.rounds.all()[0],
                household=home,
                klass=klass,
                form="home",
                opened_at=cast.noon,
            )
        visit.state, visit.outcome = "done", "met"
        visit.save()
        homes.append(home)
    return homes


def all_say(campaign, homes, step, feeling=Feeling.SAFETY, **facts):
    for home in homes:
        guardian = home.guardians.all()[0]
        by = family_actor(guardian.pk, guardian.name)
        rate(campaign=campaign, guardian=guardian, steps={feeling: step}, by=by, at=timezone.now(), **facts)


def safety(campaigns):
    return next(each for each in feelings_of(campaigns) if each.label == "安全感")


@pytest.fixture
def homes(cast):
    return families_met(cast, cast.klass, cast.campaign, 7)


def test_answered_of_asked_and_the_two_high_steps_of_the_answered(cast, homes):
    all_say(cast.campaign, homes[:4], 5)
    all_say(cast.campaign, homes[4:6], 3)

    found = safety([cast.campaign])

    assert found.answered == Share(6, 7)
    assert found.high == Share(4, 6)


def test_not_answered_counts_as_nothing(cast, homes):
    found = safety([cast.campaign])

    assert found.answered == Share(0, 7)
    assert found.high == Share(0, 0)


def test_of_fewer_than_five_not_even_the_number_is_told(cast, homes, signed_in):
    all_say(cast.campaign, homes[:4], 1)
    assert safety([cast.campaign]).answered.withheld
    assert safety([cast.campaign]).high.withheld

    all_say(cast.campaign, homes[4:5], 1)
    assert safety([cast.campaign]).answered == Share(5, 7)


def test_on_a_teachers_device_nothing_is_counted(cast, homes):
    all_say(cast.campaign, homes, 5, on_staff_device=True)

    assert safety([cast.campaign]).answered == Share(0, 7)


def test_a_school_in_which_few_answered_is_in_no_sum_so_that_no_subtraction_finds_it(cast, homes):
    other = cast.campaign_of(cast.other_school)
    few = families_met(cast, cast.strange_class, other, 3, start=20)
    all_say(cast.campaign, homes, 4)
    all_say(other, few, 1)

    together = safety([cast.campaign, other])

    assert together.answered == Share(7, 7)
    assert together.high == Share(7, 7)
    assert shares_together([Share(1, 3, withheld=True)]).withheld
    assert not shares_together([]).withheld


def test_the_desks_show_sums_and_no_class(cast, homes, signed_in):
    all_say(cast.campaign, homes[:6], 5)

    for address, who in (("/school/", cast.wang), ("/district/", cast.zhao)):
        page = signed_in(who).get(address).content.decode()
        assert "家长的感受" in page
        assert '<span class="nowrap">6 / 7</span>' in page
        table = page[page.index("家长的感受") :]
        assert "小（1）班" not in table[: table.index("</table>")]
    assert "家长的感受" not in signed_in(cast.zhang).get("/").content.decode()


def test_two_queries_however_many_schools_and_families(cast, homes):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            feelings_of([cast.campaign])
        return len(asked)

    assert queries() == 2
    all_say(cast.campaign, homes, 4)
    assert queries() == 2
