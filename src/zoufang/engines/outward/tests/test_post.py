"""Against a real HTTPS server on this machine (tests/robot_server.py)."""

import json
import socket
import time

import pytest
from tests.robot_server import DINGTALK, WECOM

from zoufang.engines import outward
from zoufang.engines.outward import NotReached, PerhapsReached, door_of, post

JSON = {"Content-Type": "application/json; charset=utf-8"}
BODY = json.dumps({"msgtype": "text", "text": {"content": "您好"}}).encode()
REAL_DOOR, REAL_TRUST = outward.door_of, outward.trusted


def test_the_answer_comes_back_whole(robots):
    status, body = post(WECOM, BODY, JSON)
    assert (status, json.loads(body)["errcode"]) == (200, 0)
    assert robots.said["we-key-5566"] == ["您好"]


def test_a_redirect_is_not_followed(robots):
    robots.mood = "redirect"
    assert post(WECOM, BODY, JSON)[0] == 307
    assert len(robots.requests) == 1


def test_no_more_than_64_kib_are_read(robots):
    robots.mood = "flood"
    assert len(post(WECOM, BODY, JSON)[1]) == outward.MOST_BYTES


@pytest.mark.parametrize("mood", ["hang", "trickle"])
def test_who_answers_too_slowly_is_left_and_may_have_taken_it(robots, monkeypatch, mood):
    robots.mood = mood
    monkeypatch.setattr(outward, "ANSWER_SECONDS", 0.5)
    monkeypatch.setattr(outward, "WHOLE_SECONDS", 0.8)
    began = time.monotonic()
    with pytest.raises(PerhapsReached) as slow:
        post(WECOM, BODY, JSON)
    assert time.monotonic() - began < 2.5
    assert "5566" not in slow.value.words


def test_a_certificate_of_somebody_else_is_not_trusted(robots, monkeypatch):
    monkeypatch.setattr(outward, "trusted", REAL_TRUST)
    with pytest.raises(NotReached) as refused:
        post(DINGTALK, BODY, JSON)
    assert robots.requests == []
    assert "7788" not in refused.value.words


def test_a_certificate_for_another_name_is_not_trusted(robots):
    with pytest.raises(NotReached):
        post("https://open.larksuite.com/open-apis/bot/v2/hook/x", BODY, JSON)
    assert robots.requests == []


@pytest.mark.parametrize("address", ["http://oapi.dingtalk.com/x", "https://oapi.dingtalk.com:8443/x", "https:///x"])
def test_only_https_at_443(robots, address):
    with pytest.raises(NotReached):
        post(address, BODY, JSON)


def test_nobody_there(robots, monkeypatch):
    robots.stop()
    with pytest.raises(NotReached) as away:
        post(WECOM, BODY, JSON)
    assert "qyapi.weixin.qq.com" in away.value.words
    robots.start()


@pytest.mark.parametrize("inner", ["127.0.0.1", "10.0.0.8", "100.100.100.200", "::ffff:169.254.169.254", "64:ff9b::1"])
def test_a_name_that_leads_inside_is_not_called_even_beside_a_public_one(monkeypatch, inner):
    found = [(0, 0, 0, "", (each, 443)) for each in ("203.119.1.1", inner)]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    with pytest.raises(NotReached) as refused:
        door_of("oapi.dingtalk.com")
    assert "内部网络" in refused.value.words


def test_a_public_name_is_called_at_the_address_that_was_checked(monkeypatch):
    found = [(0, 0, 0, "", (each, 443)) for each in ("2400:3200::1", "203.119.1.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    assert door_of("oapi.dingtalk.com") == ("203.119.1.1", 443)


def test_a_name_that_nobody_knows(monkeypatch):
    def unknown(*_, **__):
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(NotReached):
        door_of("oapi.dingtalk.com")
