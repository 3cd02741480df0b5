"""Classes with their teachers: the pages' six."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zoufang.ground.accounts.models import Post
from zoufang.ground.journal.models import JournalEntry
from zoufang.ground.org.actions import found_class
from zoufang.ground.org.rules import school_year


def text_of(response):
    return response.content.decode()


def class_page(cast):
    return f"/assignment/class/{cast.klass.public_id}/"


def assign(client, klass, teacher, since):
    said = {"teacher": teacher.public_id, "since": since if isinstance(since, str) else since.isoformat()}
    return client.post(f"/assignment/class/{klass.public_id}/assign/", said)


@pytest.mark.parametrize("who", ["wang", "zhou", "qian", "wu"])
def test_leaders_see_every_class_and_where_teachers_are_missing(cast, signed_in, who):
    _ = cast.zhang, cast.li, cast.sun

    shown = text_of(signed_in(getattr(cast, who)).get("/assignment/"))

    assert "张老师" in shown
    assert "孙老师" in shown
    assert shown.count("还差 1 位") == 1


def test_a_teacher_sees_her_own_class_and_colleague_only(cast, signed_in):
    _ = cast.li, cast.sun
    client = signed_in(cast.zhang)

    shown = text_of(client.get("/assignment/"))

    assert "李老师" in shown
    assert "孙老师" not in shown
    assert "李老师" in text_of(client.get(class_page(cast)))
    assert "安排一位教师" not in text_of(client.get(class_page(cast)))
    assert client.get(f"/assignment/class/{cast.other_class.public_id}/").status_code == 404


@pytest.mark.parametrize("who", ["stranger", "zhao"])
def test_others_find_nothing(cast, signed_in, who):
    client = signed_in(getattr(cast, who))

    assert client.get(class_page(cast)).status_code == 404
    assert assign(client, cast.klass, cast.sun, cast.today).status_code == 404


@pytest.mark.parametrize("who", ["zhang", "qian", "wu"])
def test_those_who_see_do_not_assign(cast, signed_in, who):
    assert assign(signed_in(getattr(cast, who)), cast.klass, cast.sun, cast.today).status_code == 404


def test_only_post_assigns(cast, signed_in):
    client = signed_in(cast.wang)

    assert client.get(f"{class_page(cast)}assign/").status_code == 405
    assert client.post(class_page(cast)).status_code == 405


@pytest.mark.parametrize("who", ["wang", "zhou"])
def test_a_teacher_is_assigned_with_a_date(cast, signed_in, who):
    _ = cast.zhang
    soon = cast.today + timedelta(days=3)

    assert assign(signed_in(getattr(cast, who)), cast.klass, cast.sun, soon).status_code == 302

    post = Post.objects.get(user=cast.sun, unit=cast.klass)
    assert (post.since, post.until, post.role) == (soon, None, "teacher")
    assert JournalEntry.objects.filter(act="assignment.teacher_assigned").count() == 1
    shown = text_of(signed_in(cast.wang).get(class_page(cast)))
    assert "还没到岗" in shown
    assert "还差 1 位" in shown


def test_a_post_to_come_is_brought_forward_not_doubled(cast, signed_in):
    client = signed_in(cast.wang)
    assign(client, cast.klass, cast.sun, cast.today + timedelta(days=30))

    assert assign(client, cast.klass, cast.sun, cast.today).status_code == 302
    assert Post.objects.get(user=cast.sun, unit=cast.klass).since == cast.today


def test_wrong_assignments_are_refused_with_reasons(cast, signed_in):
    client = signed_in(cast.wang)
    _ = cast.zhang

    for teacher, since, words in (
        (cast.zhang, cast.today, "已经在这个班"),
        (cast.zhang, cast.today - timedelta(days=300), "已经在这个班"),
        (cast.stranger, cast.today, "请重新选择老师"),
        (cast.sun, "明天", "日期请写成"),
        (cast.sun, "2050-01-01", "核对年份"),
    ):
        refused = assign(client, cast.klass, teacher, since)
        assert refused.status_code == 422
        assert words in text_of(refused)


def test_the_number_of_queries_does_not_grow_with_classes(cast, signed_in):
    client = signed_in(cast.wang)
    _ = cast.zhang

    def count():
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/assignment/").status_code == 200
        return len(asked)

    few = count()
    for n in range(3, 12):
        klass, _new = found_class(
            school=cast.school, name=f"小（{n}）班", entry_year=school_year(cast.today), class_number=n
        )
        cast.person(f"more{n}", f"教师{n}", "teacher", klass)
    assert count() == few
