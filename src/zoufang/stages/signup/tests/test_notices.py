"""Notices, the class's public address, links handed out."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from zoufang.ground.journal.models import JournalEntry
from zoufang.stages.roster.models import Child
from zoufang.stages.signup import queries, rules
from zoufang.stages.signup.models import LinkRequest, Notice


@pytest.fixture
def notice(cast, signed_in):
    _ = cast.campaign, cast.household
    signed_in(cast.zhou).post("/signup/draft/")
    return Notice.objects.get(klass=cast.klass)


def approve(cast, notice, signed_in):
    assert signed_in(cast.wang).post(f"/signup/notice/{notice.public_id}/approve/").status_code == 302


def test_it_says_what_a_good_notice_says(notice):
    for words in ("自愿", "不用准备", "礼品", "也可以这次不参加", "老师看不到", "保存到", "登记的手机号"):
        assert words in notice.text


def test_drafting_again_changes_nothing_that_was_written(cast, notice, signed_in):
    signed_in(cast.zhou).post(f"/signup/notice/{notice.public_id}/", {"text": "自愿参加,不收礼。"})
    signed_in(cast.zhou).post("/signup/draft/")

    assert Notice.objects.get(pk=notice.pk).text == "自愿参加,不收礼。"


def test_the_principal_approves_the_teacher_sends_it_and_an_edit_needs_approval_again(cast, notice, signed_in):
    assert signed_in(cast.zhang).post(f"/signup/notice/{notice.public_id}/publish/").status_code == 422
    assert signed_in(cast.zhou).post(f"/signup/notice/{notice.public_id}/approve/").status_code == 404
    approve(cast, notice, signed_in)
    assert signed_in(cast.zhang).post(f"/signup/notice/{notice.public_id}/publish/").status_code == 302
    signed_in(cast.zhou).post(f"/signup/notice/{notice.public_id}/", {"text": notice.text + "\n补充"})

    notice.refresh_from_db()
    assert notice.state == "draft"


def test_a_notice_that_hides_that_it_is_voluntary_is_not_approved(cast, notice, signed_in):
    signed_in(cast.zhou).post(f"/signup/notice/{notice.public_id}/", {"text": "必须参加"})
    answer = signed_in(cast.wang).post(f"/signup/notice/{notice.public_id}/approve/")

    assert answer.status_code == 422
    assert "自愿参加" in answer.content.decode()
    assert len(rules.what_a_notice_lacks("必须参加")) == 2


def test_the_public_address_tells_nobody_who_is_registered(cast, notice, signed_in):
    address = f"/signup/join/{cast.klass.public_id}/"
    assert Client().get(address).status_code == 404, "nothing before it is approved"
    approve(cast, notice, signed_in)

    known = Client().post(address, {"phone": "138 1234 0001"})
    unknown = Client().post(address, {"phone": "13900000000"})
    strip = lambda answer: re.sub(r'(value=")[\w-]{16,}"', r"\1", answer.content.decode())  # noqa: E731
    assert strip(known) == strip(unknown)
    assert "收到" in strip(known)
    assert LinkRequest.objects.count() == 2, "kept alike, so that a stranger learns nothing"
    assert "陈" not in Client().get(address).content.decode()
    assert Client().post(address, {"phone": "1"}).status_code == 422

    assert "在等链接" in signed_in(cast.zhang).get(f"/signup/class/{cast.klass.public_id}/").content.decode()


def test_a_registered_number_and_any_other_cost_the_same(cast, notice, signed_in):
    approve(cast, notice, signed_in)
    address = f"/signup/join/{cast.klass.public_id}/"
    kinds = []
    for phone in ("13812340001", "13900000000"):
        with CaptureQueriesContext(connection) as captured:
            Client().post(address, {"phone": phone})
        kinds.append([query["sql"].split()[0] for query in captured])

    assert kinds[0] == kinds[1]


def test_who_asked_waits_in_each_class_of_the_family_until_the_link_is_given_out(cast, notice, signed_in):
    Child.objects.create(household=cast.household, klass=cast.other_class, name="陈小圆")
    approve(cast, notice, signed_in)
    Client().post(f"/signup/join/{cast.klass.public_id}/", {"phone": "＋８６ １３８１２３４０００１"})

    def waits(klass):
        return [link.is_waiting for row in queries.family_rows(klass, cast.campaign) for link in row.links]

    assert waits(cast.klass) == waits(cast.other_class) == [True]
    signed_in(cast.zhang).post(f"/signup/class/{cast.klass.public_id}/guardian/{cast.chen.public_id}/link/")
    assert waits(cast.klass) == waits(cast.other_class) == [False]
    Client().post(f"/signup/join/{cast.klass.public_id}/", {"phone": "13812340001"})
    assert waits(cast.klass) == [True], "asking again is heard again"


def test_a_flood_at_one_class_is_refused_there_alone_and_alike_for_every_number(cast, notice, signed_in, monkeypatch):
    approve(cast, notice, signed_in)
    monkeypatch.setattr(rules, "MOST_REQUESTS_AN_HOUR", 2)
    address = f"/signup/join/{cast.klass.public_id}/"
    for n in range(2):
        assert Client().post(address, {"phone": f"1390000000{n}"}).status_code == 200

    for phone in ("13812340001", "13900000009"):
        answer = Client().post(address, {"phone": phone})
        assert answer.status_code == 422
        assert "直接向班里的老师要" in answer.content.decode()
    LinkRequest.objects.update(asked_at=timezone.now() - timedelta(minutes=61))
    assert Client().post(address, {"phone": "13812340001"}).status_code == 200


def test_a_number_asked_for_long_ago_is_forgotten(cast, notice, signed_in):
    approve(cast, notice, signed_in)
    address = f"/signup/join/{cast.klass.public_id}/"
    Client().post(address, {"phone": "13900000000"})
    LinkRequest.objects.update(asked_at=timezone.now() - timedelta(days=31))
    Client().post(address, {"phone": "13900000001"})

    assert LinkRequest.objects.count() == 1


def test_the_printed_slip_is_one_familys(cast, notice, signed_in):
    cast.make_household(child="李小树", guardian="李树", phone="13812340002")
    address = f"/signup/class/{cast.klass.public_id}/guardian/{cast.chen.public_id}/link/"
    slip = signed_in(cast.zhang).post(address).content.decode().partition('class="slip"')[2]

    assert "陈小满" in slip
    assert "<svg" in slip
    assert "李小树" not in slip


def test_a_link_is_shown_by_post_to_the_classs_teachers_and_journalled(cast, notice, signed_in):
    address = f"/signup/class/{cast.klass.public_id}/guardian/{cast.chen.public_id}"
    page = f"/signup/class/{cast.klass.public_id}/"
    client = signed_in(cast.zhang)
    shown = client.post(f"{address}/link/")

    assert "/f#" in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    assert JournalEntry.objects.filter(act="link.shown").count() == 1
    assert "/f#" not in client.get(page).content.decode()
    assert client.get(f"{address}/link/").status_code == 405
    for user in (cast.sun, cast.stranger, cast.qian, cast.zhao):
        assert signed_in(user).post(f"{address}/link/").status_code == 404


def test_a_revoked_link_is_shown_again_only_as_a_new_one(cast, notice, signed_in):
    address = f"/signup/class/{cast.klass.public_id}/guardian/{cast.chen.public_id}"
    client = signed_in(cast.zhang)
    client.post(f"{address}/revoke/")

    assert client.post(f"{address}/link/").status_code == 422
    assert "/f#" in client.post(f"{address}/reissue/").content.decode()


def test_filters_live_in_the_address(cast, notice, signed_in):
    page = f"/signup/class/{cast.klass.public_id}/"
    client = signed_in(cast.zhang)

    assert "陈小满" in client.get(f"{page}?state=open").content.decode()
    assert "陈小满" not in client.get(f"{page}?state=declined").content.decode()


def test_queries_do_not_grow_with_families(cast, notice, signed_in):
    client, page = signed_in(cast.zhang), f"/signup/class/{cast.klass.public_id}/"
    client.get(page)
    with CaptureQueriesContext(connection) as few:
        client.get(page)
    for n in range(6):
        cast.make_household(child=f"童{n}", guardian=f"家长{n}", phone=f"138111100{n:02d}")
    with CaptureQueriesContext(connection) as many:
        client.get(page)

    assert len(many) == len(few)
