"""A class gets its teachers."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from zoufang.engines.refusal import Refused
from zoufang.ground.accounts.actions import appoint, end_post
from zoufang.ground.accounts.actor import Actor
from zoufang.ground.accounts.models import Post, User
from zoufang.ground.accounts.states import Role
from zoufang.ground.journal.actions import record
from zoufang.ground.org.models import Unit
from zoufang.stages.assignment import queries, rules
from zoufang.stages.assignment.access import may_assign_at


@transaction.atomic
def assign_teacher(*, klass: Unit, teacher: User, since: date, by: Actor, at: datetime) -> Post:
    """The teacher answers for the class from that day on. Refused for who is not on the staff or is there already."""
    klass = locked_class(klass, by)
    today = timezone.localdate(at)
    school: Unit = klass.get_parent()
    wrong = rules.what_forbids_assigning(
        is_staff=teacher in queries.staff_at(school, on=today),
        teaches_already=any(_held(teacher, klass, on=day) is not None for day in (since, today)),
        is_closed=klass.closed_on is not None,
        since=since,
        today=today,
    )
    if wrong:
        raise Refused(wrong)
    post = _from(teacher, klass, since)
    facts = {"teachers": Post.objects.held(on=max(since, today)).filter(role=Role.TEACHER, unit=klass).count()}
    record("assignment.teacher_assigned", post, by=by, at=at, unit=klass, facts=facts)
    return post


@transaction.atomic
def take_over_posts(
    *, klass: Unit, from_teacher: User, to_teacher: User, on: date, note: str, by: Actor, at: datetime
) -> None:
    """One has left the class by that day, the other answers for it from that day on. Refused where that cannot be.

    Part of `flows.hand_over_class`, which writes the journal.
    """
    klass = locked_class(klass, by)
    today = timezone.localdate(at)
    held = _held(from_teacher, klass, on=today)
    before = [post for post in queries.former_posts_of(klass, on=today) if post.user_id == from_teacher.pk]
    known = held or next(iter(before), None)
    wrong = rules.what_forbids_handover(
        taught=known is not None,
        since=known.since if known else None,
        same=from_teacher == to_teacher,
        successor_is_staff=to_teacher in queries.staff_at(klass.get_parent(), on=today),
        on=on,
        today=today,
        note=note,
    )
    if wrong:
        raise Refused(wrong)
    if held is not None:
        end_post(post=held, on=on)
    if _held(to_teacher, klass, on=today) is None:
        _from(to_teacher, klass, on)


def locked_class(klass: Unit, by: Actor) -> Unit:
    """The class, locked. Refused where its duties are not this person's to arrange."""
    locked: Unit = Unit.objects.select_for_update().get(pk=klass.pk)
    if not may_assign_at(by, locked):
        raise Refused("这个班的分工不归您安排")
    return locked


def _held(teacher: User, klass: Unit, *, on: date) -> Post | None:
    return Post.objects.held(on=on).filter(user=teacher, role=Role.TEACHER, unit=klass).first()


def _from(teacher: User, klass: Unit, since: date) -> Post:
    to_come = Post.objects.filter(
        user=teacher, role=Role.TEACHER, unit=klass, until__isnull=True, since__gt=since
    ).first()
    if to_come is None:
        return appoint(user=teacher, role=Role.TEACHER, unit=klass, since=since)
    to_come.since = since
    to_come.save(update_fields=["since"])
    return to_come
