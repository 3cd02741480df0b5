"""A class is handed over: nothing falls between."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from zoufang.flows.hand_over_class import hand_over_class
from zoufang.ground.accounts.actions import end_post
from zoufang.ground.accounts.actor import SYSTEM
from zoufang.ground.accounts.models import Post
from zoufang.ground.journal.models import JournalEntry
from zoufang.stages.assignment.models import Handover
from zoufang.stages.problem.actions import raise_problem
from zoufang.stages.problem.models import Problem
from zoufang.stages.problem.states import Source
from zoufang.stages.schedule.models import Appointment


def text_of(response):
    return response.content.decode()


def problem_of(cast, owner, **facts):
    problem = raise_problem(
        campaign=cast.campaign,
        school=cast.school,
        klass=cast.klass,
        source=Source.VISIT,
        household=cast.household,
        text="午睡太短",
        by=cast.actor(cast.zhang),
        at=timezone.now(),
        **facts,
    )
    problem.owner = problem.leader = owner
    problem.save()
    return problem


def appointment_of(cast, *teachers, household=None, hours=0):
    starts = timezone.now() + timedelta(days=2, hours=hours)
    made = Appointment.objects.create(
        campaign=cast.campaign,
        round=cast.campaign.rounds.all()[0],
        household=household or cast.household,
        klass=cast.klass,
        form="home",
        starts_at=starts,
        ends_at=starts + timedelta(minutes=30),
        booked_at=timezone.now(),
    )
    made.teachers.set(teachers)
    return made


def said(cast, **change):
    return {
        "from_teacher": cast.zhang.public_id,
        "to_teacher": cast.sun.public_id,
        "on": cast.today.isoformat(),
        "note": "张老师调岗",
    } | change


def hand_over(client, cast, **change):
    return client.post(f"/assignment/class/{cast.klass.public_id}/hand_over/", said(cast, **change))


@pytest.mark.parametrize("who", ["wang", "zhou"])
def test_posts_appointments_visits_and_problems_pass_on_in_one_deed(cast, signed_in, who):
    appointment, visit = appointment_of(cast, cast.zhang, cast.li), cast.make_visit()
    problem = problem_of(cast, cast.zhang)

    response = hand_over(signed_in(getattr(cast, who)), cast)

    assert response.status_code == 302
    done = Handover.objects.get()
    assert (done.open_visit_count, done.open_problem_count, done.note) == (1, 1, "张老师调岗")
    assert set(appointment.teachers.all()) == {cast.sun, cast.li}
    appointment.refresh_from_db()
    assert appointment.sequence == 1
    assert set(visit.visitors.all()) == {cast.sun, cast.li}
    problem.refresh_from_db()
    assert (problem.owner, problem.leader) == (cast.sun, cast.sun)
    assert problem.steps.last().to == cast.sun
    assert Post.objects.get(user=cast.zhang, unit=cast.klass).until == cast.today
    assert Post.objects.get(user=cast.sun, unit=cast.klass).since == cast.today
    assert JournalEntry.objects.order_by("pk").last().act == "assignment.class_handed_over"
    record = text_of(signed_in(cast.wang).get(response["Location"]))
    assert "张老师" in record
    assert "1 件" in record
    assert signed_in(cast.zhang).get(f"/visit/{visit.public_id}/").status_code == 404
    assert signed_in(cast.sun).get(f"/visit/{visit.public_id}/").status_code == 200


def test_a_record_half_written_passes_on_with_every_word_and_still_says_who_went(cast, signed_in):
    visit = cast.make_visit(started_at=cast.noon)
    words = {
        "outcome": "met",
        "met": "陈建国(父亲)",
        "form": "home",
        "visitors": [cast.zhang.public_id, cast.li.public_id],
        "on": cast.noon.date().isoformat(),
        "started": "12:00",
        "text": "午睡太短",
        "settle": "pass_on",
    }
    signed_in(cast.zhang).post(f"/visit/{visit.public_id}/record/", words)

    assert hand_over(signed_in(cast.wang), cast).status_code == 302

    assert set(visit.visitors.all()) == {cast.zhang, cast.li}
    page = text_of(signed_in(cast.sun).get(f"/visit/{visit.public_id}/"))
    assert "张老师" in page
    assert "午睡太短" in page
    assert signed_in(cast.sun).post(f"/visit/{visit.public_id}/finish/").status_code == 302
    assert [each.text for each in Problem.objects.all()] == ["午睡太短"]
    visit.refresh_from_db()
    assert (visit.state, visit.finished_by) == ("done", cast.sun)
    assert set(visit.visitors.all()) == {cast.zhang, cast.li}


def test_a_complaint_about_the_successor_or_any_person_goes_past_her_and_stands_in_no_count(cast, signed_in):
    _ = cast.wang, cast.sun, cast.li
    complaint = problem_of(cast, cast.zhang, about_person=cast.sun, is_about_a_person=True)
    vague = problem_of(cast, cast.zhang, is_about_a_person=True)

    shown = text_of(signed_in(cast.zhou).get(f"/assignment/class/{cast.klass.public_id}/hand_over/"))
    assert "未办结 0" in shown
    assert hand_over(signed_in(cast.zhou), cast).status_code == 302

    for each in (complaint, vague):
        each.refresh_from_db()
        assert (each.owner, each.leader) == (cast.wang, cast.wang)
    assert Handover.objects.get().open_problem_count == 0
    entry = JournalEntry.objects.get(act="assignment.class_handed_over")
    assert entry.facts["problems"] == 0


def test_a_complaint_about_the_principal_is_left_to_the_district(cast):
    _ = cast.sun
    complaint = problem_of(cast, cast.zhang, about_person=cast.wang, is_about_a_person=True)

    hand_over_class(
        klass=cast.klass,
        from_teacher=cast.zhang,
        to_teacher=cast.sun,
        on=cast.today,
        note="",
        by=SYSTEM,
        at=timezone.now(),
    )

    complaint.refresh_from_db()
    assert (complaint.owner, complaint.leader) == (None, None)


def test_what_is_done_or_another_teachers_stays(cast, signed_in):
    finished = cast.make_visit(state="done", outcome="met")
    closed = problem_of(cast, cast.zhang)
    Problem.objects.filter(pk=closed.pk).update(state="closed", ending="done")
    colleagues = problem_of(cast, cast.li)

    hand_over(signed_in(cast.wang), cast)

    assert cast.zhang in finished.visitors.all()
    closed.refresh_from_db()
    colleagues.refresh_from_db()
    assert (closed.owner, colleagues.owner) == (cast.zhang, cast.li)


def test_who_left_without_a_handover_can_still_hand_over_what_is_open(cast, signed_in):
    appointment = appointment_of(cast, cast.zhang)
    end_post(post=Post.objects.get(user=cast.zhang, unit=cast.klass), on=cast.today - timedelta(days=2))
    client = signed_in(cast.wang)
    assert "已离开" in text_of(client.get(f"/assignment/class/{cast.klass.public_id}/hand_over/"))

    assert hand_over(client, cast).status_code == 302
    assert set(appointment.teachers.all()) == {cast.sun}


def test_a_colleague_of_the_class_may_take_over_and_keeps_her_own_date(cast, signed_in):
    _ = cast.zhang
    since = Post.objects.get(user=cast.li, unit=cast.klass).since

    assert hand_over(signed_in(cast.wang), cast, to_teacher=cast.li.public_id).status_code == 302
    assert Post.objects.get(user=cast.li, unit=cast.klass).since == since


def test_appointments_that_meet_others_of_the_successor_are_said(cast, signed_in):
    appointment_of(cast, cast.zhang)
    other = cast.make_household(child="刘小雨", phone="13912345678")
    appointment_of(cast, cast.sun, household=other)
    client = signed_in(cast.wang)

    response = hand_over(client, cast)

    assert "有 1 个预约" in text_of(client.get(response["Location"]))


def test_what_cannot_be_is_refused_writes_nothing_and_keeps_what_was_typed(cast, signed_in):
    appointment = appointment_of(cast, cast.zhang)
    client = signed_in(cast.wang)
    for change, words in (
        ({"to_teacher": cast.zhang.public_id}, "同一位"),
        ({"to_teacher": cast.stranger.public_id}, "重新选择"),
        ({"on": (cast.today + timedelta(days=1)).isoformat()}, "不能晚于今天"),
        ({"on": "昨天"}, "日期请写成"),
    ):
        refused = hand_over(client, cast, **change)
        assert refused.status_code == 422
        assert words in text_of(refused)
        assert "张老师调岗" in text_of(refused)
    assert not Handover.objects.exists()
    assert set(appointment.teachers.all()) == {cast.zhang}
    assert Post.objects.get(user=cast.zhang, unit=cast.klass).until is None


@pytest.mark.parametrize("who", ["zhang", "sun", "qian", "wu", "zhao", "stranger"])
def test_others_hand_nothing_over(cast, signed_in, who):
    _ = cast.zhang, cast.sun

    assert hand_over(signed_in(getattr(cast, who)), cast).status_code == 404
    assert not Handover.objects.exists()


def test_the_record_is_read_by_the_class_and_the_leaders_only(cast, signed_in):
    _ = cast.li
    where = hand_over(signed_in(cast.wang), cast)["Location"]

    seen = {who: signed_in(getattr(cast, who)).get(where).status_code for who in ("li", "sun", "qian", "zhou")}
    assert set(seen.values()) == {200}
    assert signed_in(cast.stranger).get(where).status_code == 404
    assert signed_in(cast.zhang).get(where).status_code == 404
    assert signed_in(cast.wang).post(where).status_code == 405


def test_the_number_of_queries_does_not_grow_with_what_is_open(cast, signed_in):
    client = signed_in(cast.wang)
    cast.make_visit()

    def count():
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"/assignment/class/{cast.klass.public_id}/hand_over/").status_code == 200
        return len(asked)

    few = count()
    for n in range(8):
        cast.make_visit(household=cast.make_household(child=f"孩子{n}", phone=f"1391234{n:04d}"))
        problem_of(cast, cast.zhang)
    assert count() == few
