"""An approved notice goes to the class groups, as it was shown; what failed stands there and is sent again by a person."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.robot_server import DINGTALK, FEISHU, WECOM

from zoufang.ground.channels.actions import add_robot
from zoufang.ground.channels.models import RobotLine
from zoufang.ground.journal.models import JournalEntry
from zoufang.ground.outbox.actions import deliver_due
from zoufang.ground.outbox.models import OutboxRow
from zoufang.stages.signup.models import Notice

ALL = "/signup/send/"


@pytest.fixture
def notice(cast, signed_in):
    _ = cast.campaign, cast.household, cast.other_class
    signed_in(cast.zhou).post("/signup/draft/")
    return Notice.objects.get(klass=cast.klass)


def approve(cast, notice, signed_in, **said):
    return signed_in(cast.wang).post(f"/signup/notice/{notice.public_id}/approve/", said)


def robot(cast, kind="dingtalk", address=DINGTALK, klass=None):
    by = cast.actor(cast.wang)
    return add_robot(klass=klass or cast.klass, kind=kind, address=address, secret="", by=by, at=timezone.now())


def place(notice):
    return f"/signup/notice/{notice.public_id}/send/"


def text_of(answer):
    return answer.content.decode()


def deliver_all():
    with time_machine.travel(timezone.now() + timedelta(minutes=1), tick=True):
        deliver_due(worker="w", limit=50)


def test_the_teacher_sees_exactly_what_goes_to_the_group_and_sends_it(cast, notice, signed_in, robots):
    robots.keywords["ding-token-7788"] = "家访"
    robot(cast)
    approve(cast, notice, signed_in)
    client = signed_in(cast.zhang)
    shown = text_of(client.get(place(notice)))
    assert client.post(place(notice)).status_code == 302
    deliver_all()

    (said,) = robots.said["ding-token-7788"]
    assert said in shown
    assert said == f"{notice.text}\n\n本班地址:\nhttp://127.0.0.1:8000/signup/join/{cast.klass.public_id}/"
    assert "已发到群里" in text_of(client.get(place(notice)))
    notice.refresh_from_db()
    assert (notice.state, notice.published_at is not None) == ("published", True)
    assert JournalEntry.objects.filter(act="notice.sent").count() == 1
    assert JournalEntry.objects.filter(act="notice.published").count() == 1


def test_a_group_message_names_no_family(cast, notice, signed_in, robots):
    robot(cast)
    approve(cast, notice, signed_in)
    signed_in(cast.zhang).post(place(notice))

    assert "陈" not in RobotLine.objects.get().text
    assert "#" not in RobotLine.objects.get().text, "no family's own link"


def test_the_school_sends_to_every_class_that_has_a_robot_with_one_button(cast, notice, signed_in, robots):
    robot(cast)
    robot(cast, "feishu", FEISHU)
    robot(cast, "wecom", WECOM, klass=cast.other_class)
    other = Notice.objects.get(klass=cast.other_class)
    approve(cast, notice, signed_in)
    client = signed_in(cast.zhou)
    assert "等园长批准" in text_of(client.get(ALL))
    assert client.post(ALL).status_code == 302
    deliver_all()
    assert {token: len(said) for token, said in robots.said.items() if said} == {
        "ding-token-7788": 1,
        "fs-hook-3344": 1,
    }, "what is not approved stays"
    approve(cast, other, signed_in)
    assert client.post(ALL).status_code == 302
    deliver_all()

    assert len(robots.said["we-key-5566"]) == 1
    assert len(robots.said["ding-token-7788"]) == 1, "nobody reads it twice"
    assert client.post(ALL).status_code == 422


def test_what_was_pasted_by_hand_is_not_sent_over_it_unless_somebody_asks_for_that_class(
    cast, notice, signed_in, robots
):
    robot(cast)
    approve(cast, notice, signed_in)
    client = signed_in(cast.zhang)
    client.post(f"/signup/notice/{notice.public_id}/publish/")
    assert signed_in(cast.zhou).post(ALL).status_code == 422
    assert "已自己发到群里" in text_of(signed_in(cast.zhou).get(ALL))

    assert "看到两遍" in text_of(client.get(place(notice)))
    assert client.post(place(notice)).status_code == 302
    assert "看到两遍" not in text_of(client.get(place(notice)))


def test_a_notice_too_long_for_wecom_is_cut_and_said_so_before(cast, notice, signed_in, robots):
    robot(cast, "wecom", WECOM)
    signed_in(cast.zhou).post(f"/signup/notice/{notice.public_id}/", {"text": notice.text + "\n" + "长" * 600})
    approve(cast, notice, signed_in)
    client = signed_in(cast.zhang)
    shown = text_of(client.get(place(notice)))
    client.post(place(notice))
    deliver_all()

    assert "2048 字节" in shown
    (said,) = robots.said["we-key-5566"]
    assert said in shown
    assert said.endswith(f"/signup/join/{cast.klass.public_id}/")
    assert "自愿参加" in said


def test_what_failed_stands_with_the_robots_words_on_the_class_and_the_list_and_is_tried_again(
    cast, notice, signed_in, robots
):
    robots.tokens.clear()
    robot(cast)
    approve(cast, notice, signed_in)
    client = signed_in(cast.zhang)
    client.post(place(notice))
    deliver_all()

    for shown in (client.get(place(notice)), client.get(f"/signup/class/{cast.klass.public_id}/")):
        assert "300005 token is not exist" in text_of(shown)
    assert "没有发成" in text_of(signed_in(cast.wang).get("/signup/"))
    notice.refresh_from_db()
    assert notice.state == "approved", "it does not stand as sent"
    robots.tokens.add("ding-token-7788")
    line = RobotLine.objects.get()
    assert client.post(f"{place(notice)}{line.public_id}/again/").status_code == 302
    deliver_all()
    assert len(robots.said["ding-token-7788"]) == 1
    assert client.post(f"{place(notice)}{line.public_id}/again/").status_code == 422


def test_an_older_text_is_not_sent_once_the_notice_was_changed(cast, notice, signed_in, robots):
    robot(cast)
    approve(cast, notice, signed_in)
    signed_in(cast.zhang).post(place(notice))
    signed_in(cast.zhou).post(f"/signup/notice/{notice.public_id}/", {"text": notice.text + "\n改过"})
    deliver_all()
    assert robots.requests == []
    assert "改过" in OutboxRow.objects.get().last_words
    line = RobotLine.objects.get()
    assert signed_in(cast.zhang).post(f"{place(notice)}{line.public_id}/again/").status_code == 422

    approve(cast, notice, signed_in)
    assert signed_in(cast.zhang).post(place(notice)).status_code == 302
    deliver_all()
    (said,) = robots.said["ding-token-7788"]
    assert "改过" in said


@pytest.mark.parametrize("user", ["sun", "stranger", "qian", "zhao", "he"])
def test_colleagues_and_strangers_send_nothing(cast, notice, signed_in, user):
    robot(cast)
    approve(cast, notice, signed_in)
    client = signed_in(getattr(cast, user))

    assert client.get(place(notice)).status_code == 404
    assert client.post(place(notice)).status_code == 404
    assert client.get(ALL).status_code == 404
    assert not RobotLine.objects.exists()


def test_a_line_of_another_notice_is_not_sent_again_here(cast, notice, signed_in, robots):
    robot(cast)
    approve(cast, notice, signed_in)
    signed_in(cast.zhang).post(place(notice))
    other = Notice.objects.get(klass=cast.other_class)
    answer = signed_in(cast.sun).post(f"{place(other)}{RobotLine.objects.get().public_id}/again/")

    assert answer.status_code == 422


def test_refused_in_words_before_approval_and_without_a_robot(cast, notice, signed_in):
    client = signed_in(cast.zhang)
    answer = client.post(place(notice))
    assert (answer.status_code, "先请园长批准" in text_of(answer)) == (422, True)
    approve(cast, notice, signed_in)
    answer = client.post(place(notice))
    assert (answer.status_code, "还没有接群机器人" in text_of(answer)) == (422, True)
    assert "接一个机器人" in text_of(client.get(place(notice)))
    assert client.get(f"{place(notice)}x/again/").status_code == 405


def test_queries_do_not_grow_with_classes(cast, notice, signed_in, robots):
    client = signed_in(cast.zhou)
    robot(cast)
    approve(cast, notice, signed_in)
    client.post(ALL)
    client.get(ALL)
    with CaptureQueriesContext(connection) as few:
        client.get(ALL)
    robot(cast, "wecom", WECOM, klass=cast.other_class)
    approve(cast, Notice.objects.get(klass=cast.other_class), signed_in)
    client.post(ALL)
    with CaptureQueriesContext(connection) as many:
        client.get(ALL)

    assert len(many) == len(few)


def test_the_paper_has_the_code_and_the_address_once_it_is_approved(cast, notice, signed_in):
    paper = f"/signup/notice/{notice.public_id}/paper/"
    client = signed_in(cast.zhang)
    assert client.get(paper).status_code == 404
    approve(cast, notice, signed_in)
    shown = text_of(client.get(paper))

    drawn = shown.partition('class="qr-box"')[2].partition(">")[2].partition(">")[0]
    assert "viewBox" in drawn, "else it does not grow with the sheet"
    assert f"/signup/join/{cast.klass.public_id}/" in shown
    assert "陈" not in shown.partition('class="card paper"')[2]
    assert client.post(paper).status_code == 405
    assert signed_in(cast.sun).get(paper).status_code == 404


def test_words_that_tell_how_to_answer_are_marked_and_approved_only_by_who_ticks(cast, notice, signed_in):
    text = notice.text + "\n接到电话请回答满意。"
    assert signed_in(cast.zhou).post(f"/signup/notice/{notice.public_id}/", {"text": text}).status_code == 302
    page = text_of(signed_in(cast.wang).get(f"/signup/class/{cast.klass.public_id}/"))
    assert '<mark class="told">请回答满意</mark>' in page
    assert "<q>请回答满意</q>" in page
    refused = approve(cast, notice, signed_in)
    assert (refused.status_code, "我已看过" in text_of(refused)) == (422, True)

    assert approve(cast, notice, signed_in, told_is_seen="1").status_code == 302
    assert JournalEntry.objects.get(act="notice.approved").facts == {"told": 1}
    assert "<mark" not in text_of(signed_in(cast.zhang).get(f"/signup/class/{cast.klass.public_id}/"))


def test_an_honest_notice_needs_no_tick(cast, notice, signed_in):
    assert "told_is_seen" not in text_of(signed_in(cast.wang).get(f"/signup/class/{cast.klass.public_id}/"))
    assert approve(cast, notice, signed_in).status_code == 302
