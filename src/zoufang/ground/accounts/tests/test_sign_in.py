"""Signing in through the real page: what it says, whom it locks, when it ends."""

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.cast import PASSWORD

from zoufang.ground.accounts.models import User
from zoufang.ground.journal.models import JournalEntry
from zoufang.settings.routes import PACKAGE_ROUTES

LOGIN = "/account/login/"


def code_now(secret):
    return format_hotp_value(hotp_value(secret, int(timezone.now().timestamp()) // 30))


def sign_in(client, username, password=PASSWORD, **more):
    return client.post(LOGIN, {"login": username, "password": password, **more})


def words(response):
    return re.sub(r"\s+", " ", response.content.decode())


def test_a_teacher_signs_in_with_name_and_password(cast, client):
    response = sign_in(client, cast.zhang.username)

    assert response.status_code == 302
    assert response["Location"] == "/"


@pytest.mark.parametrize("typed", ["Zhang", " zhang ", "ZHANG", "ｚｈａｎｇ"])
def test_capitals_and_full_width_of_a_phones_keyboard_are_meant_the_same(cast, client, typed):
    assert cast.zhang

    assert sign_in(client, typed).status_code == 302


def test_a_wrong_password_is_said_plainly_and_the_name_stays_typed(cast, client):
    response = sign_in(client, cast.zhang.username, "wrong-wrong-wrong")

    assert "用户名或密码不对" in words(response)
    assert 'value="zhang"' in words(response)


def test_an_unknown_name_gets_the_same_answer_as_a_wrong_password(cast, client):
    known = words(sign_in(client, cast.zhang.username, "wrong-wrong-wrong"))
    unknown = words(sign_in(Client(), "nobody", "wrong-wrong-wrong"))

    def plain(page):
        return re.sub(r'csrf[^>]*>|hx-headers=\'[^\']*\'|"nobody"|"zhang"', "", page)

    assert plain(known) == plain(unknown)


def test_five_wrong_passwords_lock_the_account_for_a_quarter_of_an_hour(cast, client):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _ in range(4):
            assert sign_in(client, cast.zhang.username, "wrong-wrong-wrong").status_code == 200
        locked = sign_in(client, cast.zhang.username, "wrong-wrong-wrong")
        assert locked.status_code == 429
        assert "15 分钟内不能登录" in words(locked)
        assert JournalEntry.objects.filter(act="account.locked", actor_kind="nobody").count() == 1
        clock.shift(timedelta(minutes=14))
        assert sign_in(client, cast.zhang.username).status_code == 429
        assert JournalEntry.objects.filter(act="account.locked").count() == 1
        clock.shift(timedelta(minutes=2))
        assert sign_in(client, cast.zhang.username).status_code == 302


def test_others_behind_the_same_address_go_on(cast, client):
    for _ in range(6):
        sign_in(Client(), cast.zhang.username, "wrong-wrong-wrong")

    assert sign_in(client, cast.li.username).status_code == 302


def test_two_hundred_teachers_sign_in_behind_one_address(cast, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    users = [User.objects.create_user(f"teacher{n}", PASSWORD, name=f"教师{n}") for n in range(200)]

    assert all(sign_in(Client(), user.username).status_code == 302 for user in users)


def test_signing_in_begins_a_new_session_and_signing_out_ends_it_at_the_server(cast, client):
    client.get(LOGIN)
    client.session.save()
    before = client.session.session_key
    sign_in(client, cast.zhang.username)
    during = client.cookies["zoufang"].value
    assert during != before
    assert Session.objects.filter(session_key=during).exists()

    client.post("/account/logout/")

    assert not Session.objects.filter(session_key=during).exists()
    client.cookies["zoufang"] = during
    assert client.get("/visit/").status_code == 302


def test_twelve_idle_hours_end_a_session(cast, client):
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        sign_in(client, cast.zhang.username)
        clock.shift(timedelta(hours=11))
        assert client.get("/visit/").status_code == 200
        clock.shift(timedelta(hours=11))
        assert client.get("/visit/").status_code == 200
        clock.shift(timedelta(hours=13))
        assert client.get("/visit/").status_code == 302


def test_seven_days_end_a_session_however_busy(cast, client):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        sign_in(client, cast.zhang.username)
        for _ in range(16):
            assert client.get("/visit/").status_code == 200
            clock.shift(timedelta(hours=10))
        clock.shift(timedelta(hours=9))

        assert client.get("/visit/")["Location"].startswith(LOGIN)


def test_a_person_switched_off_is_out_at_the_next_request(cast, client):
    sign_in(client, cast.zhang.username)
    assert client.get("/visit/").status_code == 200

    User.objects.filter(pk=cast.zhang.pk).update(is_active=False)

    assert client.get("/visit/").status_code == 302


def test_a_bare_installation_says_how_to_begin(client, db):
    assert "zoufang found --district" in words(client.get(LOGIN))


def test_with_a_school_the_page_says_nothing_of_beginning(cast, client):
    assert cast.school

    assert "zoufang found" not in words(client.get(LOGIN))


def test_a_changed_password_ends_the_other_sessions_and_keeps_this_one(cast, client):
    other = Client()
    sign_in(client, cast.zhang.username)
    sign_in(other, cast.zhang.username)
    new = "four-unrelated-words-here"

    response = client.post("/account/password/", {"oldpassword": PASSWORD, "password1": new, "password2": new})

    assert response.status_code == 302
    assert client.get("/visit/").status_code == 200
    assert other.get("/visit/").status_code == 302
    assert JournalEntry.objects.filter(act="account.password_changed").exists()


def test_a_weak_new_password_is_refused_in_chinese(cast, client):
    sign_in(client, cast.zhang.username)
    response = client.post("/account/password/", {"oldpassword": PASSWORD, "password1": "12345", "password2": "12345"})

    assert "密码" in words(response)
    assert "too short" not in words(response)


@pytest.mark.parametrize("route", sorted(PACKAGE_ROUTES))
def test_every_page_of_signing_in_wears_the_houses_look_and_speaks_chinese(cast, client, route):
    secret = generate_totp_secret()
    if route in ("mfa_authenticate", "account_login"):
        if route == "mfa_authenticate":
            TOTP.activate(cast.zhang, secret)
            sign_in(client, cast.zhang.username)
    else:
        if route != "mfa_activate_totp":
            TOTP.activate(cast.li, secret)
            RecoveryCodes.activate(cast.li)
        sign_in(client, cast.li.username)
        if route != "mfa_activate_totp":
            client.post(reverse("mfa_authenticate"), {"code": code_now(secret)})

    response = client.get(reverse(route))

    assert response.status_code == 200
    if route == "mfa_download_recovery_codes":
        assert response["Content-Type"].startswith("text/plain")
        return
    page = response.content.decode()
    assert "zoufang.css" in page
    assert "走访" in page
    assert not re.search(r">\s*[A-Z][a-z]+ [a-z]+", page.split("<main")[1].split("Microsoft")[0])
