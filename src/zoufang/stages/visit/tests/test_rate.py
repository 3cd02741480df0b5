"""How a family feels after a visit: optional, its own, and never more than a sum to others."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from zoufang.engines.refusal import Refused
from zoufang.ground.accounts.actor import family_actor
from zoufang.ground.journal.models import JournalEntry
from zoufang.stages.roster.models import Guardian
from zoufang.stages.visit.actions import confirm_visit, rate
from zoufang.stages.visit.models import Rating
from zoufang.stages.visit.queries import households_asked, rated_households
from zoufang.stages.visit.rules import why_not_rate
from zoufang.stages.visit.states import FamilyConfirmation, Feeling
from zoufang.stages.visit.tests.test_family_pages import by_link, confirm
from zoufang.stages.visit.tests.test_finish_page import finish, said


@pytest.fixture
def visit(cast, signed_in):
    visit = cast.make_visit()
    finish(signed_in(cast.zhang), visit, **said(cast))
    visit.refresh_from_db()
    return visit


@pytest.fixture
def family(cast):
    return by_link(cast.chen, cast.campaign)


@pytest.fixture
def mother(cast):
    return Guardian.objects.create(household=cast.household, name="李梅", relation="母亲", phone="13812340009")


def say(cast, guardian, *, at=None, on_staff_device=False, **steps):
    rate(
        campaign=cast.campaign,
        guardian=guardian,
        steps={Feeling(name): step for name, step in steps.items()},
        by=family_actor(guardian.pk, guardian.name),
        at=at or timezone.now(),
        on_staff_device=on_staff_device,
    )


def send(client, visit, **typed):
    return client.post(f"/visit/family/{visit.public_id}/rate/", typed)


def steps_of(guardian, *, apart=False):
    return dict(Rating.objects.filter(guardian=guardian, on_staff_device=apart).values_list("feeling", "step"))


def counted(cast):
    return rated_households([cast.campaign])[cast.campaign.pk]


def test_nothing_is_asked_before_anybody_met_or_after_the_campaign_and_steps_are_five():
    day = date(2026, 7, 20)
    whole = {"was_met": True, "today": day, "ends_on": day, "steps": [1, 5]}

    assert why_not_rate(**whole) == []
    assert why_not_rate(**(whole | {"steps": []})) == []
    assert "见过面" in why_not_rate(**(whole | {"was_met": False}))[0]
    assert "已经结束" in why_not_rate(**(whole | {"today": day + timedelta(days=1)}))[0]
    for step in (0, 6, -1):
        assert "五档" in why_not_rate(**(whole | {"steps": [step]}))[0]


def test_the_page_offers_five_steps_in_words_folded_and_optional(visit, family):
    page = family.get(f"/visit/family/{visit.public_id}/").content.decode()

    assert "可不填" in page
    for words in ("获得感", "幸福感", "安全感", "满意度", "负担", "很放心", "负担很重", "不答"):
        assert words in page
    assert '<details class="card feelings" id="feelings">' in page


def test_what_is_left_out_is_no_row(cast, visit, family):
    assert send(family, visit, safety="4", burden="2", gain="").status_code == 302

    assert steps_of(cast.chen) == {"safety": 4, "burden": 2}
    assert set(counted(cast)) == {"safety", "burden"}


def test_it_is_changed_and_taken_back(cast, visit, family):
    send(family, visit, safety="4", gain="5")
    send(family, visit, safety="2")
    assert steps_of(cast.chen) == {"safety": 2}
    assert 'value="2" checked' in family.get(f"/visit/family/{visit.public_id}/").content.decode()

    assert send(family, visit, safety="2", take_back="1").status_code == 302
    assert steps_of(cast.chen) == {}
    assert counted(cast) == {}


@pytest.mark.parametrize("word", ["0", "6", "九", "-1", "5 ", "99999999999999999999", "²"])
def test_a_step_that_is_none_is_refused_and_what_was_chosen_stays(cast, visit, family, word):
    response = send(family, visit, safety="4", gain=word)
    page = response.content.decode()

    assert response.status_code == 422
    assert "五档" in page
    assert 'name="safety" value="4" checked' in page
    assert steps_of(cast.chen) == {}


def test_on_a_teachers_device_it_is_kept_apart_and_the_familys_own_replaces_it(cast, visit, family, signed_in):
    hers = by_link(cast.chen, cast.campaign, signed_in(cast.zhang))
    assert "不计入" in hers.get(f"/visit/family/{visit.public_id}/").content.decode()
    send(hers, visit, safety="5")
    assert steps_of(cast.chen, apart=True) == {"safety": 5}
    assert counted(cast) == {}
    assert 'value="5" checked' not in family.get(f"/visit/family/{visit.public_id}/").content.decode()

    send(family, visit, safety="2")
    assert steps_of(cast.chen, apart=True) == {}
    assert counted(cast) == {"safety": {cast.household.pk: 2}}


def test_a_teachers_device_changes_nothing_of_what_the_family_said_itself(cast, visit, family, signed_in):
    send(family, visit, safety="2")
    hers = by_link(cast.chen, cast.campaign, signed_in(cast.zhang))
    send(hers, visit, safety="5")
    send(hers, visit, take_back="1")

    assert counted(cast) == {"safety": {cast.household.pk: 2}}


def test_a_household_counts_once_whoever_of_it_answered_last(cast, visit, mother):
    now = timezone.now()
    say(cast, cast.chen, at=now, safety=5, gain=4)
    say(cast, mother, at=now + timedelta(minutes=1), safety=1)

    assert counted(cast) == {"safety": {cast.household.pk: 1}, "gain": {cast.household.pk: 4}}
    say(cast, cast.chen, at=now + timedelta(minutes=2), safety=5)
    assert counted(cast) == {"safety": {cast.household.pk: 5}}
    assert households_asked([cast.campaign]) == {cast.campaign.pk: 1}


def test_the_last_guardian_to_confirm_speaks_for_the_household(cast, visit, mother):
    confirm_visit(visit=visit, answer="no", guardian=cast.chen, at=timezone.now())
    confirm_visit(visit=visit, answer="yes", guardian=mother, at=timezone.now())

    visit.refresh_from_db()
    assert visit.confirmation == FamilyConfirmation.YES


def test_the_other_guardian_does_not_see_what_the_first_chose(cast, visit, mother):
    say(cast, cast.chen, safety=1)

    page = by_link(mother, cast.campaign).get(f"/visit/family/{visit.public_id}/").content.decode()

    assert 'value="1" checked' not in page


def test_no_teacher_or_leader_sees_a_single_rating_and_the_journal_does_not_say_it(cast, visit, signed_in):
    before = signed_in(cast.zhang).get(f"/visit/{visit.public_id}/").content.decode()
    say(cast, cast.chen, safety=1, burden=5)

    after = signed_in(cast.zhang).get(f"/visit/{visit.public_id}/").content.decode()
    assert "安全感" not in after
    assert after.count("不放心") == before.count("不放心") == 0
    assert JournalEntry.objects.get(act="visit.rated").facts == {"count": 2, "apart": False}


def test_before_a_visit_and_after_the_campaign_it_is_refused(cast, family):
    open_visit = cast.make_visit()
    assert send(family, open_visit, safety="4").status_code == 404
    with pytest.raises(Refused, match="见过面"):
        say(cast, cast.chen, safety=4)


def test_after_the_campaigns_last_day_it_stands(cast, visit, family):
    send(family, visit, safety="4")
    with time_machine.travel(timezone.now() + timedelta(days=41), tick=False):
        assert "可以改" not in family.get(f"/visit/family/{visit.public_id}/").content.decode()
        with pytest.raises(Refused, match="已经结束"):
            say(cast, cast.chen, safety=1)

    assert steps_of(cast.chen) == {"safety": 4}


def test_another_family_nobody_and_the_wrong_verb(cast, visit, client, family):
    other = cast.make_household(child="赵一", guardian="赵大", phone="13812340002")

    assert send(by_link(other.guardians.get(), cast.campaign), visit, safety="4").status_code == 404
    assert send(client, visit, safety="4")["Location"] == "/f"
    assert family.get(f"/visit/family/{visit.public_id}/rate/").status_code == 405
    assert not Rating.objects.exists()


def test_the_page_asks_the_database_no_more_when_there_is_more(cast, visit, family):
    address = f"/visit/family/{visit.public_id}/"
    confirm(family, visit)
    family.get(address)
    with CaptureQueriesContext(connection) as few:
        family.get(address)
    say(cast, cast.chen, safety=1, burden=5, gain=3, happiness=2, content=4)
    with CaptureQueriesContext(connection) as many:
        family.get(address)

    assert len(many) == len(few)
