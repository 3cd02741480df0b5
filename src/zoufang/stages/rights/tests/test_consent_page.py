"""The family's page of consent: nothing ticked, a real refusal, withdrawal from the next request on."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from zoufang.ground.journal.models import JournalEntry
from zoufang.stages.rights import queries
from zoufang.stages.rights.actions import issue_rules
from zoufang.stages.rights.models import Consent
from zoufang.stages.rights.states import Say, Scope
from zoufang.stages.roster.models import Child, Guardian
from zoufang.stages.visit.tests.test_family_pages import by_link

ADDRESS = "/f/consent/"


@pytest.fixture
def family(cast):
    return by_link(cast.chen, cast.campaign)


@pytest.fixture
def child(cast):
    return cast.household.children.get()


def says(client, cast, child, basic="yes", *more, **others):
    said = {"rules": cast.child_rules().public_id, f"basic-{child.public_id}": basic}
    return client.post(ADDRESS, said | {f"{scope}-{child.public_id}": "1" for scope in more} | others)


def test_nothing_is_ticked_beforehand_and_the_rules_stand_on_the_page(cast, family):
    cast.child_rules()
    page = family.get(ADDRESS).content.decode()

    assert "只记走访需要的信息。" in page
    assert "checked" not in page
    assert "对孩子没有任何影响" in page


def test_the_familys_own_page_says_that_there_is_something_to_choose_until_it_is_said(cast, family, child):
    assert "您可以选" not in family.get("/family/").content.decode()
    cast.child_rules()
    assert "您可以选" in family.get("/family/").content.decode()

    says(family, cast, child, "no")
    assert "您可以选" not in family.get("/family/").content.decode()


def test_before_the_rules_are_issued_nothing_is_asked(cast, family, child):
    assert "还没有发布儿童信息规则" in family.get(ADDRESS).content.decode()

    assert family.post(ADDRESS, {f"basic-{child.public_id}": "yes"}).status_code == 422
    assert not Consent.objects.exists()


def test_each_thing_is_agreed_to_by_itself_with_version_person_time_and_scope(cast, family, child):
    assert says(family, cast, child, "yes", "health").status_code == 302

    kept = {each.scope: each for each in Consent.objects.all()}
    assert {scope for scope, each in kept.items() if each.is_given} == {"basic", "health"}
    assert kept["health"].guardian == cast.chen
    assert kept["health"].rules.version == 1
    assert kept["health"].said_at
    assert queries.may_keep_health_note(child)
    assert not queries.may_keep_photo(child)
    assert not queries.may_publish(child)
    assert not queries.may_pass_on(child)


def test_a_refusal_is_kept_and_needs_no_reason(cast, family, child):
    assert says(family, cast, child, "no").status_code == 302

    assert queries.has_refused_handling(cast.household)
    assert "checked" in family.get(ADDRESS).content.decode()


def test_the_same_words_twice_have_one_effect(cast, family, child):
    says(family, cast, child, "yes", "photo")
    count = Consent.objects.count()
    says(family, cast, child, "yes", "photo")

    assert Consent.objects.count() == count


def test_withdrawing_holds_from_the_next_request(cast, family, child):
    says(family, cast, child, "yes", "health", "photo", "publicity", "pass_on")
    assert queries.may_publish(child)

    assert family.post("/f/withdraw/").status_code == 302
    assert queries.says_of([child.pk])[child.pk] == dict.fromkeys(Scope, Say.NO)
    assert family.post("/f/withdraw/").status_code == 422
    entry = JournalEntry.objects.filter(act="rights.consent_said").latest("sequence")
    assert entry.facts["scopes"] == dict.fromkeys(Scope.values, False)


def test_two_guardians_have_their_own_say_and_the_stricter_holds(cast, family, child):
    mother = Guardian.objects.create(
        household=cast.household, name="李梅", relation="母亲", phone="13912340002", place=1
    )
    hers = by_link(mother, cast.campaign)
    says(family, cast, child, "yes", "photo")
    assert "checked" not in hers.get(ADDRESS).content.decode()
    assert queries.may_keep_photo(child)

    says(hers, cast, child, "yes")
    assert not queries.may_keep_photo(child)
    assert "现在不会做" in family.get(ADDRESS).content.decode()
    says(hers, cast, child, "yes", "photo")
    assert queries.may_keep_photo(child)


def test_a_new_version_asks_again_only_where_it_asks_for_more(cast, family, child):
    says(family, cast, child, "yes", "photo", "health")
    issue_rules(
        school=cast.school,
        body="照片也留一年。",
        english="",
        asks_more=["photo"],
        by=cast.actor(cast.wang),
        at=cast.noon,
    )

    assert not queries.may_keep_photo(child)
    assert queries.may_keep_health_note(child)
    page = family.get(ADDRESS).content.decode()
    assert f'name="photo-{child.public_id}" value="1">' in page
    assert f'name="health-{child.public_id}" value="1" checked>' in page


def test_more_without_the_basic_is_refused_and_stays_ticked(cast, family, child):
    cast.child_rules()
    for basic in ("no", ""):
        answer = says(family, cast, child, basic, "photo")
        assert answer.status_code == 422
        assert "先同意" in answer.content.decode()
        assert f'name="photo-{child.public_id}" value="1" checked>' in answer.content.decode()
    assert not Consent.objects.exists()


def test_rules_that_changed_meanwhile_are_shown_first(cast, family, child):
    cast.child_rules()
    answer = says(family, cast, child, "yes", rules="of-before")

    assert answer.status_code == 422
    assert "更新了规则" in answer.content.decode()
    assert f'name="basic-{child.public_id}" value="yes" checked>' in answer.content.decode()


def test_nothing_chosen_is_answered_with_a_sentence(cast, family):
    answer = family.post(ADDRESS, {"rules": cast.child_rules().public_id})

    assert answer.status_code == 422
    assert "还没想好" in answer.content.decode()


def test_a_teachers_device_says_nothing_for_the_family(cast, child, signed_in):
    client = by_link(cast.chen, cast.campaign, signed_in(cast.zhang))

    answer = says(client, cast, child, "yes")
    assert answer.status_code == 422
    assert "用自己的手机" in answer.content.decode()
    assert client.post("/f/withdraw/").status_code == 422
    assert not Consent.objects.exists()


def test_another_familys_child_is_out_of_reach(cast, family, child):
    other = cast.make_household(child="孙一一", guardian="孙强", phone="13712340009")
    cast.child_rules()

    says(family, cast, other.children.get(), "yes")
    assert not Consent.objects.exists()
    assert "孙一一" not in family.get(ADDRESS).content.decode()


def test_a_stranger_is_led_to_the_door_and_verbs_are_kept(cast, family):
    assert Client().get(ADDRESS)["Location"] == "/f"
    assert Client().post("/f/withdraw/")["Location"] == "/f"
    assert family.put(ADDRESS).status_code == 405
    assert family.get("/f/withdraw/").status_code == 405


def test_queries_do_not_grow_with_children(cast, family, child):
    says(family, cast, child, "yes")
    family.get(ADDRESS)
    with CaptureQueriesContext(connection) as few:
        family.get(ADDRESS)
    for name in ("陈小雨", "陈小雪"):
        Child.objects.create(household=cast.household, klass=cast.klass, name=name)
    cast.say(*Scope)
    with CaptureQueriesContext(connection) as many:
        family.get(ADDRESS)

    assert len(many) == len(few)
