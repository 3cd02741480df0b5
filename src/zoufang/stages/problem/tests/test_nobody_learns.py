"""A complaint about a teacher never reaches her: two worlds, one in which a family complains, one in which it does not."""

import re

import pytest
from django.utils import timezone

from zoufang.ground.accounts.actor import family_actor
from zoufang.stages.problem import access, actions, queries
from zoufang.stages.problem.models import Problem
from zoufang.stages.problem.states import Source

PAGES = [
    "/problem/",
    "/problem/?show=new",
    "/problem/?show=open",
    "/revisit/",
    "/visit/",
    "/schedule/",
    "/roster/",
    "/signup/",
]


def seen(client, pages):
    """What a person sees, without what differs at every request."""
    found = {}
    for page in pages:
        response = client.get(page, follow=True)
        text = response.content.decode()
        text = re.sub(r'(csrfmiddlewaretoken" value="|X-CSRFToken": ")[^"]+', "", text)
        found[page] = (response.status_code, re.sub(r"nonce-?[^\"' ]+", "", text))
    return found


@pytest.fixture
def complain(cast):
    def do(about, **facts):
        return actions.raise_problem(
            campaign=cast.campaign,
            school=cast.school,
            klass=cast.klass,
            household=cast.household,
            raised_by=cast.chen,
            source=Source.FAMILY,
            text="嗓门太大,孩子怕",
            about_person=about,
            by=family_actor(cast.chen.pk, ""),
            at=timezone.now(),
            **facts,
        )

    return do


def everyone(cast):
    return {"zhang": cast.zhang, "li": cast.li, "sun": cast.sun, "qian": cast.qian, "wu": cast.wu, "zhou": cast.zhou}


def test_nothing_that_she_or_her_colleagues_can_see_depends_on_it(cast, complain, signed_in):
    clients = {name: signed_in(user) for name, user in everyone(cast).items()}
    _ = cast.campaign, cast.household, cast.wang
    before = {name: seen(client, PAGES) for name, client in clients.items()}
    complain(cast.zhang)
    complain(None, for_principal_only=True)

    assert {name: seen(client, PAGES) for name, client in clients.items()} == before


def test_the_principal_sees_it_and_a_complaint_about_him_only_the_district(cast, complain):
    about_teacher, about_principal = complain(cast.zhang), complain(cast.wang)
    principal, inspector = cast.actor(cast.wang), cast.actor(cast.zhao)

    assert about_teacher in queries.problems_of(principal)
    assert about_principal not in queries.problems_of(principal)
    assert about_principal in queries.problems_of(inspector)
    assert about_teacher not in queries.problems_of(inspector)


def test_even_a_principal_who_also_teaches_never_sees_what_is_about_her(cast, complain):
    cast.person("wang", "王园长", "teacher", cast.klass)

    assert complain(cast.wang) not in queries.problems_of(cast.actor(cast.wang))


def test_its_address_is_nothing_to_her(cast, complain, signed_in):
    problem = complain(cast.zhang)

    for name, user in everyone(cast).items():
        client = signed_in(user)
        assert client.get(f"/problem/{problem.public_id}/").status_code == 404, name
        assert client.post(f"/problem/{problem.public_id}/accept/").status_code == 404, name


def test_what_is_about_the_principal_is_the_districts_to_answer(cast, complain):
    problem = complain(cast.wang)

    assert "answer" in access.acts_for(cast.actor(cast.he), problem)
    assert access.acts_for(cast.actor(cast.wang), problem) == []
    assert access.acts_for(cast.actor(cast.qian), problem) == []


def test_no_page_that_names_families_tells_whose_a_secret_voice_is(cast, complain, signed_in):
    """Raised, answered and not settled: its family stands in every list as if it had said nothing."""
    visit = cast.make_visit(household=cast.household, state="done", outcome="met")
    visit.started_at = visit.finished_at = cast.noon
    visit.save()
    home = cast.household.public_id
    named = [
        *(each for each in PAGES if "problem" not in each),
        f"/revisit/{home}/",
        f"/roster/class/{cast.klass.public_id}/",
    ]
    clients = {name: signed_in(user) for name, user in (everyone(cast) | {"wang": cast.wang}).items()}
    before = {name: seen(client, named) for name, client in clients.items()}
    assert all(before["wang"][page][0] == 200 for page in named)
    secret = complain(None, is_confidential=True)
    assert {name: seen(client, named) for name, client in clients.items()} == before

    actions.assign(problem=secret, owner=cast.qian, by=cast.actor(cast.wang), at=timezone.now())
    words = actions.AnswerWords(text="已谈过", ending="done")
    actions.answer(problem=again(secret), words=words, by=cast.actor(cast.qian), at=timezone.now())
    assert {name: seen(client, named) for name, client in clients.items()} == before

    mother = family_actor(cast.chen.pk, "")
    actions.family_word(problem=again(secret), is_settled=False, reason="没变", by=mother, at=timezone.now())
    assert {name: seen(client, named) for name, client in clients.items()} == before
    assert again(secret).state == "sent_back"


def again(problem):
    return Problem.objects.get(pk=problem.pk)
