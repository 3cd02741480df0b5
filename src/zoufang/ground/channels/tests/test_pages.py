"""The page of a class's robots."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.robot_server import DINGTALK, WECOM

from zoufang.ground.channels.models import Robot
from zoufang.ground.outbox.actions import deliver_due


@pytest.fixture
def place(cast):
    _ = cast.campaign
    return f"/channels/class/{cast.klass.public_id}/robots/"


def added(client, place, **said):
    return client.post(place, {"kind": "dingtalk", "address": DINGTALK, "secret": "SECabc"} | said)


def test_a_teacher_adds_her_groups_robot_tries_it_and_sees_what_it_said(cast, place, signed_in, robots):
    robots.secrets["ding-token-7788"] = "SECabc"
    client = signed_in(cast.zhang)
    assert added(client, place).status_code == 302
    robot = Robot.objects.get()
    assert client.post(f"{place}{robot.public_id}/test/").status_code == 302
    assert "正在发" in client.get(place).content.decode()
    deliver_due(worker="w")
    shown = client.get(place).content.decode()

    assert "已发到群里" in shown
    assert "测试消息" in robots.said["ding-token-7788"][0]


def test_what_is_kept_is_never_shown_again(cast, place, signed_in):
    client = signed_in(cast.zhang)
    added(client, place)
    answer = client.get(place)

    assert "…7788" in answer.content.decode()
    assert "ding-token" not in answer.content.decode()
    assert "SECabc" not in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]


def test_what_failed_stands_there_with_the_robots_words(cast, place, signed_in, robots):
    robots.tokens.clear()
    client = signed_in(cast.zhang)
    added(client, place)
    client.post(f"{place}{Robot.objects.get().public_id}/test/")
    deliver_due(worker="w")

    assert "300005 token is not exist" in client.get(place).content.decode()


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"address": "http://oapi.dingtalk.com/robot/send?access_token=a"}, "Webhook"),
        ({"address": WECOM}, "Webhook"),
        ({"address": ""}, "请粘贴"),
        ({"kind": ""}, "请先选"),
        ({"kind": "slack"}, "请先选"),
        ({"address": DINGTALK + "x" * 600}, "太长"),
        ({"secret": "x" * 300}, "太长"),
    ],
)
def test_bad_input_is_refused_and_nothing_typed_is_lost(cast, place, signed_in, said, words):
    answer = added(signed_in(cast.zhang), place, **said)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert said.get("secret", "SECabc") in answer.content.decode()
    assert not Robot.objects.exists()


def test_a_second_robot_of_the_same_kind_waits_until_the_first_is_removed(cast, place, signed_in):
    client = signed_in(cast.zhou)
    added(client, place)
    assert added(client, place).status_code == 422
    client.post(f"{place}{Robot.objects.get().public_id}/remove/")
    assert added(client, place).status_code == 302


def test_colleagues_and_strangers_find_nothing(cast, place, signed_in):
    added(signed_in(cast.zhang), place)
    robot = Robot.objects.get()
    assert signed_in(cast.li).get(place).status_code == 200
    assert signed_in(cast.wang).get(place).status_code == 200
    for user in (cast.sun, cast.stranger, cast.qian, cast.zhao, cast.he):
        client = signed_in(user)
        assert client.get(place).status_code == 404
        assert added(client, place).status_code == 404
        for act in ("test", "remove"):
            assert client.post(f"{place}{robot.public_id}/{act}/").status_code == 404
    assert Robot.objects.count() == 1


def test_a_robot_is_found_only_at_its_own_class(cast, place, signed_in):
    added(signed_in(cast.zhang), place)
    there = f"/channels/class/{cast.other_class.public_id}/robots/{Robot.objects.get().public_id}"
    assert signed_in(cast.wang).post(f"{there}/remove/").status_code == 404


def test_the_wrong_verb(cast, place, signed_in):
    added(signed_in(cast.zhang), place)
    for act in ("test", "remove"):
        assert signed_in(cast.zhang).get(f"{place}{Robot.objects.get().public_id}/{act}/").status_code == 405


def test_queries_do_not_grow_with_robots(cast, place, signed_in):
    client = signed_in(cast.zhang)
    added(client, place)
    client.post(f"{place}{Robot.objects.get().public_id}/test/")
    client.get(place)
    with CaptureQueriesContext(connection) as few:
        client.get(place)
    added(client, place, kind="wecom", address=WECOM)
    client.post(f"{place}{Robot.objects.get(kind='wecom').public_id}/test/")
    with CaptureQueriesContext(connection) as many:
        client.get(place)

    assert len(many) == len(few)
