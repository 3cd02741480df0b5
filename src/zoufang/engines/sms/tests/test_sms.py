import json
from datetime import UTC, datetime
from urllib.parse import parse_qsl

import pytest

from zoufang.engines.robots import Fate
from zoufang.engines.sms import account_of, message, read_answer, signature

URL = "aliyun://key-id:se%2Fcret@dysmsapi.aliyuncs.com/?sign=%E5%9F%8E%E4%B8%9C&visit_reminder=SMS_1&own_link=SMS_2"
# The two worked examples of Aliyun's own documentation ("RPC signature", "SendSms signature").
REGIONS = {
    "Timestamp": "2016-02-23T12:46:24Z",
    "Format": "XML",
    "AccessKeyId": "testid",
    "Action": "DescribeRegions",
    "SignatureMethod": "HMAC-SHA1",
    "SignatureNonce": "3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf",
    "Version": "2014-05-26",
    "SignatureVersion": "1.0",
}
SEND = REGIONS | {
    "AccessKeyId": "testId",
    "Action": "SendSms",
    "OutId": "123",
    "PhoneNumbers": "15300000001",
    "RegionId": "cn-hangzhou",
    "SignName": "阿里云短信测试专用",
    "SignatureNonce": "45e25e9b-0a6f-4070-8c85-2956eda1b466",
    "TemplateCode": "SMS_71390007",
    "TemplateParam": '{"customer":"test"}',
    "Timestamp": "2017-07-12T02:42:19Z",
    "Version": "2017-05-25",
}


@pytest.mark.parametrize(
    ("said", "secret", "wanted"),
    [
        (REGIONS, "testsecret", "OLeaidS1JvxuMvnyHOwuJ+uX5qY="),
        (SEND, "testSecret", "zJDF+Lrzhj/ThnlvIToysFRq6t4="),
    ],
)
def test_the_signature_is_the_documentations_own(said, secret, wanted):
    assert signature("GET", said, secret) == wanted


def test_the_request_holds_what_the_service_asks_for():
    sent = message(
        account_of(URL),
        to="13812340001",
        template="own_link",
        values={"school": "城东", "link": "https://x/f#a+b&c"},
        out_id="o1",
        now=datetime(2025, 3, 7, 9, 30, tzinfo=UTC),
        nonce="n1",
    )
    said = dict(parse_qsl(sent.body.decode(), strict_parsing=True))

    assert sent.address == "https://dysmsapi.aliyuncs.com/"
    assert said["Timestamp"] == "2025-03-07T09:30:00Z"
    assert (said["PhoneNumbers"], said["SignName"], said["TemplateCode"]) == ("13812340001", "城东", "SMS_2")
    assert json.loads(said["TemplateParam"]) == {"school": "城东", "link": "https://x/f#a+b&c"}
    assert said.pop("Signature") == signature("POST", said, "se/cret")
    assert "cret" not in sent.body.decode()


@pytest.mark.parametrize(
    ("status", "answer", "fate"),
    [
        (200, {"Code": "OK", "Message": "OK", "BizId": "1"}, Fate.DELIVERED),
        (200, {"Code": "isv.BUSINESS_LIMIT_CONTROL", "Message": "触发天级流控Permits:40"}, Fate.LATER),
        (200, {"Code": "isv.MOBILE_NUMBER_ILLEGAL", "Message": "手机号格式错误"}, Fate.CANNOT),
        (200, {"Code": "isv.AMOUNT_NOT_ENOUGH", "Message": "账户余额不足"}, Fate.CANNOT),
        (400, {"Code": "SignatureDoesNotMatch", "Message": "Specified signature is not matched"}, Fate.CANNOT),
        (400, {"Code": "Throttling.User", "Message": "Request was denied due to user flow control."}, Fate.LATER),
        (503, {"Code": "ServiceUnavailable", "Message": "try later"}, Fate.LATER),
        (400, {"Code": "OK"}, Fate.CANNOT),
        (502, None, Fate.LATER),
        (200, {}, Fate.CANNOT),
        (200, [], Fate.CANNOT),
        (200, {"Code": None}, Fate.CANNOT),
    ],
)
def test_an_answer_is_read_with_the_services_own_words(status, answer, fate):
    got, words = read_answer(status, b"<html>" if answer is None else json.dumps(answer).encode())

    assert got == fate
    assert isinstance(answer, dict) is False or answer.get("Message", "") in words


@pytest.mark.parametrize(
    "url",
    [
        "https://dysmsapi.aliyuncs.com/?sign=a&x=b",
        "aliyun://dysmsapi.aliyuncs.com/?sign=a&x=b",
        "aliyun://id:secret9@dysmsapi.aliyuncs.com/",
        "aliyun://id:secret9@dysmsapi.aliyuncs.com/?own_link=SMS_1",
        "aliyun://id:secret9@dysmsapi.aliyuncs.com/?sign=a",
        "aliyun://id:secret9@dysmsapi.aliyuncs.com/?sign=a&own_link=SMS_1&poem=SMS_2",
        "aliyun://id:secret9@evil-aliyuncs.com/?sign=a&own_link=SMS_1&visit_reminder=SMS_2",
        "aliyun://id:secret9@[::1/?sign=a&own_link=SMS_1&visit_reminder=SMS_2",
    ],
)
def test_a_setting_that_is_written_wrongly_is_told_how_without_its_key(url):
    with pytest.raises(ValueError, match="ZOUFANG_SMS_URL") as told:
        account_of(url)
    assert "secret9" not in str(told.value)


def test_no_setting_is_no_account():
    assert account_of("") is None
