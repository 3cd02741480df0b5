"""A family chooses: three screens, one tap to decline, free to change until the visit begins."""

import re
from datetime import date, datetime, time, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from zoufang.engines.refusal import Refused
from zoufang.ground.accounts.actor import SYSTEM
from zoufang.stages.roster.models import Child
from zoufang.stages.signup import actions, queries, rules
from zoufang.stages.signup.models import Signup
from zoufang.stages.signup.states import AnsweredVia, SignupState


@pytest.fixture
def family(cast):
    token = actions.link_for(guardian=cast.chen, campaign=cast.campaign, at=timezone.now()).rpartition("#")[2]
    client = Client()
    client.post("/f/open/", {"code": token})
    client.post("/f/digits/", {"digits": "0001"})
    return client


def codes(cast):
    return [slot.code for slot in queries.slots_for(cast.household, cast.campaign, timezone.now())]


def say(cast, family, **words):
    """The family answers the last screen."""
    sent = {"step": "note", "form": "home", "times": codes(cast)[:1]} | words
    assert family.post("/f/wish/", sent).status_code == 302


# What differs at each loading: tokens against forged forms and the nonce, and the minute of the answer.
SECRETS = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"|nonce="[^"]*"|"X-CSRFToken": ?"[^"]*"')


def test_three_screens_without_a_script_and_nothing_written_before_the_last(cast, family):
    first = family.post("/f/wish/", {"step": "how", "form": "home"})
    assert "什么时候方便" in first.content.decode()
    second = family.post("/f/wish/", {"step": "when", "form": "home", "times": codes(cast)[:2]})
    assert "想先说" in second.content.decode()
    assert codes(cast)[0] in second.content.decode()
    assert not Signup.objects.exists()

    done = family.post("/f/wish/", {"step": "note", "form": "home", "times": codes(cast)[:2] * 2, "note": "有老人"})
    assert done.status_code == 302
    signup = Signup.objects.get()
    assert (signup.state, signup.form, signup.times.count(), signup.note) == ("answered", "home", 2, "有老人")
    assert (signup.answered_via, signup.answered_by) == (AnsweredVia.LINK, cast.chen)


def test_declining_takes_one_tap_and_no_reason_and_can_be_taken_back(cast, family):
    assert family.post("/f/wish/", {"step": "how", "form": "none"}).status_code == 302
    assert Signup.objects.get().state == SignupState.DECLINED

    family.post("/f/wish/", {"step": "note", "form": "phone", "times": codes(cast)[:1]})
    assert Signup.objects.get().state == SignupState.ANSWERED


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"step": "how"}, "怎样见面"),
        ({"step": "how", "form": "teleport"}, "怎样见面"),
        ({"step": "when", "form": "home"}, "至少选一个"),
        ({"step": "note", "form": "home", "times": ["2020-01-01.morning"]}, "已经过去"),
        ({"step": "note", "form": "spaceship"}, "看不懂"),
        ({"step": "note", "form": "home"}, "至少选一个"),
    ],
)
def test_what_is_missing_is_asked_for_on_the_same_screen(cast, family, sent, words):
    answer = family.post("/f/wish/", sent)

    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_once_the_visit_began_the_wish_stands(cast, family):
    family.post("/f/wish/", {"step": "note", "form": "home", "times": codes(cast)[:1]})
    actions.lock_signup(household=cast.household, campaign=cast.campaign, at=timezone.now())

    answer = family.post("/f/wish/", {"step": "how", "form": "none"})
    assert answer.status_code == 422
    assert "走访已经开始" in answer.content.decode()


def test_siblings_of_several_classes_answer_once(cast, family):
    Child.objects.create(household=cast.household, klass=cast.other_class, name="陈小圆")
    family.post("/f/wish/", {"step": "how", "form": "none"})

    for klass in (cast.klass, cast.other_class):
        row = queries.family_rows(klass, cast.campaign)[0]
        assert row.state == SignupState.DECLINED


def test_on_a_teachers_device_it_is_marked(cast, family, signed_in):
    teacher = signed_in(cast.zhang)
    family.cookies.update(teacher.cookies)
    family.post("/f/wish/", {"step": "how", "form": "none"})

    assert Signup.objects.get().answered_via == AnsweredVia.DEVICE


def test_the_teacher_fills_in_what_a_family_told_her_and_it_is_marked(cast, signed_in):
    _ = cast.campaign, cast.household
    address = f"/signup/class/{cast.klass.public_id}/family/{cast.household.public_id}/"
    sent = {"step": "note", "form": "school", "times": codes(cast)[:1]}

    assert signed_in(cast.sun).post(address, sent).status_code == 404
    assert signed_in(cast.qian).post(address, sent).status_code == 404
    assert signed_in(cast.zhang).post(address, sent).status_code == 302
    assert Signup.objects.get().answered_via == AnsweredVia.TEACHER


def test_a_note_for_the_principal_alone_is_shown_to_no_teacher(cast, family, signed_in):
    secret = "孩子爸爸最近不方便"
    family.post(
        "/f/wish/",
        {"step": "note", "form": "home", "times": codes(cast)[:1], "note": secret, "note_for_principal_only": "1"},
    )
    address = f"/signup/class/{cast.klass.public_id}/"

    for page in (
        address,
        f"{address}family/{cast.household.public_id}/",
        f"{address}family/{cast.household.public_id}/?step=note",
        f"/schedule/household/{cast.household.public_id}/",
    ):
        assert secret not in signed_in(cast.zhang).get(page).content.decode(), page


def test_a_note_for_the_principal_alone_reaches_the_principal(cast, family, signed_in):
    say(cast, family, note="孩子爸爸最近不方便", note_for_principal_only="1")
    address = f"/signup/class/{cast.klass.public_id}/"

    assert "孩子爸爸最近不方便" in signed_in(cast.wang).get(address).content.decode()
    for user in (cast.zhang, cast.zhou):
        assert "孩子爸爸最近不方便" not in signed_in(user).get(address).content.decode()


def test_a_teacher_cannot_tell_whether_there_is_a_note_for_the_principal(cast, family, signed_in):
    address = f"/signup/class/{cast.klass.public_id}/"
    pages = (
        address,
        *(f"{address}family/{cast.household.public_id}/?step={step}" for step in ("how", "when", "note")),
        f"/schedule/household/{cast.household.public_id}/",
    )
    seen = []
    for words in ({}, {"note": "孩子爸爸最近不方便", "note_for_principal_only": "1"}):
        say(cast, family, **words)
        client = signed_in(cast.zhang)
        seen.append([SECRETS.sub("", client.get(page).content.decode()) for page in pages])

    assert seen[0] == seen[1]


def test_what_a_teacher_notes_stands_beside_the_familys_words_and_never_instead(cast, family, signed_in):
    say(cast, family, note="只说给园长", note_for_principal_only="1")
    address = f"/signup/class/{cast.klass.public_id}/family/{cast.household.public_id}/"
    sent = {"step": "note", "form": "school", "times": codes(cast)[:1], "note": "电话里说有老人"}
    signed_in(cast.zhang).post(address, sent)

    signup = Signup.objects.get()
    assert (signup.note, signup.note_for_principal_only) == ("只说给园长", True)
    assert signup.note_for_teachers == "电话里说有老人"
    assert "电话里说有老人" in signed_in(cast.zhang).get(f"{address}?step=note").content.decode()


def test_going_back_and_changing_the_answer_later_lose_nothing(cast, family):
    chosen = codes(cast)[:2]
    back = family.post("/f/wish/", {"step": "when", "back": "how", "form": "home", "times": chosen, "note": "有老人"})
    shown = back.content.decode()
    assert back.status_code == 200
    assert 'value="home" checked' in shown
    assert all(f'name="times" value="{code}"' in shown for code in chosen)
    assert "有老人" in shown

    say(cast, family, times=chosen, note="有老人")
    first = family.get("/f/wish/").content.decode()
    assert all(f'name="times" value="{code}"' in first for code in chosen)
    assert "有老人" in first


def test_a_family_that_declines_keeps_what_it_said_to_the_principal(cast, family):
    say(cast, family, note="只说给园长", note_for_principal_only="1")
    family.post("/f/wish/", {"step": "how", "form": "none", "note": "只说给园长", "note_for_principal_only": "1"})

    signup = Signup.objects.get()
    assert (signup.state, signup.note, signup.note_for_principal_only) == ("declined", "只说给园长", True)


def test_answers_on_a_teachers_device_or_by_her_are_not_counted_as_the_familys(cast, family, signed_in):
    address = f"/signup/class/{cast.klass.public_id}/"
    say(cast, family)
    assert "其中家长本人 1 户" in signed_in(cast.zhang).get(address).content.decode()
    for via in (AnsweredVia.DEVICE, AnsweredVia.TEACHER):
        Signup.objects.update(answered_via=via)
        assert "其中家长本人 0 户" in signed_in(cast.zhang).get(address).content.decode()


def test_every_page_of_the_family_says_that_it_may_be_too_much(family):
    for address in ("/family/", "/family/data/", "/f/wish/", "/f"):
        assert "觉得打扰太多" in family.get(address).content.decode()


def test_times_are_the_phases_days_within_visiting_hours_and_not_past():
    now = datetime(2026, 7, 20, 12, 0)
    found = rules.slots(
        [(date(2026, 7, 19), date(2026, 7, 22))], now=now, until=date(2026, 9, 30), earliest=480, latest=1230
    )

    assert (found[0].on, found[0].half) == (date(2026, 7, 20), "afternoon")
    assert found[-1].on == date(2026, 7, 22)
    assert all(time(8) <= slot.starts < slot.ends <= time(20, 30) for slot in found)


def test_after_the_phases_the_next_days_are_offered_until_the_campaign_ends():
    now = datetime(2026, 9, 1, 6, 0)
    found = rules.slots(
        [(date(2026, 7, 19), date(2026, 7, 22))], now=now, until=date(2026, 9, 3), earliest=480, latest=1230
    )

    assert {slot.on for slot in found} == {date(2026, 9, 1) + timedelta(days=n) for n in range(3)}


def test_a_refusal_is_never_turned_into_a_home_visit_by_an_answer_without_a_form(cast):
    with pytest.raises(Refused):
        actions.answer_signup(
            campaign=cast.campaign,
            household=cast.household,
            words=actions.SignupWords(),
            via=AnsweredVia.TEACHER,
            by=SYSTEM,
            at=timezone.now(),
        )
