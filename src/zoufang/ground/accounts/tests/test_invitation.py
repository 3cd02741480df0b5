"""An invitation opens an account once, for seven days, and nobody else ever knows the password."""

import json
import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from zoufang.engines.refusal import Refused
from zoufang.ground.accounts.actions import accept_invitation, address_of, found_district, invite, spelt
from zoufang.ground.accounts.models import Invitation, User
from zoufang.ground.journal.models import JournalEntry
from zoufang.ground.org.models import Unit

PAGE = "/account/invitation/"
GOOD = "river-lamp-seven-green"


@pytest.fixture
def newcomer(cast):
    user = cast.zhang
    user.set_unusable_password()
    user.save()
    return user


@pytest.fixture
def token(cast, newcomer):
    return invite(user=newcomer, by=cast.actor(cast.wang), at=timezone.now())


def send(client, code, password=GOOD, again=None):
    return client.post(PAGE, {"code": code, "password": password, "again": password if again is None else again})


def test_the_link_carries_the_code_behind_the_hash_and_only_a_hash_is_kept(token):
    address = address_of(token)

    assert address == f"http://127.0.0.1:8000/account/invitation/#{token}"
    assert len(token) == 28
    assert token not in str(Invitation.objects.values())


def test_the_page_needs_no_account_and_takes_the_code_by_hand(client, db):
    shown = client.get(PAGE).content.decode()

    assert "邀请码" in shown
    assert 'name="code"' in shown


def test_accepting_sets_the_password_and_signs_in(client, newcomer, token):
    response = send(client, token)

    assert response.status_code == 302
    assert client.get("/visit/").status_code == 200
    assert User.objects.get(pk=newcomer.pk).check_password(GOOD)
    acts = list(JournalEntry.objects.order_by("sequence").values_list("act", flat=True))
    assert acts == ["account.invited", "account.invitation_accepted"]


@pytest.mark.parametrize(
    "typed", [str.upper, spelt, lambda code: f"  {spelt(code)} ", lambda code: spelt(code).replace("-", " ")]
)
def test_the_code_may_be_typed_as_people_type(client, token, typed):
    assert send(client, typed(token)).status_code == 302


def test_it_opens_once(client, token):
    send(client, token)

    again = send(Client(), token, "another-long-secret-word")

    assert again.status_code == 422
    assert "已经用过" in again.content.decode()


def test_it_opens_for_seven_days(client, token):
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    response = send(client, token)

    assert response.status_code == 422
    assert "已经失效" in response.content.decode()


def test_a_new_one_voids_the_older(cast, client, newcomer, token):
    newer = invite(user=newcomer, by=cast.actor(cast.wang), at=timezone.now())

    assert send(Client(), token).status_code == 422
    assert send(client, newer).status_code == 302


@pytest.mark.parametrize(
    ("password", "reason"),
    [("short", "密码太短"), ("1234567890", "太常见"), ("zhang-zhang", "太像"), ("", "密码太短")],
)
def test_no_password_that_can_be_guessed(client, newcomer, token, password, reason):
    response = send(client, token, password)

    assert response.status_code == 422
    assert reason in response.content.decode()
    assert not User.objects.get(pk=newcomer.pk).has_usable_password()


def test_two_different_passwords_are_refused_and_the_code_stays_typed(client, token):
    response = send(client, token, GOOD, again="something-else-here")

    assert response.status_code == 422
    assert "两次输入的密码不一样" in response.content.decode()
    assert token in response.content.decode()


def test_an_unknown_code_opens_nothing(client, db):
    assert send(client, "0" * 28).status_code == 422


def test_who_was_switched_off_cannot_be_invited(cast, newcomer):
    newcomer.is_active = False
    newcomer.save()

    with pytest.raises(Refused):
        invite(user=newcomer, by=cast.actor(cast.wang), at=timezone.now())


def test_an_invitation_of_who_was_switched_off_opens_nothing(newcomer, token):
    User.objects.filter(pk=newcomer.pk).update(is_active=False)

    with pytest.raises(Refused):
        accept_invitation(token=token, password=GOOD, at=timezone.now())


def test_a_real_installation_begins_with_a_district_and_one_invitation(client, db, capsys):
    call_command("found", district="博山区", admin="Admin", name="何管理员", json=True)

    said = json.loads(capsys.readouterr().out)
    assert said["user"] == "admin"
    assert Unit.objects.get().kind == "district"
    assert not User.objects.get().has_usable_password()
    assert send(client, said["invitation"].split("#")[1]).status_code == 302
    assert client.get("/account/people/")["Location"] == "/account/second/needed/"
    assert not Authenticator.objects.exists()


def test_it_begins_once(cast, capsys):
    assert cast.he

    with pytest.raises(SystemExit) as ended:
        call_command("found", district="博山区", admin="second", name="另一位", json=True)

    assert ended.value.code == 1
    assert "已有管理员" in capsys.readouterr().out
    assert not User.objects.filter(username="second").exists()


def test_words_for_people_without_json(db, capsys):
    call_command("found", district="博山区", admin="admin", name="何管理员")

    assert re.search(r"http://127\.0\.0\.1:8000/account/invitation/#[0-9a-z]{28}", capsys.readouterr().out)


def test_the_founder_can_be_invited_by_the_house_only_once_per_name(db):
    found_district(district="甲区", username="admin", name="甲", at=timezone.now())

    with pytest.raises(Refused, match="已有人用"):
        found_district(district="乙区", username="admin", name="乙", at=timezone.now())
    assert not Unit.objects.filter(name="乙区").exists()
