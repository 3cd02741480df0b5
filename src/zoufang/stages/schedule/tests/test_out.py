"""出发 and 返回 in one tap each; who is not back in time is known to the leaders, and nothing of the family leaves the house."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from zoufang.engines.refusal import Refused
from zoufang.ground.accounts.actions import appoint
from zoufang.ground.accounts.states import Role
from zoufang.ground.journal.models import JournalEntry
from zoufang.ground.outbox.actions import deliver_due
from zoufang.ground.outbox.models import OutboxRow
from zoufang.stages.schedule import actions, queries, rules
from zoufang.stages.schedule.models import Appointment, Outing
from zoufang.stages.schedule.tests.test_booking import book, moment, sign_up


@pytest.fixture(autouse=True)
def morning():
    """Half past eight of this day, local: the time machine goes on from there."""
    now = timezone.localtime().replace(hour=8, minute=30, second=0, microsecond=0)
    with time_machine.travel(now, tick=False) as clock:
        yield clock


@pytest.fixture
def booked(cast):
    """Today at nine, both teachers, at home."""
    cast.wang.email = "wang@school.example"
    cast.wang.save()
    return for_family(cast, cast.household, 9)


def for_family(cast, household, hour, minute=0, **more):
    sign_up(cast, household, days=0)
    return book(cast, household, hour, minute, days=0, agreed=True, **more)


def another(cast, number, hour, minute=0):
    return for_family(cast, cast.make_household(child=f"孩子{number}", phone=f"1391234{number:04d}"), hour, minute)


def leave(client, appointment):
    return client.post(f"/schedule/{appointment.public_id}/leave/")


def test_one_tap_out_and_one_back(cast, booked, signed_in):
    client = signed_in(cast.zhang)
    assert "出发" in client.get("/").content.decode()

    assert leave(client, booked).status_code == 302
    out = Outing.objects.get()
    page = client.get("/").content.decode()

    assert set(out.people.all()) == {cast.zhang, cast.li}
    assert timezone.localtime(out.back_until).strftime("%H:%M") == "09:45"
    assert "预计 09:45 返回" in page
    assert "到了,开始记录" in page
    assert "组老师正在外出走访" in signed_in(cast.qian).get("/school/").content.decode()
    assert client.post(f"/schedule/out/{out.public_id}/back/")["Location"] == "/"
    out.refresh_from_db()
    assert out.returned_by == cast.zhang
    assert "预计 09:45" not in client.get("/").content.decode()
    acts = JournalEntry.objects.filter(act__startswith="outing.").order_by("sequence")
    assert list(acts.values_list("act", flat=True)) == ["outing.left", "outing.returned"]


def test_a_colleague_reads_no_names_of_a_class_that_is_not_hers(cast, booked, signed_in):
    appoint(user=cast.zhang, role=Role.TEACHER, unit=cast.other_class, since=cast.today)
    _ = cast.sun
    home = cast.make_household(child="别班的孩子", phone="13912340009", klass=cast.other_class)
    facts = {"campaign": cast.campaign, "household": home, "klass": cast.other_class, "form": "home"}
    at = moment(cast, 10, days=0)
    next_one = Appointment.objects.create(
        round=booked.round, starts_at=at, ends_at=at + timedelta(minutes=30), booked_at=at, **facts
    )
    next_one.teachers.set([cast.zhang, cast.sun])
    Appointment.teachers.through.objects.filter(appointment=booked, user=cast.li).delete()
    leave(signed_in(cast.zhang), booked)

    pages = {
        name: signed_in(getattr(cast, name)).get("/schedule/out/").content.decode() for name in ("zhang", "li", "qian")
    }

    assert {name: "别班的孩子" in page for name, page in pages.items()} == {"zhang": True, "li": False, "qian": True}
    assert "陈小满" in pages["li"]


def test_who_forgot_to_report_back_and_leaves_again_is_watched_for_the_second_way(cast, booked, signed_in, morning):
    later, client = another(cast, 1, 14), signed_in(cast.zhang)
    leave(client, booked)
    morning.move_to(moment(cast, 13, 50, days=0))
    deliver_due(worker="test")
    assert Outing.objects.get().leaders_told_at is not None

    leave(client, later)

    out = Outing.objects.get()
    assert timezone.localtime(out.back_until).strftime("%H:%M") == "14:45"
    morning.move_to(moment(cast, 15, 30, days=0))
    deliver_due(worker="test")
    assert len(mail.outbox) == 2


def test_leaving_twice_by_two_phones_is_one_outing(cast, booked, signed_in):
    leave(signed_in(cast.zhang), booked)
    leave(signed_in(cast.li), booked)

    assert Outing.objects.count() == 1
    assert "返回" in signed_in(cast.li).get("/").content.decode()


def test_families_of_the_same_way_are_stops_of_it_and_one_in_the_evening_is_not(cast, booked):
    second, evening = another(cast, 1, 10), another(cast, 2, 18)

    out = actions.leave(appointment=booked, by=cast.actor(cast.zhang), at=timezone.now())

    assert set(out.stops.all()) == {booked, second}
    assert out.back_until == second.ends_at + timedelta(minutes=15)
    assert evening.starts_at > out.back_until


def test_who_is_not_back_in_time_wakes_the_leaders_and_the_mail_names_no_family(cast, booked, morning, signed_in):
    leave(signed_in(cast.zhang), booked)
    morning.move_to(moment(cast, 10, 4, days=0))
    deliver_due(worker="test")
    assert mail.outbox == []

    morning.move_to(moment(cast, 10, 6, days=0))
    deliver_due(worker="test")
    (message,) = mail.outbox
    deliver_due(worker="test")

    assert len(mail.outbox) == 1
    assert message.to == ["wang@school.example"]
    assert "张老师、李老师" in message.body
    assert "09:45" in message.body
    assert not [word for word in ("陈", "1号楼", "小（1）", "138") if word in message.subject + message.body]
    row = OutboxRow.objects.get(kind="schedule.late_return")
    assert (row.state, row.unit) == ("done", None)
    leader = signed_in(cast.qian)
    assert "组走访的老师该回来了" in leader.get("/school/").content.decode()
    page = leader.get("/schedule/out/").content.decode()
    assert "晚了 21 分钟" in page
    assert "陈小满" in page
    assert leader.post(f"/schedule/out/{Outing.objects.get().public_id}/back/").status_code == 302
    assert Outing.objects.get().returned_by == cast.qian


def test_who_is_back_or_stays_longer_wakes_nobody(cast, booked, morning, signed_in):
    client = signed_in(cast.zhang)
    leave(client, booked)
    out = Outing.objects.get()
    client.post(f"/schedule/out/{out.public_id}/longer/")
    morning.move_to(moment(cast, 10, 10, days=0))
    deliver_due(worker="test")

    assert mail.outbox == []
    assert timezone.localtime(Outing.objects.get().back_until).strftime("%H:%M") == "10:15"
    client.post(f"/schedule/out/{out.public_id}/back/")
    morning.move_to(moment(cast, 11, days=0))
    deliver_due(worker="test")
    assert mail.outbox == []
    assert set(OutboxRow.objects.values_list("state", flat=True)) == {"done"}
    assert client.post(f"/schedule/out/{out.public_id}/longer/").status_code == 422


def test_nobody_leaves_for_another_day_a_talk_at_school_or_a_cancelled_time(cast, booked, signed_in):
    client = signed_in(cast.zhang)
    tomorrow = cast.make_household(child="赵一", phone="13912340011")
    sign_up(cast, tomorrow)
    at_school = for_family(cast, cast.make_household(child="赵二", phone="13912340012"), 10, form="school")
    actions.cancel_appointment(appointment=booked, reason="weather", by=cast.actor(cast.zhang), at=timezone.now())

    assert "已经取消" in leave(client, booked).content.decode()
    assert "不用报" in leave(client, at_school).content.decode()
    refused = leave(client, book(cast, tomorrow))
    assert refused.status_code == 422
    assert "还没到约好的那一天" in refused.content.decode()
    assert not Outing.objects.exists()


@pytest.mark.parametrize("who", ["stranger", "sun", "zhao"])
def test_others_find_nothing(cast, booked, signed_in, who):
    leave(signed_in(cast.zhang), booked)
    out, client = Outing.objects.get(), signed_in(getattr(cast, who))

    assert leave(client, booked).status_code == 404
    assert client.post(f"/schedule/out/{out.public_id}/back/").status_code == 404
    shown = client.get("/schedule/out/")
    assert shown.status_code == 404 or "陈小满" not in shown.content.decode()
    with pytest.raises(Refused):
        actions.come_back(outing=out, by=cast.actor(getattr(cast, who)), at=timezone.now())


def test_only_post_leaves_and_comes_back(cast, booked, signed_in):
    client = signed_in(cast.zhang)
    leave(client, booked)

    assert client.get(f"/schedule/{booked.public_id}/leave/").status_code == 405
    assert client.get(f"/schedule/out/{Outing.objects.get().public_id}/back/").status_code == 405
    assert client.post("/schedule/out/").status_code == 405


def test_the_number_of_queries_does_not_grow_with_those_who_are_out(cast, booked, signed_in):
    client = signed_in(cast.wang)
    leave(signed_in(cast.zhang), booked)

    def count():
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/schedule/out/").status_code == 200
        return len(asked)

    few = count()
    for n in range(3):
        pair = [cast.person(f"out{n}{k}", f"外出{n}{k}", "teacher", cast.klass) for k in range(2)]
        household = cast.make_household(child=f"孩子{n}", phone=f"1391234{n:04d}")
        sign_up(cast, household, days=0)
        made = book(cast, household, 9, days=0, agreed=True, teachers=pair)
        actions.leave(appointment=made, by=cast.actor(pair[0]), at=timezone.now())
    assert count() == few


def test_the_rules_in_words():
    nine = datetime(2026, 7, 20, 9)
    half = timedelta(minutes=30)
    span = rules.Span(nine, nine + half)

    assert rules.back_until(now=nine - half, last=span, travel=half) == nine + 2 * half
    assert rules.back_until(now=nine + timedelta(minutes=31), last=span, travel=half) == nine + timedelta(minutes=95)
    gap = rules.Span(nine + timedelta(hours=2, minutes=1), nine + timedelta(hours=3))
    assert rules.stops_of_one_way(span, [gap]) == 0
    assert "本班老师" in rules.why_not_leave(may=False, stands=True, has_a_way=True, is_today=True)[0]
    assert queries.OutingRow("", "", (("张", ""), ("李", "")), (), nine, nine, 0, None).names == "张、李"
