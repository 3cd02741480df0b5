"""The page at the door, as the server gives it: the same for everybody, one version whole, and who is asking."""

import gzip
import json
import re

import pytest
from django.test import Client
from django.utils import timezone

from zoufang.ground.accounts.models import Post
from zoufang.ground.capture.models import Device
from zoufang.stages.visit import field_files


def test_the_shell_is_the_same_for_everybody_and_asks_the_database_nothing(cast, signed_in, django_assert_num_queries):
    anyone = Client().get("/visit/field/").content
    client = signed_in(cast.zhang)

    with django_assert_num_queries(2):  # the session, and the person in it: not for the page, but to end old sign-ins
        teachers = client.get("/visit/field/")

    without_nonce = [re.sub(rb'nonce="[^"]*"', b"", each) for each in (anyone, teachers.content)]
    assert without_nonce[0] == without_nonce[1]
    assert "张老师" not in teachers.content.decode()
    assert teachers["Cache-Control"] == "no-cache"
    assert teachers["X-Field-Version"] == field_files.version()


def test_its_words_are_in_the_language_of_the_browser():
    client = Client()
    client.cookies["zoufang-language"] = "en"
    said = re.search(r'id="words">(.*?)</script>', client.get("/visit/field/").content.decode(), re.S)[1]

    words = json.loads(said)["say"]
    assert words["is_here"] == "on this phone only"
    assert not [each for each in words.values() if re.search(r"[\u4e00-\u9fff]", each)]


def test_every_script_that_a_script_asks_for_is_served_and_no_other_version():
    version, client = field_files.version(), Client()
    asked = {"main"}
    for name in field_files.SCRIPTS:
        answer = client.get(f"/visit/field/{version}/{name}.js")
        assert answer.status_code == 200
        assert answer["Content-Type"] == "text/javascript"
        assert "immutable" in answer["Cache-Control"]
        asked |= set(re.findall(r'from "\./(\w+)\.js"', answer.content.decode()))

    assert asked == set(field_files.SCRIPTS)
    assert client.get("/visit/field/000000000000/main.js").status_code == 404
    assert client.get(f"/visit/field/{version}/settings.js").status_code == 404
    pressed = client.get(f"/visit/field/{version}/main.js", headers={"accept-encoding": "gzip"})
    assert gzip.decompress(pressed.content).decode() == field_files.script("main")


def test_whoever_left_the_class_is_still_known_by_the_phone_that_holds_what_they_wrote(cast, signed_in):
    at = timezone.now()
    device = Device.objects.create(uuid="d" * 8, user=cast.zhang, registered_at=at, last_seen_at=at)
    Post.objects.filter(user=cast.zhang).update(until=cast.today)
    client = signed_in(cast.zhang)

    assert client.get("/visit/field/who/", {"device": device.uuid}).json()["me"] == cast.zhang.public_id
    assert client.get("/visit/field/who/").json()["me"] == "", "on another phone they write nothing anew"
    assert signed_in(cast.zhao).get("/visit/field/who/", {"device": device.uuid}).json()["me"] == ""


@pytest.mark.parametrize("address", ["/visit/field/", "/visit/field/who/"])
def test_neither_takes_a_post(cast, signed_in, address):
    assert signed_in(cast.zhang).post(address).status_code == 405


def test_who_is_asking_is_told_and_others_are_nobody(cast, signed_in):
    told = signed_in(cast.zhang).get("/visit/field/who/")
    assert told.json()["me"] == cast.zhang.public_id
    assert told.json()["token"]
    assert told["Cache-Control"] == "private, no-store"
    assert Client().get("/visit/field/who/").json() | {"token": ""} == {
        "me": "", "is_signed_in": False, "since": 0, "is_revoked": False, "token": "",
    }  # fmt: skip
    assert signed_in(cast.zhao).get("/visit/field/who/").json()["me"] == ""


def test_a_phone_that_was_switched_off_hears_of_it_and_of_nobody_elses(cast, signed_in):
    now = timezone.now()
    facts = {"user": cast.zhang, "registered_at": now, "last_seen_at": now}
    Device.objects.create(uuid="a" * 8, revoked_at=now, **facts)
    Device.objects.create(uuid="b" * 8, **facts)
    asked = {
        (user.username, name): signed_in(user).get("/visit/field/who/", {"device": name * 8}).json()["is_revoked"]
        for user in (cast.zhang, cast.li)
        for name in "ab"
    }

    assert [each for each, is_revoked in asked.items() if is_revoked] == [("zhang", "a")]


def test_the_day_leads_there_and_every_page_of_a_teacher_counts(cast, signed_in):
    for user, counts in ((cast.zhang, True), (cast.wang, False)):
        shown = signed_in(user).get("/", follow=True).content.decode()
        assert ('id="unsent"' in shown) is counts
        assert ('href="/visit/field/"' in shown) is counts
