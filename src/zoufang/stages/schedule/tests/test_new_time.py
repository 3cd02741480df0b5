"""Weather, illness: one tap asks one family or the whole half-day for another time, and can be taken back."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone
from tests.robot_server import SMS_URL

from zoufang.engines.sms import account_of
from zoufang.ground.journal.models import JournalEntry
from zoufang.ground.outbox.actions import deliver_due
from zoufang.ground.outbox.delivery import CannotDeliver
from zoufang.stages.schedule.models import Appointment, NewTimeAsked
from zoufang.stages.schedule.tests.test_booking import moment
from zoufang.stages.schedule.tests.test_out import another, for_family
from zoufang.stages.signup.models import Signup
from zoufang.stages.visit.tests.test_family_pages import by_link


@pytest.fixture(autouse=True)
def morning():
    now = timezone.localtime().replace(hour=8, minute=30, second=0, microsecond=0)
    with time_machine.travel(now, tick=False) as clock:
        yield clock


@pytest.fixture
def booked(cast):
    return for_family(cast, cast.household, 9)


def ask(client, appointment, reason="weather", **more):
    return client.post(f"/day/{appointment.public_id}/new-time/", {"reason": reason, **more})


def states():
    return list(Appointment.objects.order_by("pk").values_list("state", flat=True))


def test_one_tap_asks_this_family_and_its_own_page_says_why(cast, booked, signed_in, morning):
    another(cast, 1, 10)
    client = signed_in(cast.zhang)
    assert "天气不好,换个时间" in client.get("/").content.decode()

    assert ask(client, booked).status_code == 302

    assert states() == ["cancelled", "booked"]
    family = by_link(cast.chen, cast.campaign).get("/family/").content.decode()
    assert "原来的时间要换一下" in family
    assert "天气不好" in family
    assert "再选时间" in family
    day = client.get("/").content.decode()
    assert "请告诉家长:时间要换" in day
    assert client.post(f"/schedule/told/{NewTimeAsked.objects.get().public_id}/").status_code == 302
    assert "请告诉家长:时间要换" not in client.get("/").content.decode()


def test_the_whole_half_day_is_asked_at_once_and_the_evening_stays(cast, booked, signed_in):
    another(cast, 1, 10)
    another(cast, 2, 18)
    client = signed_in(cast.zhang)
    assert "今天上午都去不了" in client.get("/").content.decode()

    ask(client, booked, "teacher", all="1")

    assert states() == ["cancelled", "cancelled", "booked"]
    assert JournalEntry.objects.filter(act="appointment.new_time_asked").count() == 2


def test_who_chose_mail_gets_one_after_two_minutes_unless_it_was_taken_back(cast, booked, signed_in, morning):
    Signup.objects.update(remind_by="mail", remind_mail="parent@example.com")
    client = signed_in(cast.zhang)
    ask(client, booked)
    deliver_due(worker="test")
    assert mail.outbox == []
    assert "撤销,1 户照原来的时间" in client.get("/").content.decode()

    assert client.post("/day/take-back/").status_code == 302
    assert states() == ["booked"]
    morning.move_to(moment(cast, 8, 40, days=0))
    deliver_due(worker="test")
    assert mail.outbox == []
    assert client.post("/day/take-back/").status_code == 422

    ask(client, booked)
    morning.move_to(moment(cast, 8, 43, days=0))
    deliver_due(worker="test")
    (message,) = mail.outbox
    assert message.to == ["parent@example.com"]
    assert "天气不好" in message.body
    assert not [word for word in ("陈小满", "1号楼", "138", "/f#") if word in message.body]
    assert "请告诉家长" not in client.get("/").content.decode()


def test_a_time_in_the_next_round_is_not_another_time_for_this_one(cast, booked, signed_in, morning):
    Signup.objects.update(remind_by="mail", remind_mail="parent@example.com")
    second = cast.campaign.rounds.get(number=2)
    facts = {"campaign": cast.campaign, "household": cast.household, "klass": cast.klass, "form": "home"}
    at = moment(cast, 9, days=20)
    Appointment.objects.create(round=second, starts_at=at, ends_at=at + timedelta(hours=1), booked_at=at, **facts)
    ask(signed_in(cast.zhang), booked)
    morning.move_to(moment(cast, 8, 33, days=0))

    deliver_due(worker="test")

    assert [each.to for each in mail.outbox] == [["parent@example.com"]]


@pytest.mark.parametrize(("more", "by"), [("&visit_moved=SMS_3", "sms"), ("", "teacher")])
def test_who_chose_texts_gets_one_where_the_account_has_it_and_else_a_teacher_tells(
    cast, booked, signed_in, morning, settings, robots, more, by
):
    settings.SMS = account_of(SMS_URL + more)
    Signup.objects.update(remind_by="sms")
    ask(signed_in(cast.zhang), booked)
    morning.move_to(moment(cast, 8, 33, days=0))
    deliver_due(worker="test")
    deliver_due(worker="test")

    assert NewTimeAsked.objects.get().channel == by
    texts = robots.said["13812340001"]
    assert len(texts) == (1 if more else 0)
    assert all(text.startswith("SMS_3") and "陈" not in text for text in texts)
    assert ("请告诉家长" in signed_in(cast.zhang).get("/").content.decode()) is (by == "teacher")


@pytest.mark.parametrize("way", ["sms", "mail"])
def test_where_neither_mail_nor_text_reaches_the_family_a_teacher_tells_it(
    cast, booked, signed_in, morning, settings, robots, monkeypatch, way
):
    settings.SMS = account_of(SMS_URL + "&visit_moved=SMS_3")
    Signup.objects.update(remind_by=way, remind_mail="parent@example.com")
    cast.household.guardians.update(phone="05331234567")

    def refused(message):
        raise CannotDeliver("550")

    monkeypatch.setattr("zoufang.stages.schedule.actions.anew.hand_over", refused)
    ask(signed_in(cast.zhang), booked)
    morning.move_to(moment(cast, 8, 33, days=0))
    deliver_due(worker="test")
    deliver_due(worker="test")

    assert NewTimeAsked.objects.get().told_at is None
    assert "请告诉家长" in signed_in(cast.zhang).get("/").content.decode()


def test_what_is_being_written_down_or_is_not_the_schools_reason_is_refused(cast, booked, signed_in):
    client = signed_in(cast.zhang)
    assert "天气不好" in ask(client, booked, "family").content.decode()
    cast.make_visit()

    refused = ask(client, booked)

    assert refused.status_code == 422
    assert "已经开始记录" in refused.content.decode()
    assert states() == ["booked"]


@pytest.mark.parametrize("who", ["stranger", "sun", "wang"])
def test_others_find_nothing(cast, booked, signed_in, who):
    client = signed_in(getattr(cast, who))

    assert ask(client, booked).status_code == 404
    assert client.get(f"/day/{booked.public_id}/new-time/").status_code in (404, 405)
    assert states() == ["booked"]


def test_only_post_asks(cast, booked, signed_in):
    assert signed_in(cast.zhang).get(f"/day/{booked.public_id}/new-time/").status_code == 405
    assert signed_in(cast.zhang).get("/day/take-back/").status_code == 405
