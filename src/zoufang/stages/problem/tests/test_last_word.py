"""The family has the last word: settled in part, taken back and wanted after all, said when all was closed already."""

from datetime import timedelta

import pytest
from django.utils import timezone

from zoufang.engines.refusal import Refused
from zoufang.ground.accounts.actor import family_actor
from zoufang.ground.journal.models import JournalEntry
from zoufang.stages.problem import actions, queries, rules
from zoufang.stages.problem.models import FamilyWord, Problem
from zoufang.stages.problem.states import Source
from zoufang.stages.supervision.queries.figures import problem_figures
from zoufang.stages.visit.tests.test_family_pages import by_link


@pytest.fixture
def now():
    return timezone.now() - timedelta(hours=5)


@pytest.fixture
def raised(cast, now):
    def do(household, text="午睡太短"):
        _ = cast.zhang, cast.li
        return actions.raise_problem(
            campaign=cast.campaign,
            school=cast.school,
            klass=cast.klass,
            household=household,
            source=Source.FAMILY,
            text=text,
            by=parent(household),
            at=now,
        )

    return do


@pytest.fixture
def answered(cast, raised, now):
    """Given to the leader and answered by her."""
    problem = raised(cast.household)
    actions.assign(problem=problem, owner=cast.qian, by=cast.actor(cast.wang), at=now)
    answer(cast, problem, now)
    return again(problem)


@pytest.fixture
def other(cast):
    return cast.make_household(child="李小树", guardian="李树", phone="13812340002")


def parent(household):
    return family_actor(household.guardians.get().pk, "")


def again(problem):
    return Problem.objects.get(pk=problem.pk)


def answer(cast, problem, at):
    words = actions.AnswerWords(text="已延长半小时", ending="done")
    actions.answer(problem=again(problem), words=words, by=cast.actor(cast.qian), at=at)


def at(problem, verb=""):
    return f"/problem/family/{problem.public_id}/{verb}"


# Settled in part --------------------------------------------------------------------------------------------------


def test_settled_in_part_goes_back_to_the_handler_and_is_counted_apart(cast, answered, signed_in, now):
    family = by_link(cast.chen, cast.campaign)
    assert "部分解决" in family.get(at(answered)).content.decode()
    assert family.post(at(answered, "word/"), {"is_settled": "partly"}).status_code == 422, (
        "what is wanting is asked for"
    )
    said = {"is_settled": "partly", "reason": "中午好了,下午还早"}
    assert family.post(at(answered, "word/"), said).status_code == 302

    assert again(answered).state == "sent_back"
    page = signed_in(cast.qian).get(f"/problem/{answered.public_id}/").content.decode()
    assert "部分解决" in page
    assert "中午好了,下午还早" in page
    figures = problem_figures(Problem.objects.all(), now=now)
    assert [(each.n, each.of) for each in (figures.settled, figures.partly)] == [(0, 1), (1, 1)]
    assert "部分解决" in family.get("/family/data/").content.decode()


# Taken back, and wanted after all ---------------------------------------------------------------------------------


def test_what_was_taken_back_goes_on_where_it_stood_and_its_handler_sees_it(cast, raised, signed_in, now):
    problem = raised(cast.household)
    actions.assign(problem=problem, owner=cast.qian, by=cast.actor(cast.wang), at=now)
    family = by_link(cast.chen, cast.campaign)
    family.post(at(problem, "withdraw/"))
    assert again(problem).state == "withdrawn"
    assert "还是要办" in family.get(at(problem)).content.decode()

    assert family.post(at(problem, "take-back/")).status_code == 302
    back = again(problem)
    assert (back.state, back.owner, back.paused_at, back.due_until) == ("assigned", cast.qian, None, problem.due_until)
    assert at(problem, "take-back/") not in family.get(at(problem)).content.decode()
    assert "家长又要办" in signed_in(cast.qian).get("/problem/").content.decode()
    assert JournalEntry.objects.filter(act="problem.taken_back", object=f"problem:{problem.public_id}").count() == 1
    assert family.post(at(problem, "take-back/")).status_code == 422


def test_the_clock_stood_while_it_was_taken_back_and_an_answer_still_waits(cast, answered, raised, now):
    open_one = raised(cast.household, "另一件")
    for problem in (answered, open_one):
        actions.withdraw(problem=again(problem), by=parent(cast.household), at=now)
        actions.take_back(problem=again(problem), by=parent(cast.household), at=now + timedelta(days=7))
    assert again(answered).state == "awaiting_family"
    assert again(answered).paused_at == answered.paused_at
    assert again(open_one).due_until > open_one.due_until + timedelta(days=2)


def test_after_seven_days_it_is_raised_anew(cast, raised, now):
    problem = raised(cast.household)
    actions.withdraw(problem=problem, by=parent(cast.household), at=now)
    with pytest.raises(Refused, match="再反映一次"):
        actions.take_back(problem=again(problem), by=parent(cast.household), at=now + timedelta(days=7, minutes=1))
    assert rules.why_not_take_back(withdrawn_at=None, now=now, main_is_closed=False)


def test_whose_matter_went_on_with_another_family_joins_it_again(cast, other, raised, now):
    main, voice = raised(cast.household), raised(other)
    actions.merge(problem=voice, into=main, by=cast.actor(cast.wang), at=now)
    actions.withdraw(problem=again(main), by=parent(cast.household), at=now)
    assert again(voice).merged_into is None
    answer(cast, voice, now + timedelta(minutes=5))
    actions.take_back(problem=again(main), by=parent(cast.household), at=now + timedelta(minutes=9))

    assert (again(main).state, again(main).merged_into) == ("merged", voice)
    assert again(main).answers.get().text == "已延长半小时"
    assert queries.is_asked(again(main))


def test_a_joined_family_comes_back_until_the_common_matter_is_closed(cast, other, raised, now):
    main, voice = raised(cast.household), raised(other)
    actions.merge(problem=voice, into=main, by=cast.actor(cast.wang), at=now)
    actions.withdraw(problem=again(voice), by=parent(other), at=now)
    actions.take_back(problem=again(voice), by=parent(other), at=now)
    assert (again(voice).state, again(voice).merged_into) == ("merged", main)

    actions.withdraw(problem=again(voice), by=parent(other), at=now)
    answer(cast, main, now)
    actions.close(problem=again(main), note="看过", by=cast.actor(cast.wang), at=now)
    family = by_link(other.guardians.get(), cast.campaign)
    assert at(voice, "take-back/") not in family.get(at(voice)).content.decode()
    with pytest.raises(Refused, match="已经办完"):
        actions.take_back(problem=again(voice), by=parent(other), at=now)


def test_only_the_family_itself_wants_it_after_all(cast, other, raised, now, signed_in):
    problem = raised(cast.household)
    actions.withdraw(problem=problem, by=parent(cast.household), at=now)
    assert by_link(other.guardians.get(), cast.campaign).post(at(problem, "take-back/")).status_code == 404
    family = by_link(cast.chen, cast.campaign)
    assert family.get(at(problem, "take-back/")).status_code == 405
    family.force_login(cast.zhang)
    refused = family.post(at(problem, "take-back/"))
    assert refused.status_code == 422
    assert "请用自己的手机" in refused.content.decode()
    assert again(problem).state == "withdrawn"


# Asked by telephone, and closed without a word --------------------------------------------------------------------


def test_a_joined_familys_word_is_noted_on_its_own_page_by_who_did_not_handle_the_matter(
    cast, other, answered, raised, now, signed_in
):
    voice = raised(other)
    address = f"/problem/{voice.public_id}/"
    assert signed_in(cast.wang).post(f"{address}word/", {"is_settled": "yes"}).status_code == 404
    actions.merge(problem=voice, into=answered, by=cast.actor(cast.wang), at=now)
    assert "记家长意见" in signed_in(cast.wang).get(address).content.decode()

    handler = signed_in(cast.qian).post(f"{address}word/", {"is_settled": "yes"})
    assert handler.status_code == 422
    assert "没有经办的人" in handler.content.decode()
    said = {"is_settled": "no", "reason": "没变"}
    assert signed_in(cast.wang).post(f"{address}word/", said).status_code == 302
    word = FamilyWord.objects.get(problem=voice)
    assert (word.asked_by, word.said_by, again(answered).state) == (cast.wang, None, "sent_back")
    assert "记家长意见" not in signed_in(cast.wang).get(address).content.decode()


def test_closing_while_the_family_is_waited_for_says_so_and_the_family_may_still_speak(cast, answered, signed_in, now):
    leader, family = signed_in(cast.wang), by_link(cast.chen, cast.campaign)
    address = f"/problem/{answered.public_id}/"
    silence = "家长对这次答复还没有表态"
    assert silence in leader.get(address).content.decode()
    assert leader.post(f"{address}close/", {"reason": "现场看过"}).status_code == 302
    assert "还没有表态(沉默不算满意)" in leader.get(address).content.decode()
    assert problem_figures(Problem.objects.all(), now=now).settled.of == 0, "silence is no word"

    assert "对答复还想说一句" in family.get(at(answered)).content.decode()
    assert family.post(at(answered, "word/"), {"is_settled": "no", "reason": "没变"}).status_code == 302
    back = again(answered)
    assert (back.state, back.closed_at, back.reopened_count) == ("sent_back", None, 1)


def test_who_said_yes_is_closed_without_that_warning(cast, answered, signed_in, now):
    by_link(cast.chen, cast.campaign).post(at(answered, "word/"), {"is_settled": "yes"})
    page = signed_in(cast.wang).get(f"/problem/{answered.public_id}/").content.decode()
    assert "核实并销号" in page
    assert "还没有表态" not in page
