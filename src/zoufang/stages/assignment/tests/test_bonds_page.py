"""Leaders and the staff members they visit: the pages' six."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from zoufang.ground.journal.models import JournalEntry
from zoufang.stages.assignment.actions import bind_staff
from zoufang.stages.assignment.models import StaffBond
from zoufang.stages.assignment.queries import bonds_of, bonds_to_visit, staff_without_bond


@pytest.fixture
def school(cast):
    _ = cast.zhang, cast.li, cast.sun, cast.wang, cast.qian, cast.wu, cast.zhou
    return cast.school


def text_of(response):
    return response.content.decode()


def bound(cast, visitor, visited):
    return bind_staff(
        school=cast.school,
        visitor=visitor,
        visited=visited,
        since=cast.today,
        by=cast.actor(cast.wang),
        at=timezone.now(),
    )


def bind(client, visitor, *visited):
    return client.post(
        "/assignment/bonds/bind/",
        {"visitor": visitor.public_id, "visited": [each.public_id for each in visited]},
    )


@pytest.mark.parametrize("who", ["wang", "zhou"])
def test_principal_and_clerk_bind_and_see_who_is_without(cast, school, signed_in, who):
    client = signed_in(getattr(cast, who))

    assert bind(client, cast.qian, cast.zhang, cast.li).status_code == 302

    assert set(StaffBond.objects.values_list("visitor", "visited")) == {
        (cast.qian.pk, cast.zhang.pk),
        (cast.qian.pk, cast.li.pk),
    }
    assert {each.name for each in staff_without_bond(school, cast.today)} == {"孙老师", "周干事"}
    shown = text_of(client.get("/assignment/bonds/"))
    assert '<span class="number">2</span> <span class="soft">/ 4' in shown
    assert JournalEntry.objects.filter(act="assignment.staff_bound").count() == 2
    assert "2 位教职工还没有人联系" in text_of(client.get("/assignment/"))


def test_a_leader_sees_whom_she_visits_and_a_teacher_who_visits_her(cast, school, signed_in):
    bound(cast, cast.qian, cast.zhang)
    bound(cast, cast.wu, cast.li)

    hers = text_of(signed_in(cast.qian).get("/assignment/bonds/"))
    assert "张老师" in hers
    assert "李老师" not in hers
    assert [each.visited for each in bonds_to_visit(cast.actor(cast.qian), on=cast.today)] == [cast.zhang]
    assert "钱副园长" in text_of(signed_in(cast.zhang).get("/assignment/"))
    assert bonds_of(cast.actor(cast.li)).count() == 1
    assert bonds_of(cast.actor(cast.stranger)).count() == 0


def test_the_proposal_is_confirmed_by_a_person_who_may_change_it(cast, school, signed_in):
    client = signed_in(cast.wang)
    shown = text_of(client.get("/assignment/bonds/spread/"))
    assert shown.count(" selected") == 4
    assert not StaffBond.objects.exists()

    said = {f"for-{each.public_id}": cast.qian.public_id for each in (cast.zhang, cast.li)}
    said[f"for-{cast.sun.public_id}"] = cast.wu.public_id
    said[f"for-{cast.zhou.public_id}"] = ""
    assert client.post("/assignment/bonds/spread/", said).status_code == 302

    assert StaffBond.objects.count() == 3
    assert [each.name for each in staff_without_bond(school, cast.today)] == ["周干事"]
    refused = client.post("/assignment/bonds/spread/", {})
    assert refused.status_code == 422
    assert "至少为一位" in text_of(refused)


def test_a_bond_ends_and_the_member_is_without_again(cast, school, signed_in):
    bond = bound(cast, cast.qian, cast.zhang)
    client = signed_in(cast.wang)

    assert client.post(f"/assignment/bonds/{bond.public_id}/end/").status_code == 302

    bond.refresh_from_db()
    assert bond.until == cast.today
    assert cast.zhang in staff_without_bond(school, cast.today)
    assert client.post(f"/assignment/bonds/{bond.public_id}/end/").status_code == 422
    assert bound(cast, cast.wu, cast.zhang).visitor == cast.wu


def test_wrong_bonds_are_refused_with_reasons_and_nothing_is_half_done(cast, school, signed_in):
    client = signed_in(cast.wang)
    bound(cast, cast.qian, cast.zhang)

    for visitor, visited, words in (
        (cast.wu, [cast.li, cast.zhang], "已由钱副园长联系"),
        (cast.li, [cast.sun], "请选择由谁联系"),
        (cast.wu, [], "至少选择一位"),
        (cast.wu, [cast.wu], "自己走访自己"),
        (cast.wu, [cast.stranger], "至少选择一位"),
    ):
        refused = bind(client, visitor, *visited)
        assert refused.status_code == 422
        assert words in text_of(refused)
    assert StaffBond.objects.count() == 1


def test_binding_the_same_twice_has_one_effect(cast, school, signed_in):
    client = signed_in(cast.wang)
    bind(client, cast.qian, cast.zhang)

    assert bind(client, cast.qian, cast.zhang).status_code == 302
    assert StaffBond.objects.count() == 1


@pytest.mark.parametrize("who", ["zhang", "qian", "wu", "zhao", "stranger"])
def test_others_bind_and_end_nothing(cast, school, signed_in, who):
    bond = bound(cast, cast.qian, cast.zhang)
    client = signed_in(getattr(cast, who))

    assert bind(client, cast.qian, cast.li).status_code == 404
    assert client.get("/assignment/bonds/spread/").status_code == 404
    assert client.post(f"/assignment/bonds/{bond.public_id}/end/").status_code == 404


def test_a_principal_of_another_school_ends_no_bond_here(cast, school, signed_in):
    bond = bound(cast, cast.qian, cast.zhang)
    other = cast.person("other", "外园园长", "principal", cast.other_school)

    assert signed_in(other).post(f"/assignment/bonds/{bond.public_id}/end/").status_code == 404


def test_only_post_binds(cast, school, signed_in):
    client = signed_in(cast.wang)

    assert client.get("/assignment/bonds/bind/").status_code == 405
    assert client.post("/assignment/bonds/").status_code == 405


def test_the_number_of_queries_does_not_grow_with_the_staff(cast, school, signed_in):
    client = signed_in(cast.wang)

    def count(where):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(where).status_code == 200
        return len(asked)

    places = ("/assignment/bonds/", "/assignment/bonds/spread/")
    bound(cast, cast.qian, cast.zhang)
    few = [count(each) for each in places]
    for n in range(10):
        person = cast.person(f"more{n}", f"教师{n}", "teacher", cast.klass)
        if n % 2:
            bound(cast, cast.wu, person)
    assert [count(each) for each in places] == few
