"""排一排 and its six: asked for, seen, stopped, agreed to; half-days and places; who may, and what is refused."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from zoufang.ground.outbox.actions import deliver_due
from zoufang.stages.schedule.actions import ask_for_plan
from zoufang.stages.schedule.actions import plan as planning
from zoufang.stages.schedule.models import Appointment, ClosedHalfDay, Plan, Way
from zoufang.stages.schedule.states import PlanState
from zoufang.stages.schedule.tests.test_booking import book, sign_up


@pytest.fixture
def page(cast, monkeypatch):
    monkeypatch.setattr(planning, "SECONDS", 1.0)
    assert cast.zhang
    assert cast.li
    sign_up(cast, cast.household)
    return f"/schedule/plan/{cast.klass.public_id}/"


def plan_of(cast, state=PlanState.DONE):
    plan = ask_for_plan(campaign=cast.campaign, klass=cast.klass, by=cast.actor(cast.zhang), at=timezone.now())
    if state == PlanState.DONE:
        deliver_due(worker="test")
    return plan


def test_a_teacher_plans_sees_and_agrees(cast, page, signed_in):
    client = signed_in(cast.zhang)
    assert page in client.get("/schedule/").content.decode()
    assert "1 户等着排" in client.get(page).content.decode()

    assert client.post(f"{page}ask/").status_code == 302
    assert "正在排" in client.get(page, headers={"HX-Request": "true"}).content.decode()
    assert client.post(f"{page}ask/").status_code == 422
    deliver_due(worker="test")
    drawn = client.get(page, headers={"HX-Request": "true"}).content.decode()
    assert "陈小满" in drawn
    assert "已证明" in drawn
    assert "<html" not in drawn

    answer = client.post(f"/schedule/plan/{Plan.objects.get().public_id}/agree/", follow=True).content.decode()

    assert "约好了 1 户" in answer
    assert Appointment.objects.get().household == cast.household
    again = client.post(f"/schedule/plan/{Plan.objects.get().public_id}/agree/")
    assert again.status_code == 422
    assert "已经约过" in again.content.decode()


def test_a_family_left_out_has_its_reason_and_the_act_that_helps(cast, page, signed_in):
    client = signed_in(cast.zhang)
    half = {"on": (cast.today + timedelta(days=1)).isoformat(), "half": "morning"}
    assert client.post(f"{page}half-day/", half | {"is_closed": "1"}).status_code == 302
    plan_of(cast)

    drawn = client.get(page).content.decode()

    assert "老师都没有空" in drawn
    assert "打开 明天" in drawn
    assert client.post(f"{page}half-day/", half).status_code == 302
    assert not ClosedHalfDay.objects.exists()


def test_a_family_whose_half_day_is_lost_is_asked_for_another_time(cast, page, signed_in):
    client, made = signed_in(cast.zhang), book(cast, cast.household)
    half = {"on": (cast.today + timedelta(days=1)).isoformat(), "half": "morning", "is_closed": "1"}
    client.post(f"{page}half-day/", half)
    plan_of(cast)
    asking = f"/day/{made.public_id}/new-time/"
    assert asking in client.get(page).content.decode()

    client.post(asking, {"reason": "teacher"})

    assert asking not in client.get(page).content.decode()
    made.refresh_from_db()
    assert made.state == "cancelled"


def test_without_the_solver_the_page_says_so(cast, page, signed_in, monkeypatch):
    plan = plan_of(cast)
    Plan.objects.filter(pk=plan.pk).update(has_solver=False, is_proven=False)

    assert "没有装求解器" in signed_in(cast.zhang).get(page).content.decode()


def test_a_plan_under_way_is_stopped(cast, page, signed_in):
    plan_of(cast)
    plan = plan_of(cast, PlanState.WAITING)
    client = signed_in(cast.li)
    assert "就这样约" not in client.get(page).content.decode()

    assert client.post(f"/schedule/plan/{plan.public_id}/stop/").status_code == 302
    drawn = client.get(page).content.decode()
    assert "什么都没有改" in drawn
    assert "就这样约" in drawn, "the last result is still there"
    assert client.post(f"/schedule/plan/{plan.public_id}/stop/").status_code == 422


def test_places_are_named_and_ways_written_down(cast, page, signed_in):
    client = signed_in(cast.zhang)
    home = f"home-{cast.household.public_id}"
    assert 'value="城东街道"' in client.get(f"{page}places/").content.decode()
    pair = {"pair-0": "|城东街道", "way-0": "25"}

    refused = client.post(f"{page}places/", pair | {home: "1号楼"})
    assert refused.status_code == 422
    assert 'value="25"' in refused.content.decode()
    assert not Way.objects.exists()
    assert client.post(f"{page}places/", {"pair-0": "|城东街道", "way-0": "soon"}).status_code == 422
    assert client.post(f"{page}places/", {"pair-0": "|城东街道", "way-0": "999"}).status_code == 422

    assert client.post(f"{page}places/", pair | {home: "阳光小区"}).status_code == 302
    cast.household.refresh_from_db()
    assert cast.household.neighbourhood == "阳光小区"
    assert Way.objects.get().minutes == 25


def test_the_principal_sees_and_changes_nothing(cast, page, signed_in):
    plan = plan_of(cast)
    client = signed_in(cast.wang)

    drawn = client.get(page).content.decode()
    assert "陈小满" in drawn
    assert "就这样约" not in drawn
    for address in (f"{page}ask/", f"{page}half-day/", f"{page}places/", f"/schedule/plan/{plan.public_id}/agree/"):
        assert client.post(address).status_code == 404


@pytest.mark.parametrize("who", ["stranger", "sun"])
def test_a_teacher_of_another_school_or_class_finds_nothing(cast, page, signed_in, who):
    plan = plan_of(cast, PlanState.WAITING)
    client = signed_in(getattr(cast, who))

    assert client.get(page).status_code == 404
    assert client.get(f"{page}places/").status_code == 404
    for address in (f"{page}ask/", f"{page}half-day/", f"/schedule/plan/{plan.public_id}/stop/"):
        assert client.post(address).status_code == 404


def test_only_post_writes_and_what_cannot_be_read_is_refused(cast, page, signed_in):
    client = signed_in(cast.zhang)

    assert client.get(f"{page}ask/").status_code == 405
    assert client.post(page).status_code == 405
    for half in ({}, {"on": "gestern", "half": "morning"}, {"on": cast.today.isoformat(), "half": "night"}):
        assert client.post(f"{page}half-day/", half).status_code == 422
    assert signed_in(cast.zhao).get(page).status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_families(cast, page, signed_in):
    client = signed_in(cast.zhang)

    def queries() -> int:
        plan_of(cast)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(page).status_code == 200
            assert client.get(f"{page}places/").status_code == 200
        return len(asked)

    few = queries()
    for n in range(6):
        sign_up(cast, cast.make_household(child=f"孩子{n}", phone=f"1391234{n:04d}"))
    assert queries() <= few + 1  # who would be pushed out is looked up once
