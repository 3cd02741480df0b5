"""A class group's robot is added, tried, removed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zoufang.engines.refusal import Reason, Refused
from zoufang.ground.accounts.actor import Actor
from zoufang.ground.channels import rules
from zoufang.ground.channels.access import may_set_robots_of
from zoufang.ground.channels.actions.say import post_line
from zoufang.ground.channels.models import Robot, RobotLine
from zoufang.ground.channels.states import RobotKind
from zoufang.ground.journal.actions import record
from zoufang.ground.org.models import Unit
from zoufang.ground.privacy.fields import fingerprint

NOT_YOURS = "只有本班教师、园长和整理提报专人可以接这个班的机器人"


@transaction.atomic
def add_robot(*, klass: Unit, kind: str, address: str, secret: str, by: Actor, at: datetime) -> Robot:
    """The class's group of this kind can be spoken to. Refused for any address but a robot's own."""
    if not may_set_robots_of(by, klass):
        raise Refused(NOT_YOURS)
    address, secret = address.strip(), secret.strip()
    if lacks := rules.what_a_robot_lacks(kind, address, secret):
        raise Refused(lacks)
    if Robot.objects.select_for_update().filter(klass=klass, kind=kind).exists():
        raise Refused(Reason("这个班已经接了一个%(kind)s机器人。要换,请先移除旧的", kind=RobotKind(kind).label))
    robot = Robot.objects.create(
        klass=klass,
        kind=kind,
        address=address,
        secret=secret,
        address_hash=fingerprint("robot", address),
        ending=address[-4:],
        added_by_id=by.id or None,
        added_at=at,
    )
    record("robot.added", robot, by=by, at=at, unit=klass, facts={"kind": kind})
    return robot


@transaction.atomic
def try_robot(*, robot: Robot, by: Actor, at: datetime) -> RobotLine:
    """A line that says nothing but that the robot works goes to the group."""
    if not may_set_robots_of(by, robot.klass):
        raise Refused(NOT_YOURS)
    line = post_line(robot=robot, text=rules.TEST_LINE, about=robot.public_id, at=at)
    record("robot.tested", robot, by=by, at=at, unit=robot.klass, facts={"kind": robot.kind})
    return line


@transaction.atomic
def remove_robot(*, robot: Robot, by: Actor, at: datetime) -> None:
    """Address and secret are gone; what still waits for this robot is not sent."""
    if not may_set_robots_of(by, robot.klass):
        raise Refused(NOT_YOURS)
    robot = Robot.objects.select_for_update().get(pk=robot.pk)
    record("robot.removed", robot, by=by, at=at, unit=robot.klass, facts={"kind": robot.kind})
    robot.delete()
