"""A family says on its own page whether it is settled: asked once, above it the answer; a “no” is everywhere at once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from zoufang.stages.problem import actions
from zoufang.stages.problem.models import Problem
from zoufang.stages.problem.states import Source
from zoufang.stages.visit.tests.test_family_pages import by_link

ASKED = "真的解决了吗?"


@pytest.fixture
def problem(cast):
    """Raised by the family, answered by the leader; the family was met in the first round."""
    now = timezone.now()
    visit = cast.make_visit(household=cast.household, state="done", outcome="met")
    visit.started_at = visit.finished_at = cast.noon
    visit.save()
    made = actions.raise_problem(
        campaign=cast.campaign,
        school=cast.school,
        klass=cast.klass,
        household=cast.household,
        source=Source.VISIT,
        text="午睡太短",
        by=cast.actor(cast.zhang),
        at=now - timedelta(hours=3),
    )
    actions.assign(problem=made, owner=cast.qian, by=cast.actor(cast.wang), at=now - timedelta(hours=2))
    words = actions.AnswerWords(text="已延长半小时", ending="done")
    actions.answer(problem=made, words=words, by=cast.actor(cast.qian), at=now - timedelta(hours=1))
    return Problem.objects.get(pk=made.pk)


@pytest.fixture
def family(cast):
    assert cast.zhang
    assert cast.li
    return by_link(cast.chen, cast.campaign)


def address(problem):
    return f"/problem/family/{problem.public_id}/"


def test_the_question_stands_under_the_matter_and_the_answer_and_no_name_is_told(cast, problem, family):
    page = family.get(address(problem)).content.decode()

    assert page.index("午睡太短") < page.index("已延长半小时") < page.index("解决了</span>")
    assert page.count(ASKED) == 1
    assert "已交给专人办理" in page
    assert page.count("已延长半小时") == 1
    assert cast.qian.name not in page


def test_a_no_is_in_the_handlers_the_schools_and_the_second_rounds_list_in_the_same_second(
    cast, problem, family, signed_in
):
    assert "件没解决" not in signed_in(cast.zhang).get("/revisit/").content.decode()
    said = family.post(f"{address(problem)}word/", {"is_settled": "no", "reason": "还是老样子"})
    assert said.status_code == 302

    assert "午睡太短" in signed_in(cast.qian).get("/problem/?show=mine").content.decode()
    assert "还是老样子" in signed_in(cast.qian).get(f"/problem/{problem.public_id}/").content.decode()
    assert "午睡太短" in signed_in(cast.wang).get("/problem/?show=open").content.decode()
    assert "1 件没解决" in signed_in(cast.zhang).get("/revisit/").content.decode()


def test_a_no_needs_one_line_and_a_yes_needs_none(problem, family):
    refused = family.post(f"{address(problem)}word/", {"is_settled": "no", "satisfaction": "unsatisfied"})
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "请写一句还差在哪里" in page
    assert 'value="no" checked' in page
    assert 'value="unsatisfied" checked' in page

    assert family.post(f"{address(problem)}word/", {"is_settled": "yes"}).status_code == 302
    page = family.get(address(problem)).content.decode()
    assert ASKED not in page
    assert page.count("已延长半小时") == 1
    desk = family.get("/family/")
    assert desk.status_code == 200
    assert "真的解决了吗" not in desk.content.decode()
    assert "您说过了,等核实" in family.get("/problem/family/").content.decode()


def test_it_is_asked_once_for_each_answer_and_silence_is_no_word(cast, problem, family):
    assert not problem.words.exists()
    family.post(f"{address(problem)}word/", {"is_settled": "no", "reason": "没变"})
    page = family.get(address(problem)).content.decode()
    assert ASKED not in page
    assert "由园里答复您,最迟" in page
    again = family.post(f"{address(problem)}word/", {"is_settled": "yes"})
    assert again.status_code == 422

    words = actions.AnswerWords(text="这回换了窗帘", ending="done")
    actions.answer(problem=Problem.objects.get(pk=problem.pk), words=words, by=cast.actor(cast.qian), at=timezone.now())
    page = family.get(address(problem)).content.decode()
    assert page.count(ASKED) == 1
    assert page.index("这回换了窗帘") < page.index("解决了</span>")


def test_another_family_and_another_verb_find_nothing(cast, problem):
    other = cast.make_household(child="李小树", guardian="李树", phone="13812340002")
    client = by_link(other.guardians.get(), cast.campaign)

    assert client.get(address(problem)).status_code == 404
    assert client.post(f"{address(problem)}word/", {"is_settled": "yes"}).status_code == 404
    assert client.get(f"{address(problem)}word/").status_code == 405


def test_who_joined_anothers_matter_is_asked_again_and_its_no_stands_in_the_second_round(cast, problem, signed_in):
    other = cast.make_household(child="李小树", guardian="李树", phone="13812340002")
    visit = cast.make_visit(household=other, state="done", outcome="met")
    visit.started_at = visit.finished_at = cast.noon
    visit.save()
    voice = actions.raise_problem(
        campaign=cast.campaign,
        school=cast.school,
        klass=cast.klass,
        household=other,
        source=Source.VISIT,
        text="中午睡不够",
        by=cast.actor(cast.zhang),
        at=timezone.now() - timedelta(minutes=30),
    )
    actions.merge(problem=voice, into=problem, by=cast.actor(cast.wang), at=timezone.now() - timedelta(minutes=20))
    asked_again = signed_in(cast.zhang).get(f"/revisit/{other.public_id}/").content.decode()
    assert "中午睡不够" in asked_again
    assert "已延长半小时" in asked_again
    assert "午睡太短" not in asked_again

    client = by_link(other.guardians.get(), cast.campaign)
    assert client.post(f"{address(voice)}word/", {"is_settled": "no", "reason": "没变"}).status_code == 302
    assert "1 件没解决" in signed_in(cast.zhang).get("/revisit/").content.decode()
    assert "午睡太短" in signed_in(cast.qian).get("/problem/?show=mine").content.decode()
