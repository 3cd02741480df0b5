"""A family raises a matter: about whom, who may know whose it is, and what is said of that before and after."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zoufang.stages.problem import actions, queries, told
from zoufang.stages.problem.models import Problem
from zoufang.stages.visit.tests.test_family_pages import by_link

NEW = "/problem/family/new/"


@pytest.fixture
def family(cast):
    _ = cast.zhang, cast.li, cast.wang, cast.qian
    return by_link(cast.chen, cast.campaign)


def said(family, **facts):
    assert family.post(NEW, {"text": "午睡太短", **facts}).status_code == 302
    return Problem.objects.order_by("-pk")[0]


@pytest.mark.parametrize(
    ("facts", "circle", "is_confidential"),
    [
        ({}, "school", False),
        ({"known_to": "school"}, "school", False),
        ({"known_to": "handlers"}, "school", True),
        ({"known_to": "principal"}, "principal", True),
        ({"about": "staff"}, "principal", True),
        ({"about": "staff", "known_to": "school"}, "principal", True),
        ({"about": "principal"}, "district", True),
        ({"about": "principal", "known_to": "principal"}, "district", True),
    ],
)
def test_what_the_family_chose_decides_who_reads_it(family, facts, circle, is_confidential):
    problem = said(family, **facts)

    assert (problem.circle, problem.is_confidential) == (circle, is_confidential)
    assert problem.is_about_a_person == (facts.get("about", "no") != "no")


def test_about_the_principal_needs_no_name_and_never_reaches_him(cast, family):
    problem = said(family, about="principal")

    assert problem.about_person == cast.wang
    assert problem not in queries.problems_of(cast.actor(cast.wang))
    assert problem in queries.problems_of(cast.actor(cast.zhao))


def test_she_who_is_named_is_kept_and_a_name_that_was_not_offered_is_not(cast, family):
    assert said(family, about="staff", person=cast.zhang.public_id).about_person == cast.zhang
    assert said(family, about="staff", person=cast.stranger.public_id).about_person is None
    assert said(family, about="no", person=cast.zhang.public_id).about_person is None


def test_only_the_teachers_and_leaders_are_offered(cast, family):
    page = family.get(NEW).content.decode()

    assert cast.zhang.name in page
    assert cast.qian.name in page
    assert cast.wang.name not in page


def test_the_page_says_who_will_read_it_and_the_matters_page_says_the_same(family):
    page = family.get(NEW).content.decode()
    for reads, reads_not in told.READERS.values():
        assert str(reads) in page
        assert str(reads_not) in page

    for facts, chosen in [
        ({}, "school"),
        ({"known_to": "handlers"}, "handlers"),
        ({"known_to": "principal"}, "principal"),
        ({"about": "staff"}, "staff"),
        ({"about": "principal"}, "about_principal"),
    ]:
        page = family.get(f"/problem/family/{said(family, **facts).public_id}/").content.decode()
        assert [str(reads_not) in page for _, reads_not in told.READERS.values()] == [
            key == chosen for key in told.READERS
        ]


def test_without_words_it_is_refused_and_what_was_chosen_is_kept(family):
    refused = family.post(NEW, {"text": " ", "about": "staff", "known_to": "handlers"})
    page = refused.content.decode()
    assert refused.status_code == 422
    assert 'value="staff" checked' in page
    assert 'value="handlers" checked' in page

    long = family.post(NEW, {"text": "很长" * 3_000})
    assert long.status_code == 422
    assert "很长很长" in long.content.decode()
    assert not Problem.objects.exists()


@pytest.mark.parametrize("facts", [{"about": "nobody"}, {"known_to": "everyone"}])
def test_a_choice_that_is_none_is_refused_and_nobody_is_told(family, facts):
    assert family.post(NEW, {"text": "午睡太短", **facts}).status_code == 422
    assert not Problem.objects.exists()


def test_who_has_no_link_is_asked_for_one_and_no_other_verb_is_taken(client, family):
    assert client.post(NEW, {"text": "x"}).status_code == 302
    assert family.put(NEW).status_code == 405
    assert not Problem.objects.exists()


def test_the_list_asks_no_more_of_the_database_with_more_matters(family):
    said(family)
    family.get("/problem/family/")
    with CaptureQueriesContext(connection) as few:
        family.get("/problem/family/")
    for _ in range(6):
        said(family, known_to="handlers")
    with CaptureQueriesContext(connection) as many:
        family.get("/problem/family/")

    assert len(many) == len(few)


def test_a_secret_voice_is_a_parent_to_everyone_but_the_principal_and_its_owner(cast, family, signed_in):
    problem = said(family, known_to="handlers")
    address = f"/problem/{problem.public_id}/"
    for user in (cast.zhang, cast.li, cast.qian, cast.zhou):
        page = signed_in(user).get(address).content.decode()
        assert "一位家长" in page, user.name
        assert "陈小满" not in page, user.name
    assert "陈小满" in signed_in(cast.wang).get(address).content.decode()

    actions.assign(problem=problem, owner=cast.qian, by=cast.actor(cast.wang), at=cast.noon)
    assert "陈小满" in signed_in(cast.qian).get(address).content.decode()
    assert "陈小满" not in signed_in(cast.zhou).get(address).content.decode()


def test_whether_it_is_settled_is_asked_by_who_may_know_whom_to_ask(cast, family, signed_in):
    problem = said(family, known_to="handlers")
    actions.assign(problem=problem, owner=cast.zhang, by=cast.actor(cast.wang), at=cast.noon)
    words = actions.AnswerWords(text="已延长半小时", ending="done")
    actions.answer(problem=Problem.objects.get(pk=problem.pk), words=words, by=cast.actor(cast.zhang), at=cast.noon)
    word = f"/problem/{problem.public_id}/word/"

    assert signed_in(cast.qian).post(word, {"is_settled": "yes"}).status_code == 404
    assert signed_in(cast.wang).post(word, {"is_settled": "yes"}).status_code == 302
