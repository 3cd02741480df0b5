"""The family's screens, one question each: place, reminder, language; a changed wish and the time that was booked for it."""

from datetime import UTC, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from zoufang.stages.problem.models import Problem
from zoufang.stages.roster.models import Child
from zoufang.stages.schedule.actions import move_appointment
from zoufang.stages.schedule.models import Appointment
from zoufang.stages.schedule.queries import booked_of_household
from zoufang.stages.schedule.tests.test_booking import book, moment
from zoufang.stages.signup.actions import link_for
from zoufang.stages.signup.models import Signup
from zoufang.stages.signup.queries import slots_for
from zoufang.stages.signup.states import AnsweredVia
from zoufang.stages.visit.tests.test_family_pages import by_link


@pytest.fixture
def family(cast):
    assert cast.zhang
    assert cast.li
    return by_link(cast.chen, cast.campaign)


def codes(cast, days=1, **more):
    on = cast.today + timedelta(days=days)
    found = slots_for(cast.household, cast.campaign, timezone.now(), **more)
    return [slot.code for slot in found if slot.on == on]


def say(cast, client, **words):
    sent = {"step": "note", "form": "home", "times": codes(cast)[:1]} | words
    answer = client.post("/f/wish/", sent)
    assert answer.status_code == 302
    return answer


def booked(cast, hour=9, **more):
    return book(cast, cast.household, hour, **more)


def stands(cast):
    return booked_of_household(cast.campaign, cast.household)


def test_only_an_agreed_place_is_asked_for_and_it_is_kept_encrypted(cast, family, signed_in):
    assert "什么时候方便" in family.post("/f/wish/", {"step": "how", "form": "home"}).content.decode()
    where = family.post("/f/wish/", {"step": "how", "form": "community"}).content.decode()
    assert "在哪里见面" in where
    assert "第 2 步,共 4 步" in where
    empty = family.post("/f/wish/", {"step": "where", "form": "community", "place": " "})
    assert (empty.status_code, "小区东门" in empty.content.decode()) == (422, True)
    when = family.post("/f/wish/", {"step": "where", "form": "community", "place": "银杏广场"}).content.decode()
    assert "什么时候方便" in when
    assert 'name="place" value="银杏广场"' in when

    say(cast, family, form="community", place="银杏广场")
    assert Signup.objects.get().place == "银杏广场"
    assert Signup.objects.extra(where=["place like %s"], params=["%银杏%"]).count() == 0
    assert "银杏广场" in signed_in(cast.zhang).get(f"/schedule/household/{cast.household.public_id}/").content.decode()
    assert "银杏广场" in signed_in(cast.zhang).get(f"/signup/class/{cast.klass.public_id}/").content.decode()
    assert "银杏广场" not in signed_in(cast.zhou).get(f"/signup/class/{cast.klass.public_id}/").content.decode()
    say(cast, family, form="home", place="银杏广场")
    assert Signup.objects.get().place == ""


def test_too_long_a_place_is_refused_and_stays_typed(cast, family):
    sent = {"step": "note", "form": "community", "times": codes(cast)[:1], "place": "东" * 81}

    assert family.post("/f/wish/", sent).status_code == 422
    assert not Signup.objects.exists()


def test_after_signing_up_one_may_choose_a_reminder_and_none_is_the_default(cast, family):
    assert say(cast, family)["Location"] == "/f/remind/"
    page = family.get("/f/remind/").content.decode()
    assert 'value="none" checked' in page
    assert "短信" not in page, "no sender of text messages is set up"
    assert family.post("/f/remind/", {"remind_by": "none"})["Location"] == "/family/"

    family.post("/f/remind/", {"remind_by": "mail", "mail": "parent@example.com"})
    signup = Signup.objects.get()
    assert (signup.remind_by, signup.remind_mail) == ("mail", "parent@example.com")
    assert Signup.objects.extra(where=["remind_mail like %s"], params=["%parent%"]).count() == 0
    assert "parent@example.com" in family.get("/f/remind/").content.decode()
    assert "parent@example.com" in family.get("/family/data/").content.decode()
    family.post("/f/remind/", {"remind_by": "teacher", "mail": "parent@example.com"})
    assert Signup.objects.get().remind_mail == ""


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"remind_by": "mail", "mail": ""}, "请填收提醒的邮箱"),
        ({"remind_by": "mail", "mail": "no address"}, "请填收提醒的邮箱"),
        ({"remind_by": "mail", "mail": "a@b.example\nBcc: x@y.example"}, "请填收提醒的邮箱"),
        ({"remind_by": "sms"}, "请选择怎样提醒您"),
        ({"remind_by": "pigeon"}, "请选择怎样提醒您"),
        ({"remind_by": "none", "language": "tlh"}, "请选择一种语言"),
    ],
)
def test_a_reminder_that_cannot_be_is_refused_on_the_same_page(cast, family, sent, words):
    answer = family.post("/f/remind/", sent)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert Signup.objects.filter(remind_by="none").count() == Signup.objects.count()


def test_the_language_is_kept_for_the_family_and_meets_it_on_its_next_phone(cast, family):
    say(cast, family)
    assert Signup.objects.get().language == "zh-hans"
    family.post("/f/remind/", {"remind_by": "none", "language": "en"})
    assert Signup.objects.get().language == "en"
    assert 'lang="en"' in family.get("/family/").content.decode()

    token = link_for(guardian=cast.chen, campaign=cast.campaign, at=timezone.now()).rpartition("#")[2]
    fresh = Client()
    fresh.post("/f/open/", {"code": token})
    fresh.post("/f/digits/", {"digits": "0001"})
    assert 'lang="en"' in fresh.get("/family/").content.decode()


def test_whoever_comes_to_the_school_may_choose_a_time_after_pick_up(cast, family):
    at_school = family.post("/f/wish/", {"step": "how", "form": "school"}).content.decode()
    at_home = family.post("/f/wish/", {"step": "how", "form": "home"}).content.decode()

    assert "<strong>放学后</strong> 17:00–17:30" in at_school
    assert "放学后" not in at_home


def test_a_wish_that_no_longer_holds_the_booked_time_frees_it_and_the_teachers_are_told(cast, family, signed_in):
    say(cast, family, times=codes(cast)[:1])
    made = booked(cast, 9)
    say(cast, family, times=codes(cast)[1:2])

    made.refresh_from_db()
    assert (made.state, made.cancel_reason, made.is_released, made.sequence) == ("cancelled", "family", True, 1)
    for teacher in (cast.zhang, cast.li):
        page = signed_in(teacher).get("/").content.decode()
        assert "家长改了主意" in page
        assert "不行,请重新约" in page


def test_a_change_that_still_holds_the_booked_time_changes_nothing_of_it(cast, family):
    say(cast, family, times=codes(cast)[:1])
    made = booked(cast, 9)
    say(cast, family, times=codes(cast)[:2], note="有老人")

    made.refresh_from_db()
    assert (made.state, made.sequence) == ("booked", 0)


def test_a_time_agreed_on_the_telephone_outlives_a_change_of_the_note(cast, family):
    say(cast, family, times=codes(cast)[:1])
    made = booked(cast, 12, agreed=True)
    say(cast, family, times=codes(cast)[:1], note="有老人")

    made.refresh_from_db()
    assert made.state == "booked"


def test_another_form_or_declining_frees_the_booked_time(cast, family):
    for words in ({"form": "phone"}, {"form": "none"}):
        Appointment.objects.all().delete()
        say(cast, family)
        made = booked(cast, 9)
        say(cast, family, **words)
        made.refresh_from_db()
        assert (made.state, made.is_released) == ("cancelled", True), words


def test_both_siblings_classes_hear_of_it_and_nobody_elses(cast, family, signed_in):
    Child.objects.create(household=cast.household, klass=cast.other_class, name="陈小圆")
    say(cast, family)
    booked(cast, 9)
    say(cast, family, form="none")

    for user, hears in ((cast.zhang, True), (cast.sun, True), (cast.stranger, False)):
        assert ("家长改了主意" in signed_in(user).get("/").content.decode()) is hears, user


def test_the_teacher_notes_it_with_one_tap_and_only_a_teacher_of_the_class(cast, family, signed_in):
    say(cast, family)
    made = booked(cast, 9)
    family.post("/f/call-off/")
    seen = f"/schedule/{made.public_id}/seen/"

    for user in (cast.sun, cast.stranger, cast.wang):
        assert signed_in(user).post(seen).status_code == 404
    zhang = signed_in(cast.zhang)
    assert zhang.get(seen).status_code == 405
    assert "这次不参加了" in zhang.get("/").content.decode()
    assert zhang.post(seen).status_code == 302
    assert zhang.post(seen).status_code == 302
    assert "家长改了主意" not in zhang.get("/").content.decode()


def test_what_a_teacher_fills_in_herself_is_no_news_to_her(cast, family, signed_in):
    say(cast, family)
    made = booked(cast, 9)
    address = f"/signup/class/{cast.klass.public_id}/family/{cast.household.public_id}/"
    assert signed_in(cast.zhang).post(address, {"step": "how", "form": "none"}).status_code == 302

    made.refresh_from_db()
    assert (made.state, made.is_released) == ("cancelled", False)
    assert "家长改了主意" not in signed_in(cast.li).get("/").content.decode()


def test_this_time_does_not_suit_is_one_tap_to_when_and_can_be_taken_back(cast, family, signed_in):
    say(cast, family, times=codes(cast)[:1])
    made = booked(cast, 9)
    assert "这个时间不行" in family.get("/family/").content.decode()

    answer = family.post("/f/other-time/")
    assert answer["Location"] == "/f/wish/?step=when"
    assert "什么时候方便" in family.get(answer["Location"]).content.decode()
    story = family.get("/family/").content.decode()
    assert "原来的时间已退回" in story
    assert "请重新约" in signed_in(cast.zhang).get("/").content.decode()
    assert family.post("/f/other-time/").status_code == 422

    assert family.post("/f/take-back/").status_code == 302
    assert stands(cast) == made
    assert "家长改了主意" not in signed_in(cast.zhang).get("/").content.decode()
    assert family.post("/f/take-back/").status_code == 422


def test_calling_off_is_one_tap_and_undo_brings_all_back(cast, family):
    say(cast, family, times=codes(cast)[:2], form="home", note="有老人")
    made = booked(cast, 9)

    assert family.post("/f/call-off/").status_code == 302
    signup = Signup.objects.get()
    assert (signup.state, signup.form, stands(cast)) == ("declined", "", None)
    assert "撤销取消" in family.get("/family/").content.decode()
    assert family.post("/f/call-off/").status_code == 422

    assert family.post("/f/take-back/").status_code == 302
    signup = Signup.objects.get()
    assert (signup.state, signup.form, signup.times.count(), signup.note) == ("answered", "home", 2, "有老人")
    made.refresh_from_db()
    assert (made.state, made.sequence, made.is_released, made.cancel_reason) == ("booked", 2, False, "")


def test_undo_after_the_time_went_to_another_family_says_so_and_keeps_the_wish(cast, family):
    say(cast, family)
    booked(cast, 9)
    family.post("/f/call-off/")
    other = cast.make_household(child="李小树", guardian="李树", phone="13812340002")
    book(cast, other, 9, agreed=True)

    page = family.post("/f/take-back/", follow=True).content.decode()
    assert "已经约给了别人" in page
    assert Signup.objects.get().state == "answered"
    assert stands(cast) is None


def test_undo_does_not_bring_back_a_time_that_had_not_suited(cast, family):
    say(cast, family)
    booked(cast, 9)
    family.post("/f/other-time/")
    family.post("/f/call-off/")
    family.post("/f/take-back/")

    assert Signup.objects.get().state == "answered"
    assert stands(cast) is None


def test_once_the_visit_began_nothing_is_changed_here(cast, family):
    say(cast, family)
    booked(cast, 9)
    cast.make_visit()

    for address in ("/f/other-time/", "/f/call-off/", "/f/take-back/"):
        answer = family.post(address)
        assert (answer.status_code, "走访已经开始" in answer.content.decode()) == (422, True), address
    assert "这个时间不行" not in family.get("/family/").content.decode()
    assert stands(cast) is not None


def test_without_a_link_or_with_another_verb_nothing_happens(cast, family):
    say(cast, family)
    made = booked(cast, 9)
    other = cast.make_household(child="赵一", guardian="赵大", phone="13812340002")
    theirs = by_link(other.guardians.get(), cast.campaign)
    for address in ("/f/other-time/", "/f/call-off/", "/f/take-back/"):
        assert family.get(address).status_code == 405
        assert Client().post(address)["Location"] == "/f"
        theirs.post(address)
    assert Client().get("/f/remind/")["Location"] == "/f"
    made.refresh_from_db()
    assert made.state == "booked"


def test_what_is_changed_on_a_teachers_device_is_marked(cast, family, signed_in):
    say(cast, family)
    booked(cast, 9)
    family.cookies.update(signed_in(cast.zhang).cookies)
    assert family.post("/f/other-time/").status_code == 422
    for address in ("/f/call-off/", "/f/take-back/"):
        family.post(address)
        assert Signup.objects.get().answered_via == AnsweredVia.DEVICE, address


def test_on_a_teachers_device_nobody_takes_a_matter_back_for_the_family(cast, family, signed_in):
    family.post("/problem/family/new/", {"text": "午睡太短"})
    problem = Problem.objects.get()
    own = dict(family.cookies)
    family.cookies.update(signed_in(cast.zhang).cookies)
    withdraw = f"/problem/family/{problem.public_id}/withdraw/"

    answer = family.post(withdraw)
    assert (answer.status_code, "请用自己的手机" in answer.content.decode()) == (422, True)
    problem.refresh_from_db()
    assert problem.state == "raised"
    family.cookies.clear()
    family.cookies.update(own)
    assert family.post(withdraw).status_code == 302


def test_the_booked_time_is_on_the_familys_page_at_once(cast, family):
    booked(cast, 10, agreed=True)
    page = family.get("/family/").content.decode()

    assert f"{timezone.localtime(moment(cast, 10)):%H:%M}" in page
    assert "张老师" in page


def test_the_calendar_file_keeps_its_name_and_tells_of_changes_and_cancelling(cast, family):
    say(cast, family)
    made = booked(cast, 9)
    address = "/schedule/family/calendar.ics"
    uid = f"UID:{made.public_id}@zoufang"
    first = family.get(address)
    text = first.content.decode()
    assert first["Content-Type"] == "text/calendar; charset=utf-8"
    for words in (uid, "SEQUENCE:0", "STATUS:CONFIRMED", "TRIGGER:-P1D", "TRIGGER:-PT60M", "ACTION:DISPLAY"):
        assert words in text, words
    assert f"DTSTART:{made.starts_at.astimezone(UTC):%Y%m%dT%H%M%SZ}" in text
    assert not [words for words in ("陈小满", "陈建国", "1号楼", "138****", "13812") if words in text]

    move_appointment(
        appointment=made,
        starts_at=moment(cast, 10),
        ends_at=moment(cast, 10, 30),
        teachers=[cast.zhang, cast.li],
        by=cast.actor(cast.zhang),
        at=timezone.now(),
    )
    text = family.get(address).content.decode()
    assert uid in text
    assert "SEQUENCE:1" in text
    family.post("/f/call-off/")
    text = family.get(address).content.decode()
    assert uid in text
    assert "SEQUENCE:2" in text
    assert "STATUS:CANCELLED" in text
    assert "VALARM" not in text

    family.post("/f/take-back/")
    family.post("/f/other-time/")
    again = booked(cast, 11, agreed=True)
    text = family.get(address).content.decode()
    assert text.count("BEGIN:VEVENT") == 2, "the new time, and the old one to be taken out"
    assert again.public_id in text
