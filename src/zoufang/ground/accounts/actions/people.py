"""Members of staff come, are corrected, and go; what a person may do follows from the posts alone."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime

from allauth.mfa.models import Authenticator
from axes.utils import reset as unlock
from django.db import IntegrityError, transaction
from django.utils import timezone

from zoufang.engines.refusal import Reason, Refused
from zoufang.ground.accounts import access, queries, rules
from zoufang.ground.accounts.actions.appoint import appoint, end_post
from zoufang.ground.accounts.actions.invite import invite
from zoufang.ground.accounts.actions.note import note, place_of
from zoufang.ground.accounts.actor import Actor
from zoufang.ground.accounts.models import Invitation, Post, User
from zoufang.ground.accounts.states import Role
from zoufang.ground.org.models import Unit
from zoufang.ground.org.queries import school_of
from zoufang.ground.org.states import UnitKind
from zoufang.ground.privacy.fields import fingerprint

NAME_LETTERS = "bcdfghjkmnpqrstvwxyz"


@dataclass(frozen=True)
class PersonWords:
    """What is said about a person; an empty user name means: make one."""

    name: str
    username: str = ""
    phone: str = ""
    email: str = ""

    def bare(self) -> PersonWords:
        """As it is kept."""
        name = " ".join(self.name.split())
        return PersonWords(
            name, rules.bare_username(self.username), rules.bare_phone(self.phone), self.email.strip().lower()
        )


@transaction.atomic
def add_person(*, words: PersonWords, role: Role, unit: Unit, since: date, by: Actor, at: datetime) -> tuple[User, str]:
    """The person exists, holds the post, and can set a password with the code given back. Refused where it is not `by`'s
    to appoint, the user name is taken, or the phone belongs to somebody of the same school already."""
    words = words.bare()
    wrong = rules.what_is_wrong_with_person(**vars(words))
    _refuse_post(by, role, unit, since, None, wrong)
    if words.phone and (known := _same_phone(words.phone, unit)):
        wrong.append(Reason("这个手机号已登记给 %(name)s,请在那一页增加任职", name=known.name))
    if wrong:
        raise Refused(wrong)
    user = new_person(words, unit)
    post = appoint(user=user, role=role, unit=unit, since=since)
    token = invite(user=user, by=by, at=at)
    note("account.added", user, by=by, at=at, unit=unit)
    note("post.given", post, by=by, at=at, unit=unit, facts={"role": role.value})
    return user, token


def new_person(words: PersonWords, unit: Unit) -> User:
    """A person without a password. Refused where the user name is taken."""
    username = words.username or free_username(unit)
    try:
        with transaction.atomic():
            return User.objects.create_user(username, None, name=words.name, phone=words.phone, email=words.email)
    except IntegrityError:
        raise Refused(Reason("用户名“%(name)s”已有人用,请换一个,或留空自动起一个", name=username)) from None


def free_username(unit: Unit) -> str:
    """The unit's three letters and four more at random: says nothing of the person, and nothing can be guessed from it."""
    school = school_of(unit) or unit
    while True:
        made = school.public_id[:3] + "-" + "".join(secrets.choice(NAME_LETTERS) for _ in range(4))
        if not User.objects.filter(username=made).exists():
            return made


@transaction.atomic
def give_post(*, user: User, role: Role, unit: Unit, since: date, until: date | None, by: Actor, at: datetime) -> Post:
    """The person holds one post more. Refused where it is not `by`'s to give."""
    user = User.objects.select_for_update().get(pk=user.pk)
    wrong: list[str] = []
    _refuse_post(by, role, unit, since, until, wrong)
    if wrong:
        raise Refused(wrong)
    post = appoint(user=user, role=role, unit=unit, since=since, until=until)
    note("post.given", post, by=by, at=at, unit=unit, facts={"role": role.value})
    return post


@transaction.atomic
def take_post(*, post: Post, on: date, by: Actor, at: datetime) -> None:
    """The post ends on that day. Refused for a post that is not `by`'s to give, and for the own last one."""
    user = User.objects.select_for_update().get(pk=post.user_id)
    post = Post.objects.select_related("unit").get(pk=post.pk)
    if not access.may_appoint(by, Role(post.role), post.unit):
        raise Refused("这项任职不由您任免;请联系上级管理员")
    held = Post.objects.held(on=timezone.localdate(at)).filter(user=user).count()
    if rules.would_be_left_without_post(own=by.id == user.pk, held_posts=held):
        raise Refused("这是您自己最后一项任职,不能自己结束;请另一位管理员来办")
    end_post(post=post, on=on)
    note("post.ended", post, by=by, at=at, unit=post.unit, facts={"role": post.role})


@transaction.atomic
def correct_person(*, user: User, words: PersonWords, by: Actor, at: datetime) -> None:
    """Name, phone and mail are as said; the user name stays. Refused where the person is not `by`'s to care for."""
    user, words = _cared_for(user, by, at), words.bare()
    if wrong := rules.what_is_wrong_with_person(name=words.name, username="", phone=words.phone, email=words.email):
        raise Refused(wrong)
    place = place_of(user)
    if words.phone and place and (known := _same_phone(words.phone, place)) and known.pk != user.pk:
        raise Refused(Reason("这个手机号已登记给 %(name)s,请核对", name=known.name))
    user.name, user.phone, user.email = words.name, words.phone, words.email
    user.save(update_fields=["name", "phone", "phone_hash", "email"])
    note("account.corrected", user, by=by, at=at, unit=place)


@transaction.atomic
def reset_person(*, user: User, by: Actor, at: datetime) -> str:
    """Password, second factor and every sign-in of this person are gone; the code given back opens a new start."""
    user = _cared_for(user, by, at)
    Authenticator.objects.filter(user=user).delete()
    # Sessions carry a hash of the password: another password, and none of them is valid any more.
    user.set_unusable_password()
    user.save(update_fields=["password"])
    unlock(username=user.username)
    token = invite(user=user, by=by, at=at)
    note("account.reset", user, by=by, at=at, unit=place_of(user))
    return token


@transaction.atomic
def deactivate_person(*, user: User, by: Actor, at: datetime) -> None:
    """The account opens nothing from the next request on; posts stay as they were, for the record."""
    user = _cared_for(user, by, at)
    user.is_active = False
    user.save(update_fields=["is_active"])
    Invitation.objects.filter(user=user, used_at__isnull=True, expires_at__gt=at).update(expires_at=at)
    note("account.switched_off", user, by=by, at=at, unit=place_of(user))


@transaction.atomic
def reactivate_person(*, user: User, by: Actor, at: datetime) -> None:
    """The account opens again, with the password it had."""
    user = _cared_for(user, by, at)
    user.is_active = True
    user.save(update_fields=["is_active"])
    note("account.switched_on", user, by=by, at=at, unit=place_of(user))


def _cared_for(user: User, by: Actor, at: datetime) -> User:
    locked = User.objects.select_for_update().get(pk=user.pk)
    if not access.may_care_for(by, locked, on=timezone.localdate(at)):
        raise Refused("这位老师还有不由您任免的岗位(或就是您自己),请联系上级管理员来办")
    return locked


def _refuse_post(by: Actor, role: Role, unit: Unit, since: date, until: date | None, wrong: list[str]) -> None:
    wrong += rules.what_is_wrong_with_post(role=role, kind=UnitKind(unit.kind), since=since, until=until)
    if not access.may_appoint(by, role, unit):
        wrong.append(Reason("“%(role)s”不由您任免;请联系上级管理员", role=role.label))
    if unit.closed_on is not None:
        wrong.append(Reason("这个单位已经停办,请换一个"))


def _same_phone(phone: str, unit: Unit) -> User | None:
    place = school_of(unit) or unit
    return queries.people_at(place).filter(phone_hash=fingerprint("phone", phone)).first()
