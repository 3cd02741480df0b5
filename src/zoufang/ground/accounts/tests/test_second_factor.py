"""District, principals and leaders come with a second factor before they reach anything."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY, TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.test import Client
from django.utils import timezone
from tests.cast import PASSWORD

from zoufang.ground.journal.models import JournalEntry
from zoufang.stages.visit.models import Visit

NEEDED = "/account/second/needed/"
ACTIVATE = "/account/second/totp/"


def code_now(secret):
    return format_hotp_value(hotp_value(secret, int(timezone.now().timestamp()) // 30))


def sign_in(client, username):
    return client.post("/account/login/", {"login": username, "password": PASSWORD})


@pytest.mark.parametrize("who", ["he", "zhao", "wang", "qian"])
def test_who_must_is_led_to_set_it_up_and_may_then_go_on(transactional_db, cast, client, who):
    user = getattr(cast, who)
    sign_in(client, user.username)
    response = client.get("/account/people/", follow=True)
    assert response.redirect_chain[-1][0] == ACTIVATE
    assert "您的岗位能看到" in response.content.decode()
    secret = client.session[SECRET_SESSION_KEY]

    response = client.post(ACTIVATE, {"code": code_now(secret)})

    assert response.status_code == 302
    assert response["Location"] == "/account/second/codes/"
    assert client.get(NEEDED)["Location"] == "/"
    assert client.get("/account/second/").status_code == 200
    stored = Authenticator.objects.get(user=user, type="totp")
    assert secret not in str(stored.data)
    assert JournalEntry.objects.filter(act="account.second_factor_set_up").exists()


@pytest.mark.parametrize("who", ["zhang", "wu", "zhou"])
def test_others_need_none(cast, client, who):
    sign_in(client, getattr(cast, who).username)

    assert client.get(NEEDED)["Location"] == "/"


def test_a_person_with_it_is_asked_at_the_door_and_nothing_opens_before(cast, client):
    secret = generate_totp_secret()
    TOTP.activate(cast.wang, secret)

    response = sign_in(client, cast.wang.username)

    assert response["Location"] == "/account/second/sign-in/"
    assert client.get("/visit/")["Location"].startswith("/account/login/")
    assert client.post("/account/second/sign-in/", {"code": "000000"}).status_code == 200
    assert client.post("/account/second/sign-in/", {"code": code_now(secret)}).status_code == 302
    assert client.get("/visit/").status_code == 200


def test_a_session_from_before_it_was_set_up_shows_it_once(cast, signed_in):
    secret = generate_totp_secret()
    client = signed_in(cast.wang, second=False)
    TOTP.activate(cast.wang, secret)

    assert client.get(NEEDED)["Location"] == "/account/second/again/"
    client.post("/account/second/again/", {"code": code_now(secret)})

    assert client.get("/visit/").status_code == 200


@pytest.mark.parametrize(
    "how",
    [
        {},
        {"headers": {"hx-request": "true"}},
        {"headers": {"accept": "application/json"}},
        {"content_type": "application/json"},
        {"headers": {"x-requested-with": "XMLHttpRequest"}},
    ],
)
def test_no_kind_of_post_gets_round_it(cast, signed_in, how):
    client = signed_in(cast.wang, second=False)
    response = client.post("/account/people/add/", data={"name": "新人", "role": "teacher"}, **how)

    assert (response.get("HX-Redirect") or response["Location"]) == NEEDED
    assert response.status_code in (204, 302)


def test_without_it_a_person_holds_no_duty_at_all(cast, rf, signed_in):
    from zoufang.ground.accounts.middleware import actor_of

    request = rf.get("/")
    request.user, request.session = cast.wang, Client().session

    actor = actor_of(request)

    assert actor.awaits_second_factor
    assert actor.duties == ()


def test_a_duty_that_needs_it_keeps_it(cast, client):
    secret = generate_totp_secret()
    TOTP.activate(cast.wang, secret)
    sign_in(client, cast.wang.username)
    client.post("/account/second/sign-in/", {"code": code_now(secret)})

    assert "不能停用" in client.get("/account/second/totp/off/").content.decode()
    client.post("/account/second/totp/off/")

    assert Authenticator.objects.filter(user=cast.wang, type="totp").exists()


def test_others_may_give_it_up(cast, client):
    secret = generate_totp_secret()
    TOTP.activate(cast.zhang, secret)
    sign_in(client, cast.zhang.username)
    client.post("/account/second/sign-in/", {"code": code_now(secret)})

    assert client.post("/account/second/totp/off/").status_code == 302
    assert not Authenticator.objects.filter(user=cast.zhang).exists()
    assert JournalEntry.objects.filter(act="account.second_factor_given_up").exists()


def test_five_wrong_codes_are_enough(cast, client):
    secret = generate_totp_secret()
    TOTP.activate(cast.wang, secret)
    sign_in(client, cast.wang.username)
    for _ in range(5):
        client.post("/account/second/sign-in/", {"code": "000000"})

    response = client.post("/account/second/sign-in/", {"code": code_now(secret)})

    assert "15 分钟后再试" in response.content.decode()


def test_a_record_of_somebody_elses_factor_does_not_count(cast, signed_in):
    client = signed_in(cast.wang, second=True)
    session = client.session
    session["account_authentication_methods_user"] = str(cast.qian.pk)
    session.save()

    assert client.get("/visit/")["Location"] == NEEDED


def test_nothing_was_written_on_the_way(cast, signed_in):
    visit = cast.make_visit()
    signed_in(cast.wang, second=False).post(f"/visit/{visit.public_id}/finish/", {"outcome": "met"})

    assert Visit.objects.get(pk=visit.pk).finished_at is None
