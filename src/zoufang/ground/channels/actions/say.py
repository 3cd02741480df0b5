"""A line to a group: posted with the act that asks for it, said by the worker, repeated by a person alone once it may
have been heard. Source: decision 11."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from zoufang.engines import outward
from zoufang.engines.refusal import Reason
from zoufang.engines.robots import MOST_A_MINUTE, Fate, Kind, message, read_answer
from zoufang.ground.channels import rules
from zoufang.ground.channels.models import Robot, RobotLine
from zoufang.ground.outbox.actions import post
from zoufang.ground.outbox.delivery import CannotDeliver, TryLater

KIND = "channels.robot_line"
HEADERS = {"Content-Type": "application/json; charset=utf-8"}
PERHAPS = Reason("可能已经发到群里:中途断了。请先到群里看一眼,没有再发")


def post_line(*, robot: Robot, text: str, about: str, at: datetime, deliver_as: str = KIND, key: str = "") -> RobotLine:
    """The line waits for the worker, three seconds after the one before to the same robot. `about`: the public id of what
    it tells of. `deliver_as`: the outbox's kind, for whoever has more to do once it was said."""
    if not connection.in_atomic_block:
        raise RuntimeError("a line is posted in the act's own transaction")
    alike = list(Robot.objects.select_for_update().filter(address_hash=robot.address_hash).order_by("pk"))
    last_due = RobotLine.objects.filter(robot__in=alike).aggregate(last=Max("due_at"))["last"]
    line = RobotLine.objects.create(
        robot=robot,
        klass=robot.klass,
        kind=robot.kind,
        ending=robot.ending,
        about=about,
        text=text,
        due_at=rules.next_turn(at=at, last_due=last_due),
    )
    post(deliver_as, line, unit=robot.klass, at=at, due_at=line.due_at, key=key)
    return line


def say_line(public_id: str, *, at: datetime) -> str:
    """The robot's own words once it took the line. Raises TryLater, CannotDeliver with its words. Said once: a line that
    may have been heard is not said again unless a person asks for it."""
    line = RobotLine.objects.select_related("robot").filter(public_id=public_id).first()
    if line is None or line.robot is None:
        raise CannotDeliver(Reason("机器人已经移除,没有发出"))
    if line.said_at is not None:
        return "0 ok"
    if line.is_under_way:
        # Whoever handed it over last did not live to read the answer.
        _note(line, is_under_way=False)
        raise CannotDeliver(PERHAPS)
    _wait_for_turn(line.robot, at)
    _note(line, is_under_way=True)
    fate, words = _asked(line.robot, line.text, at)
    _note(line, is_under_way=False, said_at=timezone.now() if fate == Fate.DELIVERED else None)
    if fate == Fate.LATER:
        raise TryLater(words)
    if fate == Fate.CANNOT:
        raise CannotDeliver(words)
    return words


def _wait_for_turn(robot: Robot, at: datetime) -> None:
    lately = RobotLine.objects.filter(robot__address_hash=robot.address_hash, said_at__gt=at - timedelta(minutes=1))
    if lately.count() >= MOST_A_MINUTE:
        raise TryLater(Reason("这个机器人一分钟内已发满 20 条,稍后自动再发"))


def _asked(robot: Robot, text: str, at: datetime) -> tuple[Fate, str]:
    kind = Kind(robot.kind)
    sent = message(kind, address=robot.address, secret=robot.secret, text=text, now=at)
    try:
        status, body = outward.post(sent.address, sent.body, HEADERS)
    except outward.NotReached as away:
        return Fate.LATER, away.words
    except outward.PerhapsReached as perhaps:
        return Fate.CANNOT, f"{perhaps.words}。{PERHAPS}"
    fate, words = read_answer(kind, status, body)
    return fate, _without_secrets(words, robot)


def _without_secrets(words: str, robot: Robot) -> str:
    # A robot that quotes what it was told must not put its own key on a page.
    parts = urlsplit(robot.address)
    for key in (parts.query.partition("=")[2], parts.path.rpartition("/")[2] if not parts.query else "", robot.secret):
        if len(key) >= 6:
            words = words.replace(key, "…")
    return words


def _note(line: RobotLine, **facts: object) -> None:
    with transaction.atomic():
        RobotLine.objects.filter(pk=line.pk).update(**facts)
