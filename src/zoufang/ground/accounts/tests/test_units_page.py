"""The organisation page: the tree of the own district, of any depth."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zoufang.ground.accounts.states import Role
from zoufang.ground.journal.models import JournalEntry
from zoufang.ground.org.actions import found_class, found_unit
from zoufang.ground.org.models import Unit
from zoufang.ground.org.states import UnitKind

UNITS = "/account/units/"


def text(response):
    return response.content.decode()


def add(client, place, **change):
    return client.post(f"{UNITS}add/", {"name": "城南幼儿园", "kind": "school", "parent": place.public_id} | change)


def test_the_tree_shows_schools_with_classes_and_staff(cast, signed_in):
    assert cast.zhang
    assert cast.wang
    assert cast.other_school

    shown = text(signed_in(cast.he).get(UNITS))

    assert "城东幼儿园" in shown
    assert "1 个班" in shown
    assert shown.count("还没有园长") == 1


@pytest.mark.parametrize("who", ["wang", "zhang", "zhao", "qian"])
def test_nobody_else_finds_it(cast, signed_in, who):
    client = signed_in(getattr(cast, who))

    assert client.get(UNITS).status_code == 404
    assert add(client, cast.district).status_code == 404


@pytest.mark.parametrize("path", ["rename", "close"])
def test_a_school_of_another_district_is_not_found(cast, signed_in, path):
    elsewhere = found_unit(name="淄川区", kind=UnitKind.DISTRICT)
    school = found_unit(name="邻区幼儿园", kind=UnitKind.SCHOOL, parent=elsewhere)

    assert signed_in(cast.he).post(f"{UNITS}{school.public_id}/{path}/", {"name": "改"}).status_code == 404
    assert "邻区幼儿园" not in text(signed_in(cast.he).get(UNITS))
    assert add(signed_in(cast.he), elsewhere).status_code == 422


@pytest.mark.parametrize("path", ["add/", "{}/rename/", "{}/close/"])
def test_deeds_are_posted(cast, signed_in, path):
    assert signed_in(cast.he).get(UNITS + path.format(cast.school.public_id)).status_code == 405


def test_a_school_is_added(cast, signed_in):
    response = add(signed_in(cast.he), cast.district)

    assert response.status_code == 302
    assert Unit.objects.get(name="城南幼儿园").get_parent() == cast.district
    assert "unit.founded" in set(JournalEntry.objects.values_list("act", flat=True))


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"name": " "}, "请写出单位名称"),
        ({"name": "城东幼儿园"}, "已经有"),
        ({"kind": "class"}, "请选择类别"),
        ({"kind": ""}, "请选择类别"),
        ({"parent": "x"}, "请选择上级"),
    ],
)
def test_a_refusal_says_why_and_keeps_what_was_typed(cast, signed_in, change, reason):
    assert cast.school

    response = add(signed_in(cast.he), cast.district, **change)

    assert response.status_code == 422
    assert reason in text(response)
    assert change.get("name", "城南幼儿园") in text(response)


def test_any_depth(cast, signed_in):
    city = found_unit(name="淄博市", kind=UnitKind.CITY)
    district = found_unit(name="张店区", kind=UnitKind.DISTRICT, parent=city)
    mayor = cast.person("city", "市级管理员", Role.DISTRICT_ADMIN, city)
    client = signed_in(mayor)

    assert add(client, district).status_code == 302
    assert add(client, city, name="桓台县", kind="district").status_code == 302
    assert add(client, district, name="某市", kind="city").status_code == 422
    shown = text(client.get(UNITS))
    assert shown.index("张店区</strong>") < shown.index("城南幼儿园</strong>") < shown.index("桓台县</strong>")


def test_a_school_is_renamed(cast, signed_in):
    signed_in(cast.he).post(f"{UNITS}{cast.school.public_id}/rename/", {"name": "城东中心幼儿园"})

    assert Unit.objects.get(pk=cast.school.pk).name == "城东中心幼儿园"


@pytest.mark.parametrize("name", ["", "城西幼儿园", "长" * 81])
def test_a_name_that_is_none_or_taken_is_refused(cast, signed_in, name):
    assert cast.other_school

    assert signed_in(cast.he).post(f"{UNITS}{cast.school.public_id}/rename/", {"name": name}).status_code == 422


def test_the_own_place_is_not_the_administrators_to_change(cast, signed_in):
    assert signed_in(cast.he).post(f"{UNITS}{cast.district.public_id}/rename/", {"name": "大区"}).status_code == 422


def test_a_school_with_people_in_it_does_not_close(cast, signed_in):
    assert cast.zhang

    response = signed_in(cast.he).post(f"{UNITS}{cast.school.public_id}/close/")

    assert response.status_code == 422
    assert "还有 1 人在这里任职" in text(response)


def test_an_empty_school_closes_with_its_classes(cast, signed_in):
    klass = cast.strange_class
    client = signed_in(cast.he)

    assert client.post(f"{UNITS}{cast.other_school.public_id}/close/").status_code == 302

    assert Unit.objects.get(pk=klass.pk).closed_on is not None
    assert "城西幼儿园" not in text(client.get(UNITS))
    assert client.post(f"{UNITS}{cast.other_school.public_id}/close/").status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_units(cast, signed_in):
    client = signed_in(cast.he)
    assert cast.zhang

    def count():
        with CaptureQueriesContext(connection) as asked:
            assert client.get(UNITS).status_code == 200
        return len(asked)

    few = count()
    for n in range(8):
        school = found_unit(name=f"幼儿园{n}", kind=UnitKind.SCHOOL, parent=cast.district)
        found_class(school=school, name="小（1）班", entry_year=2026, class_number=1)
    assert count() == few
