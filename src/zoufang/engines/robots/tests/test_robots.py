import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest

from zoufang.engines.robots import LONGEST_BYTES, Fate, Kind, fitted, message, read_answer, what_an_address_lacks

NOW = datetime(2025, 3, 7, 9, 30, tzinfo=UTC)
DINGTALK = "https://oapi.dingtalk.com/robot/send?access_token=abc123"
WECOM = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1-2-3"
FEISHU = "https://open.feishu.cn/open-apis/bot/v2/hook/1-2-3"


def built(kind, address, secret="SECx+/="):
    sent = message(kind, address=address, secret=secret, text="您好:\n自愿参加", now=NOW)
    return sent.address, json.loads(sent.body)


def test_dingtalk_signs_the_milliseconds_in_the_address():
    address, said = built(Kind.DINGTALK, DINGTALK)
    query = parse_qs(urlsplit(address).query, strict_parsing=True)
    wanted = hmac.digest(b"SECx+/=", b"1741339800000\nSECx+/=", hashlib.sha256)
    assert query == {
        "access_token": ["abc123"],
        "timestamp": ["1741339800000"],
        "sign": [base64.b64encode(wanted).decode()],
    }
    assert said == {"msgtype": "text", "text": {"content": "您好:\n自愿参加"}}


def test_a_plus_in_a_signature_stays_a_plus():
    secret = next(each for each in map(str, range(1_000)) if "+" in signature(each))
    address, _ = built(Kind.DINGTALK, DINGTALK, secret)
    assert parse_qs(urlsplit(address).query)["sign"] == [signature(secret)]


def signature(secret):
    return base64.b64encode(hmac.digest(secret.encode(), f"1741339800000\n{secret}".encode(), hashlib.sha256)).decode()


def test_feishu_signs_nothing_with_the_seconds_as_key():
    address, said = built(Kind.FEISHU, FEISHU)
    wanted = hmac.digest(b"1741339800\nSECx+/=", b"", hashlib.sha256)
    assert address == FEISHU
    assert said == {
        "msg_type": "text",
        "content": {"text": "您好:\n自愿参加"},
        "timestamp": "1741339800",
        "sign": base64.b64encode(wanted).decode(),
    }


def test_wecom_does_not_sign():
    assert built(Kind.WECOM, WECOM) == (WECOM, {"msgtype": "text", "text": {"content": "您好:\n自愿参加"}})


@pytest.mark.parametrize(("kind", "address"), [(Kind.DINGTALK, DINGTALK), (Kind.FEISHU, FEISHU)])
def test_without_a_secret_nothing_is_signed(kind, address):
    sent, said = built(kind, address, secret="")
    assert sent == address
    assert "sign" not in said


@pytest.mark.parametrize(
    ("kind", "status", "body", "fate"),
    [
        (Kind.DINGTALK, 200, {"errcode": 0, "errmsg": "ok"}, Fate.DELIVERED),
        (Kind.DINGTALK, 200, {"errcode": 310000, "errmsg": "sign not match"}, Fate.CANNOT),
        (Kind.DINGTALK, 200, {"errcode": 130101, "errmsg": "send too fast"}, Fate.LATER),
        (Kind.WECOM, 200, {"errcode": 0, "errmsg": "ok"}, Fate.DELIVERED),
        (Kind.WECOM, 200, {"errcode": 93000, "errmsg": "invalid webhook url"}, Fate.CANNOT),
        (Kind.WECOM, 200, {"errcode": 45009, "errmsg": "api freq out of limit"}, Fate.LATER),
        (Kind.FEISHU, 200, {"code": 0, "msg": "success"}, Fate.DELIVERED),
        (Kind.FEISHU, 200, {"code": 19021, "msg": "sign match fail"}, Fate.CANNOT),
        (Kind.FEISHU, 200, {"code": 19024, "msg": "Key Words Not Found"}, Fate.CANNOT),
        (Kind.FEISHU, 200, {"code": 11232, "msg": "frequency limited"}, Fate.LATER),
        (Kind.FEISHU, 200, {"code": 9499, "msg": "too many request"}, Fate.LATER),
        (Kind.FEISHU, 400, {"code": 11232, "msg": "frequency limited"}, Fate.LATER),
        (Kind.FEISHU, 400, {"code": 9499, "msg": "Bad Request"}, Fate.CANNOT),
        (Kind.FEISHU, 200, {"code": 9499, "msg": "Bad Request"}, Fate.CANNOT),
        (Kind.WECOM, 502, {}, Fate.LATER),
        (Kind.WECOM, 429, {}, Fate.LATER),
        (Kind.WECOM, 302, {}, Fate.CANNOT),
    ],
)
def test_an_answer_is_read_with_the_robots_own_words(kind, status, body, fate):
    got, words = read_answer(kind, status, json.dumps(body).encode())
    assert got == fate
    assert all(str(each) in words for each in body.values())


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b"\xff", b"{}", b'{"errcode": false}', b'{"errcode": "0"}'])
def test_a_200_without_a_code_is_never_taken_for_delivered(body):
    assert read_answer(Kind.DINGTALK, 200, body)[0] == Fate.CANNOT


def test_words_are_one_short_line():
    words = read_answer(Kind.WECOM, 200, json.dumps({"errcode": 1, "errmsg": "a\r\nb" + "长" * 9_000}).encode())[1]
    assert words.startswith("1 a b长")
    assert len(words) == 400


@pytest.mark.parametrize(("kind", "address"), [(Kind.DINGTALK, DINGTALK), (Kind.WECOM, WECOM), (Kind.FEISHU, FEISHU)])
def test_a_robots_own_address_is_taken(kind, address):
    assert what_an_address_lacks(kind, address) == []
    assert what_an_address_lacks(kind, address.replace("/", ":443/", 3).replace(":443", "", 2)) == []


@pytest.mark.parametrize(
    "address",
    [
        "",
        "机器人",
        WECOM,
        DINGTALK.replace("https", "http"),
        DINGTALK.replace(".com", ".com:8443"),
        DINGTALK.replace(".com", ".com:99999"),
        DINGTALK.replace(".com", ".com.example.org"),
        DINGTALK.replace("oapi", "x@oapi"),
        DINGTALK.replace("//", "//example.org\\@"),
        DINGTALK.replace("/send", "/send/../x"),
        DINGTALK + "&to=else",
        DINGTALK + "#x",
        DINGTALK + "\n",
        DINGTALK + " ",
        DINGTALK + "\\",
        "https://[::1/robot/send?access_token=a",
        "https://127.0.0.1/robot/send?access_token=a",
        "https://oapi.dingtalk.com/robot/send?access_token=",
    ],
)
def test_any_other_address_is_refused_in_words(address):
    assert "Webhook" in str(what_an_address_lacks(Kind.DINGTALK, address)[0])


def test_a_text_that_fits_goes_whole_with_its_ending_below():
    assert fitted(Kind.WECOM, "您好:\n自愿参加", "本班地址:x") == ("您好:\n自愿参加\n\n本班地址:x", False)


def test_a_text_too_long_for_the_robot_is_cut_at_a_line_and_keeps_the_address():
    text = "家长们好:\n" + "自愿参加。" * 60 + "\n" + "长" * 900
    said, is_cut = fitted(Kind.WECOM, text, "本班地址:x")
    assert is_cut
    assert said == "家长们好:\n" + "自愿参加。" * 60 + "\n\n本班地址:x"
    assert fitted(Kind.DINGTALK, text, "本班地址:x")[1] is False


@pytest.mark.parametrize("text", ["长" * 1_500, "\n" + "𠮷" * 600, "长" * 30_000])
def test_a_line_without_an_end_still_fits(text):
    for kind in Kind:
        said, _ = fitted(kind, text, "本班地址:x")
        assert len(said.encode()) <= LONGEST_BYTES[kind]
        assert said.endswith("\n\n本班地址:x")
