"""`zoufang tick`: run what the timetable has due."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from zoufang.ground.outbox.actions import tick


class Command(BaseCommand):
    help = "做时间表上到时的事 / run what the timetable has due"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--now", default="", help="ISO time; without a zone it is local")
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *args: Any, now: str, as_json: bool, **options: Any) -> None:
        done = tick(now=_moment(now))
        self.stdout.write(json.dumps({"ran": done}) if as_json else "\n".join(done) or "没有到时的事 / nothing due")


def _moment(said: str) -> datetime:
    if not said:
        return timezone.now()
    try:
        at = datetime.fromisoformat(said)
    except ValueError:
        raise CommandError(f"--now 看不懂:{said}(例:2026-09-01T06:00)", returncode=2) from None
    return at if timezone.is_aware(at) else timezone.make_aware(at)
