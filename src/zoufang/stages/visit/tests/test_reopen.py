"""A finished record is sent back; what it said stays."""

import pytest

from zoufang.ground.journal.models import JournalEntry
from zoufang.stages.problem.models import Problem
from zoufang.stages.schedule.models import Appointment
from zoufang.stages.schedule.states import AppointmentState
from zoufang.stages.visit.models import Matter, VisitVersion
from zoufang.stages.visit.queries import earlier_versions
from zoufang.stages.visit.states import VisitState
from zoufang.stages.visit.tests.test_finish_page import finish, said


@pytest.fixture
def finished(cast, signed_in):
    visit = cast.make_visit()
    Matter.objects.create(visit=visit, text="午睡太短", noted_at=cast.noon)
    finish(signed_in(cast.zhang), visit, **said(cast, remark="门口有台阶"))
    visit.refresh_from_db()
    return visit


def reopen(client, visit, reason="日期错了"):
    return client.post(f"/visit/{visit.public_id}/reopen/", {"reason": reason})


def test_the_record_is_open_again_and_its_earlier_version_kept(cast, finished, signed_in):
    assert reopen(signed_in(cast.wang), finished).status_code == 302

    finished.refresh_from_db()
    assert finished.state == VisitState.PLANNED
    kept = earlier_versions(finished)[0]
    assert (kept.reason, kept.words["remark"], kept.words["matters"]) == ("日期错了", "门口有台阶", "午睡太短")
    assert JournalEntry.objects.order_by("sequence").last().act == "visit.reopened"


def test_matters_that_became_problems_stay_and_are_not_raised_twice(cast, finished, signed_in):
    reopen(signed_in(cast.wang), finished)
    client, matter = signed_in(cast.zhang), finished.matters.get()

    removed = client.post(f"/visit/{finished.public_id}/matter/{matter.public_id}/remove/")
    assert removed.status_code == 422
    assert "日期错了" in client.get(f"/visit/{finished.public_id}/").content.decode()
    assert finish(client, finished, **said(cast, remark="改过了")).status_code == 302
    assert Problem.objects.count() == 1


def test_a_record_is_not_sent_back_without_a_reason(cast, finished, signed_in):
    response = reopen(signed_in(cast.wang), finished, reason=" ")

    assert response.status_code == 422
    assert "更正什么" in response.content.decode()
    assert not VisitVersion.objects.exists()


def test_an_open_record_is_not_sent_back(cast, signed_in):
    assert reopen(signed_in(cast.wang), cast.make_visit()).status_code == 422


@pytest.mark.parametrize("who", ["zhang", "qian", "zhou", "stranger", "zhao"])
def test_only_the_principal_sends_back(cast, finished, signed_in, who):
    assert reopen(signed_in(getattr(cast, who)), finished).status_code == 404


def test_only_post_sends_back(cast, finished, signed_in):
    assert signed_in(cast.wang).get(f"/visit/{finished.public_id}/reopen/").status_code == 405


def test_a_record_corrected_to_nobody_met_frees_the_family_again(cast, finished, signed_in):
    assert Appointment.objects.get().state == AppointmentState.KEPT
    reopen(signed_in(cast.wang), finished, reason="其实没见到")

    assert finish(signed_in(cast.zhang), finished, **said(cast, outcome="away", met="")).status_code == 302
    assert Appointment.objects.get().state == AppointmentState.CANCELLED
