"""The robots of one class's groups: add, send a test line, remove."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from zoufang.engines.refusal import Refused
from zoufang.ground.channels import access, actions, queries, rules
from zoufang.ground.channels.states import RobotKind
from zoufang.web.pages import go, page, writes

PAGE = "channels/robots.html"


@writes(may=access.may_set_robots, also_shows=True)
def robots(request: HttpRequest, class_id: str) -> HttpResponse:
    """What is set up, and the form for one more. What was typed stands there again where it was refused, and nowhere else."""
    klass = get_object_or_404(queries.classes_set_by(request.actor), public_id=class_id)
    if request.method != "POST":
        return page(request, PAGE, **_shown(klass))
    typed = {name: request.POST.get(name, "")[:2_000] for name in ("kind", "address", "secret")}
    try:
        actions.add_robot(klass=klass, by=request.actor, at=request.now, **typed)
    except Refused as refused:
        return page(request, PAGE, status=422, **_shown(klass, typed) | {"reasons": refused.reasons})
    return go(request, "channels:robots", klass.public_id)


@writes(may=access.may_set_robots)
def test(request: HttpRequest, class_id: str, robot_id: str) -> HttpResponse:
    """One line to the group that says only that the robot works."""
    return _deed(request, class_id, robot_id, actions.try_robot)


@writes(may=access.may_set_robots)
def remove(request: HttpRequest, class_id: str, robot_id: str) -> HttpResponse:
    """The robot is forgotten."""
    return _deed(request, class_id, robot_id, actions.remove_robot)


def _deed(request: HttpRequest, class_id: str, robot_id: str, deed: Any) -> HttpResponse:
    klass = get_object_or_404(queries.classes_set_by(request.actor), public_id=class_id)
    robot = get_object_or_404(queries.robots_of(klass).select_related("klass"), public_id=robot_id)
    deed(robot=robot, by=request.actor, at=request.now)
    return go(request, "channels:robots", klass.public_id)


def _shown(klass: Any, typed: dict[str, str] | None = None) -> dict[str, Any]:
    robots = list(queries.robots_of(klass))
    tests = queries.last_tests(robots)
    taken = {robot.kind for robot in robots}
    return {
        "klass": klass,
        "robots": [(robot, tests.get(robot.pk)) for robot in robots],
        "kinds": [each for each in RobotKind.choices if each[0] not in taken],
        "typed": typed or {"kind": "", "address": "", "secret": ""},
        "keyword": rules.KEYWORD,
        "test_line": rules.TEST_LINE,
        "waits": any(row.is_fresh for row in tests.values()),
        "reasons": (),
    }
