"""Who appoints whom, where a role is held, and how names and phones are kept."""

from datetime import date

import pytest

from zoufang.ground.accounts import rules
from zoufang.ground.accounts.states import Role
from zoufang.ground.org.rules import bare_class_name, grade_and_number
from zoufang.ground.org.states import Grade, UnitKind

RANK = list(Role)
TODAY = date(2026, 9, 1)


@pytest.mark.parametrize("holder", list(Role))
@pytest.mark.parametrize("role", list(Role))
def test_nobody_appoints_above_their_own_place(holder, role):
    if rules.is_appointed_by(role, holder):
        assert RANK.index(role) >= RANK.index(holder)


@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.LEADER, Role.MIDDLE_MANAGER, Role.CLERK, Role.TEACHER])
def test_only_administrators_and_principals_appoint(role):
    assert not any(rules.is_appointed_by(other, role) for other in Role)


def test_only_the_district_puts_someone_at_the_head_of_a_school():
    assert [holder for holder in Role if rules.is_appointed_by(Role.PRINCIPAL, holder)] == [Role.DISTRICT_ADMIN]


@pytest.mark.parametrize(
    ("role", "kind", "fits"),
    [
        (Role.TEACHER, UnitKind.CLASS, True),
        (Role.TEACHER, UnitKind.DISTRICT, False),
        (Role.PRINCIPAL, UnitKind.CLASS, False),
        (Role.INSPECTOR, UnitKind.CITY, True),
        (Role.INSPECTOR, UnitKind.SCHOOL, False),
    ],
)
def test_a_role_is_held_where_it_belongs(role, kind, fits):
    assert (rules.what_is_wrong_with_post(role=role, kind=kind, since=TODAY, until=None) == []) is fits


def test_a_post_does_not_end_before_it_begins():
    wrong = rules.what_is_wrong_with_post(role=Role.CLERK, kind=UnitKind.SCHOOL, since=TODAY, until=date(2026, 8, 31))

    assert wrong == ["任职结束日期早于开始日期,请改正"]


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("13812345678", "13812345678"),
        ("+86 138-1234-5678", "13812345678"),
        ("８６１３８１２３４５６７８", "13812345678"),
        ("（0533）4123456", "05334123456"),
        ("138 1234 567x", "138 1234 567x"),
        ("", ""),
    ],
)
def test_a_phone_is_kept_as_digits(written, kept):
    assert rules.bare_phone(written) == kept


@pytest.mark.parametrize(
    ("written", "role"),
    [
        ("园长", Role.PRINCIPAL),
        ("副园长", Role.LEADER),
        ("班子成员", Role.LEADER),
        ("中层", Role.MIDDLE_MANAGER),
        ("主任(后勤)", Role.MIDDLE_MANAGER),
        ("整理提报专人", Role.CLERK),
        (" 班 主 任 ", Role.TEACHER),
        ("配班", Role.TEACHER),
        ("厨师", None),
        ("", None),
    ],
)
def test_schools_words_for_roles(written, role):
    assert rules.role_named(written) == role


@pytest.mark.parametrize("written", ["小（1）班", "小(一)班", "小 1 班", "小班一班", "小一班", "小1", "小班1"])
def test_one_class_written_many_ways(written):
    assert grade_and_number(written) == (Grade.JUNIOR, 1)
    assert bare_class_name(written) == bare_class_name("小（1）班")


def test_a_class_without_grade_and_number_keeps_its_name():
    assert grade_and_number("海豚班") is None
    assert bare_class_name(" 海豚 班") == "海豚班"


def test_nobody_is_left_without_a_post_by_their_own_hand():
    assert rules.would_be_left_without_post(own=True, held_posts=1)
    assert not rules.would_be_left_without_post(own=True, held_posts=2)
    assert not rules.would_be_left_without_post(own=False, held_posts=1)
