"""Several families, one matter: one answer for all, each asked on its own, one family's “no” reopens it for the handler."""

from datetime import timedelta

import pytest
from django.utils import timezone

from zoufang.engines.refusal import Refused
from zoufang.ground.accounts.actor import family_actor
from zoufang.stages.problem import actions, queries
from zoufang.stages.problem.models import Problem
from zoufang.stages.problem.states import Source
from zoufang.stages.visit.tests.test_family_pages import by_link

ASKED = "真的解决了吗?"


@pytest.fixture
def other(cast):
    return cast.make_household(child="李小树", guardian="李树", phone="13812340002")


@pytest.fixture
def now():
    return timezone.now() - timedelta(hours=5)


@pytest.fixture
def raised(cast, now):
    def do(household, text):
        return actions.raise_problem(
            campaign=cast.campaign,
            school=cast.school,
            klass=cast.klass,
            household=household,
            source=Source.FAMILY,
            text=text,
            by=family_actor(household.guardians.get().pk, ""),
            at=now,
        )

    return do


@pytest.fixture
def both(cast, other, raised, now):
    """(the main problem, given to the leader; the one that joined it)."""
    _ = cast.zhang, cast.li
    main, voice = raised(cast.household, "午睡太短"), raised(other, "孩子中午睡不够,我家陈述在此")
    principal = cast.actor(cast.wang)
    actions.assign(problem=main, owner=cast.qian, by=principal, at=now + timedelta(minutes=1))
    actions.merge(problem=voice, into=main, by=principal, at=now + timedelta(minutes=2))
    return again(main), again(voice)


def again(problem):
    return Problem.objects.get(pk=problem.pk)


def answer(cast, problem, text, at):
    words = actions.AnswerWords(text=text, ending="done")
    actions.answer(problem=again(problem), words=words, by=cast.actor(cast.qian), at=at)


def say(problem, settled, at, reason="还是老样子"):
    mother = family_actor(problem.household.guardians.get().pk, "")
    actions.family_word(problem=again(problem), is_settled=settled, reason=reason, by=mother, at=at)


def test_who_joined_follows_it_hears_the_answer_and_is_asked_on_its_own_page(cast, other, both, now):
    main, voice = both
    family = by_link(other.guardians.get(), cast.campaign)
    address = f"/problem/family/{voice.public_id}/"
    assert "由园里答复您,最迟" in family.get(address).content.decode()
    answer(cast, main, "已延长半小时", now + timedelta(hours=1))

    page = family.get(address).content.decode()
    assert page.count(ASKED) == 1
    assert "已延长半小时" in page
    assert "午睡太短" not in page
    assert main.number not in page
    assert "陈小满" not in page
    assert family.get(f"/problem/family/{main.public_id}/").status_code == 404
    assert family.post(f"{address}word/", {"is_settled": "yes"}).status_code == 302
    assert ASKED not in family.get(address).content.decode()
    assert again(main).state == "awaiting_family"
    assert not main.words.exists()


def test_one_familys_no_reopens_it_and_the_handler_sees_how_many_and_why(cast, both, now, signed_in):
    main, voice = both
    answer(cast, main, "已延长半小时", now + timedelta(hours=1))
    say(main, True, now + timedelta(hours=2))
    say(voice, False, now + timedelta(hours=2))

    handler = signed_in(cast.qian)
    assert again(main).state == "sent_back"
    assert "午睡太短" in handler.get("/problem/?show=mine").content.decode()
    page = handler.get(f"/problem/{main.public_id}/").content.decode()
    assert "同一件事,2 家提出" in page
    assert "1 / 2 家说还没解决" in page
    assert "还是老样子" in page
    assert again(voice).state == "merged"
    assert queries.stands_as(again(voice)) == "sent_back"


def test_who_said_that_it_is_settled_is_promised_no_further_answer(cast, other, both, now):
    main, voice = both
    answer(cast, main, "已延长半小时", now + timedelta(hours=1))
    say(voice, True, now + timedelta(hours=2))
    say(main, False, now + timedelta(hours=2))

    page = by_link(other.guardians.get(), cast.campaign).get(f"/problem/family/{voice.public_id}/").content.decode()
    assert "最迟" not in page
    assert queries.stands_as(again(voice)) == "merged"
    assert "还是老样子" not in page


def test_the_next_answer_goes_to_whom_the_first_did_not_settle_it(cast, both, now):
    main, voice = both
    answer(cast, main, "已延长半小时", now + timedelta(hours=1))
    say(main, False, now + timedelta(hours=2))
    say(voice, True, now + timedelta(hours=2))
    answer(cast, main, "又延长一刻钟", now + timedelta(hours=3))

    assert [each.text for each in voice.answers.all()] == ["已延长半小时"]
    assert not queries.is_asked(again(voice))
    with pytest.raises(Refused):
        say(voice, False, now + timedelta(hours=4))
    assert queries.is_asked(again(main))


def test_before_there_is_an_answer_nothing_is_asked(both, now):
    _, voice = both

    assert not queries.is_asked(voice)
    with pytest.raises(Refused):
        say(voice, True, now + timedelta(hours=1))


def test_a_no_after_it_was_closed_opens_it_again(cast, both, now):
    main, voice = both
    answer(cast, main, "已延长半小时", now + timedelta(hours=1))
    actions.close(problem=again(main), note="去看过", by=cast.actor(cast.wang), at=now + timedelta(hours=2))
    say(voice, False, now + timedelta(hours=3))

    assert (again(main).state, again(main).closed_at) == ("sent_back", None)


def test_who_joins_an_answered_matter_hears_that_answer_and_those_who_joined_the_joining_one_go_along(
    cast, both, raised, now
):
    main, voice = both
    third = cast.make_household(child="赵小河", guardian="赵河", phone="13812340003")
    wider = raised(third, "作息太紧")
    answer(cast, wider, "作息已调整", now + timedelta(hours=1))
    actions.merge(problem=main, into=again(wider), by=cast.actor(cast.wang), at=now + timedelta(hours=2))

    assert {each.merged_into for each in (again(main), again(voice))} == {wider}
    for each in (main, voice):
        assert [one.text for one in each.answers.all()] == ["作息已调整"]
        assert queries.is_asked(again(each))


def test_when_the_main_one_is_taken_back_the_oldest_voice_takes_its_place(cast, both, raised, now):
    main, voice = both
    third = cast.make_household(child="赵小河", guardian="赵河", phone="13812340003")
    last = raised(third, "也是午睡")
    actions.merge(problem=last, into=main, by=cast.actor(cast.wang), at=now + timedelta(hours=1))
    mother = family_actor(cast.chen.pk, "")
    actions.withdraw(problem=again(main), by=mother, at=now + timedelta(hours=2))

    assert (again(voice).state, again(voice).owner, again(voice).merged_into) == ("raised", cast.qian, None)
    assert again(last).merged_into == voice
    answer(cast, voice, "已延长半小时", now + timedelta(hours=3))
    assert queries.is_asked(again(last))
    assert not main.answers.exists()


def test_who_joined_may_take_back_its_own_voice_alone(cast, other, both):
    main, voice = both
    family = by_link(other.guardians.get(), cast.campaign)

    assert family.post(f"/problem/family/{voice.public_id}/withdraw/").status_code == 302
    assert (again(voice).state, again(main).state) == ("withdrawn", "assigned")


def test_it_is_counted_once(cast, both, signed_in):
    main, voice = both

    assert list(queries.problems_of(cast.actor(cast.wang)).filter(state__in=queries.OPEN)) == [main]
    page = signed_in(cast.wang).get(f"/problem/{voice.public_id}/").content.decode()
    assert f"/problem/{main.public_id}/" in page
