"""From raised to closed: each act leaves its step and its journal entry, or refuses with its reason."""

from datetime import timedelta

import pytest
from django.utils import timezone

from zoufang.engines.refusal import Refused
from zoufang.ground.accounts.actor import SYSTEM, family_actor
from zoufang.ground.journal.models import JournalEntry
from zoufang.stages.problem import actions, queries
from zoufang.stages.problem.actions import AnswerWords
from zoufang.stages.problem.jobs import raise_overdue
from zoufang.stages.problem.models import Problem
from zoufang.stages.problem.states import Circle, Level, ProblemState, Source
from zoufang.stages.supervision.queries.figures import problem_figures


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def raised(cast, now):
    def make(text="午睡太短", **facts):
        facts = {"by": cast.actor(cast.zhang), "household": cast.household, "klass": cast.klass} | facts
        return actions.raise_problem(
            campaign=cast.campaign, school=cast.school, source=Source.VISIT, text=text, at=now, **facts
        )

    return make


def again(problem):
    return Problem.objects.get(pk=problem.pk)


def steps(problem):
    return list(problem.steps.values_list("kind", flat=True))


def answered(cast, problem, now, **words):
    actions.assign(problem=problem, owner=cast.qian, by=cast.actor(cast.wang), at=now)
    actions.accept(problem=again(problem), by=cast.actor(cast.qian), at=now, told_family=True)
    words = {"text": "已延长半小时", "ending": "done"} | words
    actions.answer(problem=again(problem), words=AnswerWords(**words), by=cast.actor(cast.qian), at=now)
    return again(problem)


def say(cast, problem, now, settled=True, **facts):
    by = family_actor(cast.chen.pk, "")
    actions.family_word(
        problem=problem, is_settled=settled, said_by=cast.chen, by=by, at=now + timedelta(minutes=1), **facts
    )
    return again(problem)


def test_a_problem_lives_from_raised_to_closed(cast, raised, now):
    problem = say(cast, answered(cast, raised(), now), now, satisfaction="satisfied")
    actions.close(problem=problem, note="现场看过", by=cast.actor(cast.wang), at=now)

    problem = again(problem)
    assert problem.state == ProblemState.CLOSED
    assert problem.first_contact_at == now
    assert set(steps(problem)) == {"raised", "assigned", "accepted", "answered", "family_word", "closed"}
    acts = list(JournalEntry.objects.order_by("sequence").values_list("act", flat=True))
    assert acts[-1] == "problem.closed"
    assert not any("午睡" in str(facts) for facts in JournalEntry.objects.values_list("facts", flat=True))


def test_a_familys_no_reopens_it_and_reaches_the_handler_with_the_reason(cast, raised, now):
    problem = say(cast, answered(cast, raised(), now), now, settled=False, reason="还是老样子")

    assert (problem.state, problem.ending, problem.reopened_count) == (ProblemState.SENT_BACK, "", 1)
    assert problem in queries.owned_by(cast.actor(cast.qian))
    assert problem.words.last().reason == "还是老样子"


def test_the_family_speaks_once_for_each_answer(cast, raised, now):
    problem = say(cast, answered(cast, raised(), now), now)

    with pytest.raises(Refused):
        say(cast, problem, now)


def test_whoever_handled_it_neither_closes_nor_asks(cast, raised, now):
    problem = answered(cast, raised(), now)

    with pytest.raises(Refused, match="经办人不能自己销号"):
        actions.close(problem=problem, note="好了", by=cast.actor(cast.qian), at=now)
    with pytest.raises(Refused, match="没有经办的人"):
        actions.family_word(problem=problem, is_settled=True, by=cast.actor(cast.qian), at=now)


def test_an_answer_given_on_a_teachers_device_is_kept_apart_and_the_familys_own_counts(cast, raised, now):
    problem = say(cast, answered(cast, raised(), now), now, on_staff_device=True)

    assert problem.words.last().said_by is None
    assert problem_figures(Problem.objects.all(), now=now).settled.of == 0
    assert queries.is_asked(problem), "the family itself still is"
    with pytest.raises(Refused, match="表过态"):
        say(cast, problem, now, on_staff_device=True)
    problem = say(cast, problem, now, settled=False, reason="没变")
    figures = problem_figures(Problem.objects.all(), now=now)
    assert (problem.state, figures.settled.n, figures.settled.of) == ("sent_back", 0, 1)


def test_a_date_of_today_is_no_day_to_look_again(cast, raised, now):
    with pytest.raises(Refused, match="哪一天再看"):
        answered(cast, raised(), now, ending="not_now", look_again_on=timezone.localdate(now))


def test_before_eight_in_the_morning_the_day_is_the_local_one(cast, raised, now):
    early = (timezone.localtime(now) + timedelta(days=1)).replace(hour=2)
    with pytest.raises(Refused, match="哪一天再看"):
        answered(cast, raised(), early, ending="not_now", look_again_on=early.date())


def test_an_extension_is_approved_by_somebody_else_and_moves_the_limit(cast, raised, now):
    problem = raised()
    actions.assign(problem=problem, owner=cast.qian, by=cast.actor(cast.wang), at=now)
    due = again(problem).due_until
    asked = actions.ask_extension(problem=again(problem), workdays=3, reason="等配件", by=cast.actor(cast.qian), at=now)
    with pytest.raises(Refused, match="别人批准"):
        actions.decide_extension(extension=asked, approved=True, by=cast.actor(cast.qian), at=now)
    actions.decide_extension(extension=asked, approved=True, by=cast.actor(cast.wang), at=now)

    assert again(problem).due_until > due
    with pytest.raises(Refused, match="最多"):
        actions.ask_extension(problem=again(problem), workdays=8, reason="还等", by=cast.actor(cast.qian), at=now)


def test_handing_back_needs_a_reason_and_takes_the_owner_away(cast, raised, now):
    problem = raised()
    actions.assign(problem=problem, owner=cast.qian, by=cast.actor(cast.wang), at=now)
    with pytest.raises(Refused):
        actions.hand_back(problem=again(problem), reason="", by=cast.actor(cast.qian), at=now)
    actions.hand_back(problem=again(problem), reason="不归我管", by=cast.actor(cast.qian), at=now)

    assert (again(problem).state, again(problem).owner) == (ProblemState.RAISED, None)


def test_what_goes_up_leaves_the_schools_list_and_is_the_districts(cast, raised, now):
    problem = raised()
    assert problem not in queries.problems_of(cast.actor(cast.zhao))
    actions.pass_up(problem=problem, reason="园外道路", by=cast.actor(cast.wang), at=now)

    assert again(problem) in queries.problems_of(cast.actor(cast.zhao))
    assert again(problem).owner is None


def test_nothing_is_given_to_whom_it_is_about(cast, raised, now):
    problem = raised(text="嗓门太大", about_person=cast.li, by=family_actor(cast.chen.pk, ""))

    with pytest.raises(Refused, match="涉及此人"):
        actions.assign(problem=problem, owner=cast.li, by=cast.actor(cast.wang), at=now)


def test_merging_keeps_the_voice_and_can_be_undone(cast, raised, now):
    main, other = raised(), raised(text="午睡再长一点")
    actions.merge(problem=other, into=main, by=cast.actor(cast.wang), at=now)
    assert (again(other).state, again(other).text, again(other).merged_into) == (
        ProblemState.MERGED,
        "午睡再长一点",
        main,
    )

    actions.split_off(problem=again(other), by=cast.actor(cast.wang), at=now)
    assert again(other).merged_into is None


def test_a_withdrawn_problem_stays_in_its_story_and_goes_nowhere(cast, raised, now):
    problem = raised()
    actions.withdraw(problem=problem, by=family_actor(cast.chen.pk, ""), at=now)

    assert again(problem).state == ProblemState.WITHDRAWN
    with pytest.raises(Refused):
        actions.accept(problem=again(problem), by=cast.actor(cast.wang), at=now)


def test_what_is_overdue_rises_one_level_by_itself_once(cast, raised, now):
    problem = raised(settled_with="")
    Problem.objects.filter(pk=problem.pk).update(level=Level.TEACHER, due_until=now - timedelta(days=1))
    raise_overdue(now)
    raise_overdue(now)

    assert again(problem).level == Level.SCHOOL
    assert JournalEntry.objects.filter(act="problem.overdue").count() == 1


def test_progress_begins_the_work_and_goes_on_from_sent_back(cast, raised, now):
    problem = say(cast, answered(cast, raised(), now), now, settled=False, reason="没变")
    actions.note_progress(problem=problem, measures="换床垫", progress="已买", by=cast.actor(cast.qian), at=now)

    assert (again(problem).state, again(problem).measures) == (ProblemState.IN_PROGRESS, "换床垫")


def test_texts_of_any_kind_are_kept_or_refused_with_a_sentence(cast, raised):
    assert raised(text="𠮷野家\u202e =HYPERLINK(1) 🙂").text.startswith("𠮷")
    with pytest.raises(Refused):
        raised(text="长" * 5_001)
    with pytest.raises(Refused):
        raised(text="   ")


def test_numbers_are_random_and_never_a_sequence(raised):
    numbers = {raised(text=f"事{n}").number for n in range(20)}

    assert len(numbers) == 20


def test_the_system_may_raise_what_nobody_entered(cast, raised):
    assert raised(by=SYSTEM).entered_by is None


def test_circles_are_set_when_it_is_raised(cast, raised):
    by = family_actor(cast.chen.pk, "")

    assert raised(about_person=cast.li, by=by).circle == Circle.PRINCIPAL
    assert raised(about_person=cast.wang, by=by).circle == Circle.DISTRICT
    assert raised(for_principal_only=True, by=by).circle == Circle.PRINCIPAL
