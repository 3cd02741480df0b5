"""A link by which a member of staff sets the own password: nobody else ever knows one."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime

from axes.utils import reset as unlock
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from zoufang.engines.refusal import Refused
from zoufang.ground.accounts.actions.note import note, place_of
from zoufang.ground.accounts.actor import Actor, actor_for
from zoufang.ground.accounts.models import Invitation, User
from zoufang.ground.accounts.states import ActorKind
from zoufang.ground.privacy.fields import fingerprint
from zoufang.web.tables import LETTERS

# 28 letters of 5 bits: 140 random bits in seven groups, and nothing in them to misread when typed by hand.
TOKEN_LETTERS = 28
GROUP = 4
_MEANT = str.maketrans({"i": "1", "l": "1", "o": "0", "u": "v"})


@transaction.atomic
def invite(*, user: User, by: Actor, at: datetime) -> str:
    """The code of a new invitation; it is kept nowhere. Older ones of this person open nothing any more."""
    user = User.objects.select_for_update().get(pk=user.pk)
    if not user.is_active:
        raise Refused("这个账号已停用,请先恢复再邀请")
    Invitation.objects.filter(user=user, used_at__isnull=True, expires_at__gt=at).update(expires_at=at)
    token = "".join(secrets.choice(LETTERS) for _ in range(TOKEN_LETTERS))
    invitation = Invitation.objects.create(
        user=user,
        token_hash=fingerprint("invitation", token),
        invited_by_id=by.id if by.kind == ActorKind.STAFF else None,
        invited_at=at,
        expires_at=at + settings.INVITATION_LASTS,
    )
    note("account.invited", invitation, by=by, at=at, unit=place_of(user))
    return token


@transaction.atomic
def invite_many(*, users: Iterable[User], by: Actor, at: datetime) -> list[tuple[User, str]]:
    """An invitation for each; for a sheet that is printed and cut."""
    return [(user, invite(user=user, by=by, at=at)) for user in users]


@transaction.atomic
def accept_invitation(*, token: str, password: str, at: datetime) -> User:
    """The person has this password, once. Refused for an unknown, used or old code and for a password easily guessed."""
    invitation = Invitation.objects.select_for_update().filter(token_hash=hash_of(token)).first()
    if invitation is None or not invitation.user.is_active:
        raise Refused("邀请码不对。请核对,或请管理员重新发一个邀请")
    if invitation.used_at is not None:
        raise Refused("这个邀请已经用过了。密码设好后请直接登录;不是您设的,请马上告诉管理员")
    if invitation.expires_at <= at:
        raise Refused("这个邀请已经失效。请管理员重新发一个")
    user = invitation.user
    try:
        validate_password(password, user)
    except ValidationError as wrong:
        raise Refused(wrong.messages) from wrong
    user.set_password(password)
    user.save(update_fields=["password"])
    invitation.used_at = at
    invitation.save(update_fields=["used_at"])
    unlock(username=user.username)
    person = actor_for(user, on=timezone.localdate(at))
    note("account.invitation_accepted", invitation, by=person, at=at, unit=place_of(user))
    return user


def hash_of(typed: str) -> str:
    """By which a code is found, however it was typed: capitals, blanks, dashes, letters easily mistaken."""
    bare = "".join(letter for letter in typed.lower() if letter.isascii() and letter.isalnum())
    return fingerprint("invitation", bare.translate(_MEANT))


def address_of(token: str) -> str:
    """The link. The code stands behind #, so that it reaches no log and no other site."""
    return f"{settings.PUBLIC_URL}{reverse('accounts:invitation')}#{token}"


def spelt(token: str) -> str:
    """The code in groups, for the hand."""
    return "-".join(token[start : start + GROUP] for start in range(0, len(token), GROUP))
