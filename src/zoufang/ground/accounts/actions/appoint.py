"""A person takes up a post or leaves it."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from zoufang.engines.refusal import Refused
from zoufang.ground.accounts.models import Post, User
from zoufang.ground.accounts.states import Role
from zoufang.ground.org.models import Unit


@transaction.atomic
def appoint(*, user: User, role: Role, unit: Unit, since: date, until: date | None = None) -> Post:
    """The person holds the post from `since`. Holding it already changes nothing."""
    if until is not None and until < since:
        raise Refused("任职结束日期早于开始日期,请改正")
    held = Post.objects.held(on=since).filter(user=user, role=role, unit=unit).first()
    if held is None and until is None and Post.objects.filter(user=user, role=role, unit=unit, until=None).exists():
        raise Refused("同样的任职已经有一项,要到以后才开始;请先结束那一项")
    return held or Post.objects.create(user=user, role=role, unit=unit, since=since, until=until)


@transaction.atomic
def end_post(*, post: Post, on: date) -> None:
    """From that day on the post is no longer held: the next request already lacks it. Refused when it ended before."""
    if post.until is not None and post.until <= on:
        raise Refused("这项任职已经结束")
    post.until = max(on, post.since)
    post.save(update_fields=["until"])
