"""The six of the pages of problems, for staff and for the family."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from zoufang.stages.problem import actions
from zoufang.stages.problem.models import Problem
from zoufang.stages.problem.states import ProblemState, Source


@pytest.fixture
def problem(cast):
    return make(cast)


def make(cast, text="午睡太短"):
    return actions.raise_problem(
        campaign=cast.campaign,
        school=cast.school,
        klass=cast.klass,
        household=cast.household,
        source=Source.VISIT,
        text=text,
        by=cast.actor(cast.zhang),
        at=timezone.now(),
    )


def test_the_list_and_the_page_show_it_to_the_class_and_the_school(cast, problem, signed_in):
    for user in (cast.zhang, cast.li, cast.wang, cast.qian, cast.zhou):
        client = signed_in(user)
        assert "午睡太短" in client.get("/problem/").content.decode()
        assert "午睡太短" in client.get(f"/problem/{problem.public_id}/").content.decode()


def test_another_class_another_school_and_managers_without_it_find_nothing(cast, problem, signed_in):
    for user in (cast.sun, cast.stranger, cast.wu):
        assert signed_in(user).get(f"/problem/{problem.public_id}/").status_code == 404
        assert signed_in(user).post(f"/problem/{problem.public_id}/answer/", {"text": "x"}).status_code == 404


def test_get_does_nothing(cast, problem, signed_in):
    assert signed_in(cast.wang).get(f"/problem/{problem.public_id}/assign/").status_code == 405


def test_the_principal_assigns_and_the_owner_answers(cast, problem, signed_in):
    address = f"/problem/{problem.public_id}"
    assert signed_in(cast.wang).post(f"{address}/assign/", {"owner": cast.qian.public_id}).status_code == 302
    assert signed_in(cast.qian).post(f"{address}/answer/", {"text": "已延长", "ending": "done"}).status_code == 302

    problem.refresh_from_db()
    assert (problem.state, problem.owner) == (ProblemState.AWAITING_FAMILY, cast.qian)


def test_an_answer_without_words_is_refused_with_its_reason_and_keeps_what_was_typed(cast, problem, signed_in):
    response = signed_in(cast.zhang).post(
        f"/problem/{problem.public_id}/answer/", {"ending": "explained", "note": "某条规定"}
    )

    said = response.content.decode()
    assert response.status_code == 422
    assert "请写给家长的答复" in said
    assert "某条规定" in said


def test_an_act_that_is_not_this_persons_is_not_found(cast, problem, signed_in):
    assert signed_in(cast.zhou).post(f"/problem/{problem.public_id}/close/", {"reason": "x"}).status_code == 404
    assert signed_in(cast.zhang).post(f"/problem/{problem.public_id}/nonsense/").status_code == 404


def test_a_confidential_voice_is_named_to_the_principal_alone(cast, problem, signed_in):
    Problem.objects.update(is_confidential=True, entered_by=None, leader=None)

    assert "陈小满" in signed_in(cast.wang).get(f"/problem/{problem.public_id}/").content.decode()
    assert "陈小满" not in signed_in(cast.qian).get(f"/problem/{problem.public_id}/").content.decode()
    assert "陈小满" not in signed_in(cast.zhou).get(f"/problem/{problem.public_id}/").content.decode()


def test_a_teacher_enters_what_a_family_said_at_the_gate(cast, signed_in):
    _ = cast.campaign
    facts = {"household": cast.household.public_id, "text": "门口没有路灯"}
    assert signed_in(cast.zhang).post("/problem/new/", facts).status_code == 302
    assert Problem.objects.get().household == cast.household

    stranger = signed_in(cast.stranger).post("/problem/new/", facts)
    assert stranger.status_code == 422


def test_search_finds_words_and_numbers(cast, problem, signed_in):
    client = signed_in(cast.wang)

    assert "午睡太短" in client.get(f"/problem/?q={problem.number}").content.decode()
    assert "午睡太短" in client.get("/problem/?q=午睡").content.decode()
    assert "午睡太短" not in client.get("/problem/?q=食堂").content.decode()


def test_queries_do_not_grow_with_problems(cast, problem, signed_in):
    client = signed_in(cast.wang)
    client.get("/problem/")
    with CaptureQueriesContext(connection) as few:
        client.get("/problem/")
    for n in range(8):
        make(cast, f"事{n}")
    with CaptureQueriesContext(connection) as many:
        client.get("/problem/")

    assert len(many) == len(few)


@pytest.mark.parametrize(
    ("said", "heading", "is_below"),
    [
        ("午睡太短", "午睡太短", False),
        ("午睡太短\n孩子下午没精神", "午睡太短", True),
        ("想" * 9_999, "想" * 59 + "…", True),
        (" ", "", False),  # what an erased family said
    ],
    ids=["short", "lines", "long", "erased"],
)
def test_the_heading_is_the_start_of_what_was_said_and_all_of_it_stands_below(
    cast, problem, signed_in, said, heading, is_below
):
    Problem.objects.filter(pk=problem.pk).update(text=said)
    body = signed_in(cast.zhang).get(f"/problem/{problem.public_id}/").content.decode()

    assert f'<h1 class="words">{heading}</h1>' in body
    assert ("原话全文" in body) is is_below
    assert not is_below or f'<p class="prose">{said}</p>' in body
