"""Robots and what became of their lines; never an address or a secret."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Q, QuerySet

from zoufang.engines.refusal import Reason
from zoufang.ground.accounts.actor import Actor
from zoufang.ground.accounts.states import Role
from zoufang.ground.channels.models import Robot, RobotLine, TextMessage
from zoufang.ground.channels.rules import what_to_do
from zoufang.ground.channels.states import RobotKind
from zoufang.ground.org.models import Unit
from zoufang.ground.outbox.models import OutboxRow
from zoufang.ground.outbox.states import PostState


def sms_is_set_up(template: str = "") -> bool:
    """Does this installation send text messages (of this template)?"""
    account = settings.SMS
    return account is not None and (not template or template in account.templates)


def last_text_about(public_id: str) -> datetime | None:
    """When the last text that tells of this was posted."""
    last = TextMessage.objects.filter(about=public_id).order_by("-posted_at")
    return last.values_list("posted_at", flat=True).first()


def what_a_text_is_about(public_id: str) -> str:
    """The public id of what this text tells of; '' for one that is not there."""
    return TextMessage.objects.filter(public_id=public_id).values_list("about", flat=True).first() or ""


def was_text_written(about: str, *, since: datetime) -> bool:
    """Was a text of this written since then, sent or not?"""
    return TextMessage.objects.filter(about=about, posted_at__gte=since).exists()


def classes_set_by(actor: Actor) -> QuerySet[Unit]:
    """The classes whose robots this person sets up."""
    inside = Q(pk__in=actor.classes_taught())
    for path in actor.paths_as(Role.PRINCIPAL, Role.CLERK):
        inside |= Q(path__startswith=path)
    found: QuerySet[Unit] = Unit.objects.classes().filter(inside, closed_on__isnull=True)
    return found


def robots_of(klass: Unit) -> QuerySet[Robot]:
    """The robots of this class's groups."""
    return Robot.objects.filter(klass=klass).order_by("pk")


def robots_of_classes(klass_ids: Iterable[int]) -> dict[int, list[Robot]]:
    """Robots by class: one query."""
    found: dict[int, list[Robot]] = {}
    for robot in Robot.objects.filter(klass__in=list(klass_ids)).order_by("pk"):
        found.setdefault(robot.klass_id, []).append(robot)
    return found


@dataclass(frozen=True)
class LineRow:
    """A line to one group with its true state; `words` are the robot's own."""

    public_id: str
    about: str
    robot_id: int | None
    kind_label: str
    ending: str
    state: str
    state_label: str
    words: str
    attempts: int
    due_at: datetime
    first_due_at: datetime
    said_at: datetime | None

    @property
    def has_failed(self) -> bool:
        return self.state == PostState.GAVE_UP

    @property
    def is_fresh(self) -> bool:
        """Posted, and the worker has not been there yet: the answer is a matter of seconds."""
        return self.is_under_way and not self.words

    @property
    def advice(self) -> Reason | None:
        """What to do about the robot's words, where they are known."""
        return None if self.is_done else what_to_do(self.words)

    @property
    def is_done(self) -> bool:
        return self.state == PostState.DONE

    @property
    def is_under_way(self) -> bool:
        return not self.has_failed and not self.is_done


def lines_about(public_ids: Iterable[str]) -> list[LineRow]:
    """Every line that tells of these things, the newest first: two queries."""
    lines = list(RobotLine.objects.filter(about__in=list(public_ids)).order_by("-pk"))
    posts = {each.subject: each for each in OutboxRow.objects.filter(subject__in=[line.public_id for line in lines])}
    return [_line_row(line, posts[line.public_id]) for line in lines if line.public_id in posts]


def line_by_id(public_id: str) -> LineRow | None:
    """The line of this public id."""
    line, post = RobotLine.objects.filter(public_id=public_id).first(), post_of_line(public_id)
    return _line_row(line, post) if line and post else None


def last_tests(robots: Iterable[Robot]) -> dict[int, LineRow]:
    """The newest test line of each robot."""
    known = {robot.public_id: robot.pk for robot in robots}
    found: dict[int, LineRow] = {}
    for row in lines_about(known):
        found.setdefault(known[row.about], row)
    return found


def post_of_line(public_id: str) -> OutboxRow | None:
    """The outbox row that carries this line."""
    return OutboxRow.objects.filter(subject=public_id).select_related("unit").first()


def _line_row(line: RobotLine, post: OutboxRow) -> LineRow:
    return LineRow(
        public_id=line.public_id,
        about=line.about,
        robot_id=line.robot_id,
        kind_label=str(RobotKind(line.kind).label),
        ending=line.ending,
        state=post.state,
        state_label=str(PostState(post.state).label),
        words=post.last_words,
        attempts=post.attempt_count,
        due_at=post.due_at,
        first_due_at=line.due_at,
        said_at=line.said_at,
    )
