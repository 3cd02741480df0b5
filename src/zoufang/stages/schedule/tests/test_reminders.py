"""The day before, once for each time, through the channel that the family chose; never for what does not stand."""

import smtplib
import sys
from datetime import datetime, time, timedelta
from types import ModuleType, SimpleNamespace

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from zoufang.ground.outbox import mails
from zoufang.ground.outbox.actions import deliver_due, tick
from zoufang.ground.outbox.models import OutboxRow
from zoufang.stages.schedule import actions, jobs, queries
from zoufang.stages.schedule.models import Reminder
from zoufang.stages.schedule.reminders import sms
from zoufang.stages.schedule.tests.test_booking import book, moment, sign_up
from zoufang.stages.signup.models import Signup


def at(cast, hour, minute=0, *, days=0):
    return timezone.make_aware(datetime.combine(cast.today + timedelta(days=days), time(hour, minute)))


@pytest.fixture(autouse=True)
def evening():
    """Half past nine of this day, whenever the tests run: what was due at five or eight is due."""
    now = timezone.localtime().replace(hour=21, minute=30, second=0, microsecond=0)
    with time_machine.travel(now, tick=True):
        yield


@pytest.fixture
def asked(cast):
    """The family of the cast, booked for tomorrow at nine, that asked for a reminder by `asked(channel)`."""

    def ask(channel, **more):
        signup = sign_up(cast, cast.household)
        mails = {"remind_mail": "parent@example.com"} if channel == "mail" else {}
        for name, value in ({"remind_by": channel} | mails | more).items():
            setattr(signup, name, value)
        signup.answered_by = cast.chen
        signup.save()
        return book(cast, cast.household)

    return ask


def sent(cast):
    """Every mail that the worker sends now."""
    with_worker = deliver_due(worker="test")
    assert with_worker >= 0
    return mail.outbox


def test_by_mail_with_time_and_place_and_without_a_name(cast, asked):
    asked("mail")
    jobs.remind_families(at(cast, 17))
    (message,) = sent(cast)

    assert message.to == ["parent@example.com"]
    tomorrow = cast.today + timedelta(days=1)
    assert f"{tomorrow.month}月{tomorrow.day}日" in message.body
    assert f"{tomorrow.month}月{tomorrow.day}日" in message.subject
    assert "09:00" in message.body
    assert "明天" not in message.subject + message.body, "read the next morning it would be the wrong day"
    assert "您家" in message.body
    assert "/f\n" in message.body
    assert not [
        w for w in ("陈小满", "陈建国", "1号楼", "小（1）班", "/f#", "138") if w in message.subject + message.body
    ]
    row = OutboxRow.objects.get(kind="schedule.reminder")
    assert row.state == "done"
    assert "parent" not in f"{row.subject}{row.key}{row.last_words}"


def test_in_the_language_that_the_family_chose(cast, asked):
    asked("mail", language="en")
    jobs.remind_families(at(cast, 17))

    assert sent(cast)[0].subject.startswith("Visit reminder")


def test_twice_the_job_and_twice_the_tick_remind_once(cast, asked):
    asked("mail")
    assert "schedule.remind" in tick(now=at(cast, 17, 5))
    assert "schedule.remind" not in tick(now=at(cast, 17, 6))
    for hour in (17, 17, 20):
        jobs.remind_families(at(cast, hour))
    assert actions.remind_of_tomorrow(now=at(cast, 21)) == 0

    assert len(sent(cast)) == 1
    assert Reminder.objects.count() == 1


def test_only_tomorrow_and_a_run_that_came_late_at_night_still_means_the_same_day(cast, asked):
    book_later = asked("mail")
    assert actions.remind_of_tomorrow(now=at(cast, 17, days=-1)) == 0, "two days before"
    assert actions.remind_of_tomorrow(now=at(cast, 17, days=1)) == 0, "the day itself"
    assert actions.remind_of_tomorrow(now=at(cast, 2, days=1)) == 1, "yesterday's run, late"
    assert Reminder.objects.get().for_time == book_later.starts_at


@pytest.mark.parametrize("channel", ["none", "pigeon"])
def test_who_wants_none_gets_none(cast, asked, channel):
    asked("none")
    Signup.objects.update(remind_by=channel)

    assert actions.remind_of_tomorrow(now=at(cast, 17)) == 0


def test_a_cancelled_time_is_not_reminded_of_neither_before_nor_after_the_row_was_posted(cast, asked):
    made = asked("mail")
    jobs.remind_families(at(cast, 17))
    actions.cancel_appointment(appointment=made, reason="family", by=cast.actor(cast.zhang), at=timezone.now())

    assert sent(cast) == []
    assert "没有发" in OutboxRow.objects.get().last_words
    assert actions.remind_of_tomorrow(now=at(cast, 20)) == 0


def test_a_changed_time_is_reminded_of_once_at_its_new_time(cast, asked):
    made = asked("mail")
    jobs.remind_families(at(cast, 17))
    move(cast, made, 10)
    jobs.remind_families(at(cast, 20))
    jobs.remind_families(at(cast, 20))

    (message,) = sent(cast)
    assert "10:00" in message.body
    assert OutboxRow.objects.count() == 2


def test_other_teachers_at_the_same_time_are_no_new_time(cast, asked):
    made = asked("mail")
    jobs.remind_families(at(cast, 17))
    move(cast, made, 9)
    jobs.remind_families(at(cast, 20))

    assert len(sent(cast)) == 1
    assert Reminder.objects.count() == 1


def move(cast, made, hour):
    actions.move_appointment(
        appointment=made,
        starts_at=moment(cast, hour),
        ends_at=moment(cast, hour, 30),
        teachers=[cast.zhang, cast.li],
        by=cast.actor(cast.zhang),
        at=timezone.now(),
    )


def test_who_changed_the_mind_about_mail_is_not_written_to(cast, asked):
    asked("mail")
    jobs.remind_families(at(cast, 17))
    Signup.objects.update(remind_by="none")

    assert sent(cast) == []


def test_a_server_that_refuses_is_told_by_its_code_without_the_address(cast, asked, monkeypatch):
    class Refusing:
        def send_messages(self, messages):
            raise smtplib.SMTPRecipientsRefused({"parent@example.com": (550, b"<parent@example.com> unknown")})

    asked("mail")
    jobs.remind_families(at(cast, 17))
    monkeypatch.setattr(mails, "get_connection", lambda **kwargs: Refusing())
    deliver_due(worker="test")

    row = OutboxRow.objects.get()
    assert row.state == "gave_up"
    assert "550" in row.last_words
    assert "parent" not in row.last_words


def test_the_teacher_is_asked_in_the_morning_before_and_notes_it_with_one_tap(cast, asked, signed_in):
    asked("teacher")
    assert "请您提醒的家长" not in signed_in(cast.zhang).get("/").content.decode()
    jobs.tell_teachers(at(cast, 7))
    jobs.remind_families(at(cast, 17))
    reminder = Reminder.objects.get()
    done = f"/schedule/reminder/{reminder.public_id}/done/"
    for user in (cast.zhang, cast.li):
        page = signed_in(user).get("/").content.decode()
        assert "请您提醒的家长" in page
        assert done in page
    for user in (cast.sun, cast.stranger, cast.wang):
        assert signed_in(user).post(done).status_code == 404
    assert signed_in(cast.zhang).get(done).status_code == 405
    assert signed_in(cast.zhang).post(done).status_code == 302
    assert signed_in(cast.zhang).post(done).status_code == 302
    assert "请您提醒的家长" not in signed_in(cast.li).get("/").content.decode()
    assert not OutboxRow.objects.exists()


def test_the_teacher_is_not_asked_about_what_was_cancelled_or_moved(cast, asked, signed_in):
    made = asked("teacher")
    jobs.tell_teachers(at(cast, 7))
    move(cast, made, 10)
    assert queries.to_remind_by(cast.actor(cast.zhang), now=timezone.now()) == []
    jobs.remind_families(at(cast, 17))
    assert len(queries.to_remind_by(cast.actor(cast.zhang), now=timezone.now())) == 1
    actions.cancel_appointment(appointment=made, reason="weather", by=cast.actor(cast.zhang), at=timezone.now())
    assert queries.to_remind_by(cast.actor(cast.zhang), now=timezone.now()) == []


def test_the_day_of_a_teacher_costs_the_same_however_many_ask(cast, signed_in):
    def cost(client):
        with CaptureQueriesContext(connection) as captured:
            client.get("/")
        return len(captured)

    def family(number):
        home = cast.make_household(child=f"孩子{number}", guardian="家长", phone=f"1380000{number:04d}")
        signup = sign_up(cast, home)
        signup.remind_by = "teacher"
        signup.save()
        return book(cast, home, 9 + number, form="phone", agreed=True, teachers=[cast.zhang])

    client = signed_in(cast.zhang)
    family(1)
    actions.cancel_appointment(
        appointment=family(2), reason="family", by=cast.actor(cast.zhang), at=timezone.now(), is_released=True
    )
    jobs.tell_teachers(at(cast, 7))
    client.get("/")
    before = cost(client)
    for number in (3, 4):
        family(number)
    for number in (5, 6):
        actions.cancel_appointment(
            appointment=family(number), reason="family", by=cast.actor(cast.zhang), at=timezone.now(), is_released=True
        )
    jobs.tell_teachers(at(cast, 7))
    assert cost(client) == before


def test_text_messages_are_offered_and_sent_only_where_a_sender_is_set_up(cast, asked, monkeypatch):
    assert "sms" not in dict(queries.reminders_offered())
    posted = []
    package = ModuleType("zoufang.ground.channels")
    package.__path__ = []
    parts = {
        "queries": SimpleNamespace(sms_is_set_up=lambda: True),
        "actions": SimpleNamespace(post_sms=lambda **words: posted.append(words)),
    }
    monkeypatch.setattr(sms, "find_spec", lambda name: package)
    monkeypatch.setattr(sms, "_of", parts.__getitem__)
    monkeypatch.setitem(sys.modules, "zoufang.ground.channels", package)

    assert "sms" in dict(queries.reminders_offered())
    asked("sms")
    jobs.remind_families(at(cast, 17))
    jobs.remind_families(at(cast, 20))
    (words,) = posted
    assert (words["to"], words["template"]) == (cast.chen.phone, "visit_reminder")
    assert "陈" not in str(words["values"])


def test_mail_is_offered_only_where_it_leaves_the_house(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    assert "mail" not in dict(queries.reminders_offered())
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    assert list(dict(queries.reminders_offered())) == ["none", "mail", "teacher"]
