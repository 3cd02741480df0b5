"""Where text messages are set up, the registered phone gets the link at once; a stranger still learns nothing."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.robot_server import SMS_URL

from zoufang.engines.sms import account_of
from zoufang.ground.channels.models import TextMessage
from zoufang.ground.outbox.actions import deliver_due
from zoufang.ground.outbox.models import OutboxRow
from zoufang.stages.signup import actions, queries
from zoufang.stages.signup.models import Notice

REGISTERED, OTHER = "13812340001", "13900000000"


@pytest.fixture
def address(cast, signed_in, settings):
    settings.SMS = account_of(SMS_URL)
    _ = cast.campaign, cast.household
    signed_in(cast.zhou).post("/signup/draft/")
    notice = Notice.objects.get(klass=cast.klass)
    signed_in(cast.wang).post(f"/signup/notice/{notice.public_id}/approve/")
    return f"/signup/join/{cast.klass.public_id}/"


def without_tokens(page):
    """The page less what is new in every answer: the forms' tokens and the nonces."""
    return re.sub(r'((?:value|nonce)="|X-CSRFToken": ")[\w+/=-]{16,}"', r"\1", page)


def deliver_all():
    while deliver_due(worker="w"):
        pass


def test_the_registered_phone_gets_its_own_link_and_the_schools_name_alone(cast, address, robots):
    Client().post(address, {"phone": REGISTERED})
    deliver_all()

    (said,) = robots.said[REGISTERED]
    link = actions.link_for(guardian=cast.chen, campaign=cast.campaign, at=timezone.now())
    assert said == f'SMS_2 {{"school": "城东幼儿园", "link": "{link}"}}'
    assert "陈" not in said
    waiting = [link.is_waiting for row in queries.family_rows(cast.klass, cast.campaign) for link in row.links]
    assert waiting == [False], "the teacher need not send it"


def test_a_text_that_was_not_taken_leaves_it_to_the_teacher(cast, address, robots):
    robots.mood = "redirect"
    Client().post(address, {"phone": REGISTERED})
    deliver_all()

    waiting = [link.is_waiting for row in queries.family_rows(cast.klass, cast.campaign) for link in row.links]
    assert waiting == [True]
    assert OutboxRow.objects.filter(kind="signup.own_link", state="gave_up").count() == 1


def test_nobody_else_gets_anything(cast, address, robots):
    Client().post(address, {"phone": OTHER})
    deliver_all()

    assert robots.requests == []
    assert not TextMessage.objects.exists()


def test_the_outbox_does_not_drown_in_who_asked(cast, address, robots, signed_in):
    for n in range(3):
        Client().post(address, {"phone": f"1390000000{n}"})
    Client().post(address, {"phone": REGISTERED})
    deliver_all()
    shown = signed_in(cast.zhou).get("/outbox/").content.decode()

    assert shown.count("专属链接短信") == 1
    assert "要专属链接" not in shown
    assert REGISTERED not in shown


def test_a_phone_of_another_class_gets_nothing_from_this_address(cast, address, robots):
    cast.make_household(child="李小树", guardian="李树", phone="13812340002", klass=cast.other_class)
    Client().post(address, {"phone": "13812340002"})
    deliver_all()

    assert robots.requests == []


def test_answer_and_cost_are_the_same_for_every_number(cast, address):
    costs, answers = [], []
    for phone in (REGISTERED, OTHER):
        with CaptureQueriesContext(connection) as captured:
            answer = Client().post(address, {"phone": phone}).content.decode()
        costs.append([query["sql"].split()[0] for query in captured])
        answers.append(without_tokens(answer))

    assert costs[0] == costs[1]
    assert answers[0] == answers[1]
    assert "收到短信" in answers[0]
    kept = [(row.kind, row.state, row.unit_id) for row in OutboxRow.objects.all()]
    assert kept[0] == kept[1]


def test_one_text_an_hour_however_often_somebody_asks(cast, address, robots):
    now = timezone.now()
    for minutes in (0, 5, 30, 61):
        with time_machine.travel(now + timedelta(minutes=minutes), tick=True):
            Client().post(address, {"phone": REGISTERED})
            deliver_all()

    assert len(robots.said[REGISTERED]) == 2


def test_a_revoked_link_is_not_sent(cast, address, robots):
    by = cast.actor(cast.wang)
    actions.revoke_link(guardian=cast.chen, campaign=cast.campaign, by=by, at=timezone.now())
    Client().post(address, {"phone": REGISTERED})
    deliver_all()

    assert robots.requests == []


def test_without_an_account_the_teacher_sends_it(cast, address, settings, robots):
    settings.SMS = None
    assert "班里的老师会把" in Client().post(address, {"phone": REGISTERED}).content.decode()
    deliver_all()

    assert robots.requests == []
    assert not OutboxRow.objects.exists()
