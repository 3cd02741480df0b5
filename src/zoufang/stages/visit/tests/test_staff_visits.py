"""Visits to members of staff: whom, what is said, who reads it, what becomes of it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zoufang.ground.accounts.states import Role
from zoufang.stages.assignment.models import StaffBond
from zoufang.stages.problem.models import Problem
from zoufang.stages.visit.models import StaffVisit
from zoufang.stages.visit.states import VisitState


@pytest.fixture
def bond(cast):
    assert cast.campaign
    return bind(cast, cast.qian, cast.zhang)


def bind(cast, visitor, visited):
    since = cast.today - timedelta(days=3)
    return StaffBond.objects.create(school=cast.school, visitor=visitor, visited=visited, since=since)


def begun(cast, bond, signed_in):
    signed_in(bond.visitor).post(f"/visit/staff/begin/{bond.public_id}/")
    return StaffVisit.objects.get(visited=bond.visited)


def said(cast, **change):
    return {
        "place": "办公室",
        "on": cast.noon.date().isoformat(),
        "clock": "12:00",
        "difficulties_at_work": "材料太多",
        "difficulties_in_life": "上班太远",
        "suggestions": "",
        "pass_on": ["difficulties_at_work", "suggestions"],
    } | change


def finish(client, visit, data):
    return client.post(f"/visit/staff/{visit.public_id}/finish/", data)


def test_what_is_marked_becomes_a_confidential_problem_and_nothing_else_does(cast, bond, signed_in):
    visit = begun(cast, bond, signed_in)

    assert finish(signed_in(cast.qian), visit, said(cast)).status_code == 302

    visit.refresh_from_db()
    assert visit.state == VisitState.DONE
    problem = Problem.objects.get()
    assert (problem.text, problem.source, problem.is_confidential) == ("材料太多", "staff_visit", True)
    assert problem.staff_visit == visit
    assert problem.household is None


def test_the_list_says_n_of_n(cast, bond, signed_in):
    bind(cast, cast.qian, cast.li)
    finish(signed_in(cast.qian), begun(cast, bond, signed_in), said(cast))

    page = signed_in(cast.qian).get("/visit/staff/").content.decode()

    assert "/ 2" in page
    assert "张老师" in page


def test_a_draft_is_kept_and_an_incomplete_one_refused_with_what_was_typed(cast, bond, signed_in):
    visit, client = begun(cast, bond, signed_in), signed_in(cast.qian)

    assert client.post(f"/visit/staff/{visit.public_id}/record/", said(cast, place="")).status_code == 302
    response = finish(client, visit, said(cast, place="", difficulties_in_life="路远"))

    assert response.status_code == 422
    assert "在哪里谈的" in response.content.decode()
    assert "路远" in response.content.decode()
    assert not Problem.objects.exists()


def test_the_principal_reads_what_was_said_and_writes_nothing(cast, bond, signed_in):
    visit = begun(cast, bond, signed_in)
    finish(signed_in(cast.qian), visit, said(cast))
    client = signed_in(cast.wang)

    assert "上班太远" in client.get(f"/visit/staff/{visit.public_id}/").content.decode()
    assert finish(client, visit, said(cast)).status_code == 404


@pytest.mark.parametrize("who", ["wu", "zhang", "zhou", "stranger", "zhao"])
def test_nobody_else_reads_it(cast, bond, signed_in, who):
    visit = begun(cast, bond, signed_in)
    client = signed_in(getattr(cast, who))

    assert client.get(f"/visit/staff/{visit.public_id}/").status_code == 404
    assert finish(client, visit, said(cast)).status_code == 404
    assert client.post(f"/visit/staff/begin/{bond.public_id}/").status_code == 404


def test_a_manager_visits_those_bound_to_her(cast, signed_in):
    assert cast.campaign
    visit = begun(cast, bind(cast, cast.wu, cast.sun), signed_in)

    assert signed_in(cast.wu).get(f"/visit/staff/{visit.public_id}/").status_code == 200


def test_a_leader_of_another_school_finds_nothing(cast, bond, signed_in):
    visit = begun(cast, bond, signed_in)
    other = cast.person("feng", "冯园长", Role.PRINCIPAL, cast.other_school)

    assert signed_in(other).get(f"/visit/staff/{visit.public_id}/").status_code == 404


def test_finishing_twice_has_one_effect(cast, bond, signed_in):
    visit = begun(cast, bond, signed_in)
    finish(signed_in(cast.qian), visit, said(cast))

    assert finish(signed_in(cast.qian), visit, said(cast)).status_code == 422
    assert Problem.objects.count() == 1


def test_wrong_verbs(cast, bond, signed_in):
    visit, client = begun(cast, bond, signed_in), signed_in(cast.qian)

    assert client.get(f"/visit/staff/{visit.public_id}/finish/").status_code == 405
    assert client.get(f"/visit/staff/begin/{bond.public_id}/").status_code == 405
    assert client.post("/visit/staff/").status_code == 405


def test_the_number_of_queries_does_not_grow_with_the_staff(cast, bond, signed_in):
    client = signed_in(cast.qian)
    begun(cast, bond, signed_in)

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/visit/staff/").status_code == 200
        return len(asked)

    few = queries()
    for n in range(6):
        teacher = cast.person(f"teacher{n}", f"老师{n}", Role.TEACHER, cast.other_class)
        begun(cast, bind(cast, cast.qian, teacher), signed_in)
    assert queries() == few


def test_the_draft_is_kept_at_each_change_and_says_when(cast, bond, signed_in):
    visit, client = begun(cast, bond, signed_in), signed_in(cast.qian)
    address, headers = f"/visit/staff/{visit.public_id}/record/", {"HX-Request": "true", "HX-Target": "kept"}
    assert "写一点就存一点" in client.get(f"/visit/staff/{visit.public_id}/").content.decode()

    kept = client.post(address, said(cast), headers=headers).content.decode()
    wrong = client.post(address, said(cast, clock="25:99"), headers=headers)

    assert kept.strip().startswith('<div id="kept">')
    assert "已存" in kept
    assert wrong.status_code == 422
    assert "看不懂" in wrong.content.decode()
    visit.refresh_from_db()
    assert visit.difficulties_at_work == "材料太多"
