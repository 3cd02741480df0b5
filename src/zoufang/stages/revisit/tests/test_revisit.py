"""The second round: who is asked again, how, by whom, and what follows."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from zoufang.engines.refusal import Refused
from zoufang.stages.problem import actions as problems
from zoufang.stages.problem.models import Problem
from zoufang.stages.problem.states import Source
from zoufang.stages.revisit import queries, rules
from zoufang.stages.revisit.actions import Asked, RevisitWords, record_revisit
from zoufang.stages.revisit.models import Revisit


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def met(cast):
    """Families met in the first round."""

    def make(home):
        visit = cast.make_visit(household=home, state="done", outcome="met")
        visit.started_at = visit.finished_at = cast.noon
        visit.save()
        return home

    return make


@pytest.fixture
def answered(cast, now):
    """A problem of the family, answered by the leader."""

    def make(home, **facts):
        problem = problems.raise_problem(
            campaign=cast.campaign,
            school=cast.school,
            klass=cast.klass,
            household=home,
            source=Source.VISIT,
            text="午睡太短",
            by=cast.actor(cast.zhang),
            at=now - timedelta(hours=2),
            **facts,
        )
        problems.assign(problem=problem, owner=cast.qian, by=cast.actor(cast.wang), at=now - timedelta(hours=2))
        words = problems.AnswerWords(text="已延长", ending="done")
        problems.answer(problem=problem, words=words, by=cast.actor(cast.qian), at=now - timedelta(hours=1))
        return Problem.objects.get(pk=problem.pk)

    return make


def words(**change):
    return RevisitWords(**{"reached": True, "mode": "home", "was_contacted": True} | change)


def test_who_raised_something_is_revisited_in_person_and_the_others_by_telephone_or_chat(cast, met, answered):
    raised = met(cast.household)
    quiet = met(cast.make_household(child="李小树", guardian="李树", phone="13812340002"))
    cast.make_household(child="没见过", guardian="王五", phone="13812340003")
    answered(raised)

    rows = queries.second_round_of(cast.actor(cast.zhang), cast.campaign)
    assert [(row.home.public_id, row.way) for row in rows] == [
        (raised.public_id, "in_person"),
        (quiet.public_id, "remote"),
    ]
    assert rows[0].to_ask_count == 1
    assert rules.way_for(raised_something=False) == "remote"


def test_a_settled_matter_leads_to_closing_and_an_open_one_back_to_its_handler(cast, met, answered, now):
    home = met(cast.household)
    settled, open_ = answered(home), answered(home)
    asked = [Asked(settled, True), Asked(open_, False, "还是老样子")]
    revisit = record_revisit(
        campaign=cast.campaign, household=home, words=words(asked=asked), by=cast.actor(cast.zhang), at=now
    )

    assert revisit.outcome == "send_back"
    assert Problem.objects.get(pk=open_.pk).state == "sent_back"
    assert Problem.objects.get(pk=settled.pk).words.get().asked_by == cast.zhang


def test_whoever_handled_it_does_not_ask_and_nothing_is_written(cast, met, answered, now):
    home = met(cast.household)
    problem = answered(home)
    with pytest.raises(Refused, match="没有经办的人"):
        record_revisit(
            campaign=cast.campaign,
            household=home,
            words=words(asked=[Asked(problem, True)]),
            by=cast.actor(cast.qian),
            at=now,
        )

    assert not Revisit.objects.exists()


def test_every_answered_problem_is_asked_about(cast, met, answered, now):
    home = met(cast.household)
    answered(home)

    with pytest.raises(Refused, match="没有问"):
        record_revisit(campaign=cast.campaign, household=home, words=words(), by=cast.actor(cast.zhang), at=now)


def test_who_raised_something_is_not_telephoned_without_an_explanation(cast, met, answered, now):
    home = met(cast.household)
    asked = [Asked(answered(home), True)]
    with pytest.raises(Refused, match="当面回访"):
        record_revisit(
            campaign=cast.campaign,
            household=home,
            words=words(mode="phone", asked=asked),
            by=cast.actor(cast.zhang),
            at=now,
        )
    done = record_revisit(
        campaign=cast.campaign,
        household=home,
        words=words(mode="phone", why_not="家长坚持电话", asked=asked),
        by=cast.actor(cast.zhang),
        at=now,
    )

    assert (done.state, done.mode) == ("done", "phone")


def test_not_reaching_anyone_is_a_record_and_can_be_tried_again(cast, met, now):
    home = met(cast.household)
    for _ in range(2):
        revisit = record_revisit(
            campaign=cast.campaign, household=home, words=RevisitWords(reached=False), by=cast.actor(cast.zhang), at=now
        )
    assert (revisit.state, revisit.attempt_count) == ("not_reached", 2)

    record_revisit(campaign=cast.campaign, household=home, words=words(mode="phone"), by=cast.actor(cast.zhang), at=now)
    with pytest.raises(Refused, match="已经回访过"):
        record_revisit(
            campaign=cast.campaign, household=home, words=words(mode="phone"), by=cast.actor(cast.zhang), at=now
        )


def test_a_new_matter_becomes_a_new_problem(cast, met, now):
    record_revisit(
        campaign=cast.campaign,
        household=met(cast.household),
        words=words(mode="phone", new_matter="门口没有路灯"),
        by=cast.actor(cast.zhang),
        at=now,
    )

    assert Problem.objects.get().source == "revisit"


def test_a_matter_in_an_inner_circle_changes_nothing_here(cast, met, now):
    met(cast.household)
    before = queries.second_round_of(cast.actor(cast.zhang), cast.campaign)
    problems.raise_problem(
        campaign=cast.campaign,
        school=cast.school,
        klass=cast.klass,
        household=cast.household,
        source=Source.FAMILY,
        text="嗓门太大",
        about_person=cast.zhang,
        by=cast.actor(cast.wang),
        at=now,
    )

    assert queries.second_round_of(cast.actor(cast.zhang), cast.campaign) == before


def test_the_pages_six(cast, met, answered, signed_in):
    home = met(cast.household)
    problem = answered(home)
    address = f"/revisit/{home.public_id}/"
    assert "陈小满" in signed_in(cast.li).get("/revisit/").content.decode()
    assert signed_in(cast.stranger).get(address).status_code == 404
    assert signed_in(cast.sun).post(address, {"reached": "no"}).status_code == 404
    assert signed_in(cast.zhang).put(address).status_code == 405
    refused = signed_in(cast.zhang).post(address, {"reached": "yes", "new_matter": "再说一件"})
    assert refused.status_code == 422
    assert "再说一件" in refused.content.decode()
    sent = {"reached": "yes", "mode": "home", "was_contacted": "yes", f"settled-{problem.public_id}": "yes"}
    assert signed_in(cast.zhang).post(address, sent).status_code == 302
    assert Revisit.objects.get().state == "done"


def test_queries_do_not_grow_with_families(cast, met, signed_in):
    met(cast.household)
    client = signed_in(cast.zhang)
    client.get("/revisit/")
    with CaptureQueriesContext(connection) as few:
        client.get("/revisit/")
    for n in range(6):
        met(cast.make_household(child=f"童{n}", guardian=f"家长{n}", phone=f"138111100{n:02d}"))
    with CaptureQueriesContext(connection) as many:
        client.get("/revisit/")

    assert len(many) == len(few)
