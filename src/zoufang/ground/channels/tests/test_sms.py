"""A text reaches the phone once, signed as the service asks, and is forgotten then."""

import pytest
from django.db import connection, transaction
from django.utils import timezone
from tests.robot_server import SMS_URL

from zoufang.engines import outward
from zoufang.engines.sms import account_of
from zoufang.ground.channels import actions, queries
from zoufang.ground.channels.models import TextMessage
from zoufang.ground.outbox.actions import deliver_due
from zoufang.ground.outbox.models import OutboxRow
from zoufang.stages.schedule.reminders import sms


@pytest.fixture
def account(settings):
    settings.SMS = account_of(SMS_URL)


def posted(cast, to="13812340001", template="own_link", **values):
    with transaction.atomic():
        actions.post_sms(
            to=to, template=template, values=values or {"school": "城东"}, unit=cast.school, at=timezone.now()
        )
    return TextMessage.objects.get()


def outcome():
    row = OutboxRow.objects.get()
    return row.state, row.last_words


def test_it_is_signed_taken_and_forgotten(cast, account, robots):
    posted(cast, school="城东 幼儿园~*", link="https://x.example/f#abc+/=")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM channels_textmessage")
        kept = str(cursor.fetchone())
    assert "13812340001" not in kept
    assert "x.example" not in kept
    deliver_due(worker="w")

    assert robots.said["13812340001"] == ['SMS_2 {"school": "城东 幼儿园~*", "link": "https://x.example/f#abc+/="}']
    assert outcome() == ("done", "OK OK")
    text = TextMessage.objects.get()
    assert (text.to, text.values, text.said_at is not None) == ("", "", True)
    OutboxRow.objects.update(state="waiting")
    deliver_due(worker="w")
    assert len(robots.requests) == 1


def test_too_often_is_tried_later_in_the_services_words(cast, account, robots):
    robots.most_a_minute = 0
    posted(cast)
    deliver_due(worker="w")

    assert outcome() == ("waiting", "isv.BUSINESS_LIMIT_CONTROL 触发分钟级流控Permits:1")


def test_a_number_that_is_none_is_refused_and_does_not_stand_in_the_words(cast, account, robots):
    posted(cast, to="1381234000")
    deliver_due(worker="w")

    assert outcome() == ("gave_up", "isv.MOBILE_NUMBER_ILLEGAL …invalid mobile number")


def test_a_wrong_key_is_refused(cast, settings, robots):
    settings.SMS = account_of(SMS_URL.replace("key-secret", "another-secret"))
    posted(cast)
    deliver_due(worker="w")

    assert outcome() == ("gave_up", "SignatureDoesNotMatch Specified signature is not matched")


def test_what_may_have_been_sent_is_not_sent_again_by_itself(cast, account, robots, monkeypatch):
    robots.mood = "hang"
    monkeypatch.setattr(outward, "ANSWER_SECONDS", 0.3)
    posted(cast)
    deliver_due(worker="w")
    assert outcome()[0] == "gave_up"

    robots.mood = ""
    TextMessage.objects.update(is_under_way=True)
    OutboxRow.objects.update(state="waiting")
    deliver_due(worker="w")
    assert (outcome()[0], len(robots.requests)) == ("gave_up", 1)


def test_offered_where_an_account_is_set(cast, account):
    assert queries.sms_is_set_up()
    assert queries.sms_is_set_up("visit_reminder")
    assert not queries.sms_is_set_up("poem")
    assert sms.is_on()
    with pytest.raises(RuntimeError), transaction.atomic():
        actions.post_sms(to="13812340001", template="poem", values={}, unit=cast.school, at=timezone.now())


def test_without_an_account_none_is_offered():
    assert not queries.sms_is_set_up()
    assert not sms.is_on()
    with pytest.raises(RuntimeError):
        actions.post_sms(to="13800000000", template="own_link", values={}, unit=None, at=timezone.now())


def test_an_account_taken_away_leaves_the_text_with_a_reason(cast, account, settings, robots):
    posted(cast)
    settings.SMS = None
    deliver_due(worker="w")

    assert outcome()[0] == "gave_up"
    assert robots.requests == []
