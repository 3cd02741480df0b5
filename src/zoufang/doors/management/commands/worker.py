"""`zoufang worker`: deliver the outbox and keep the timetable, until told to stop."""

from __future__ import annotations

import logging
import os
import signal
import socket
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, close_old_connections, connections
from django.utils import timezone

from zoufang.ground.outbox.actions import deliver_due, free_leases, tick

log = logging.getLogger(__name__)
HOST = socket.gethostname()[:20]
IDLE_SECONDS = 1.0
TICK_SECONDS = 30.0


class Command(BaseCommand):
    help = "送出发件箱里的消息,按时间表做事 / deliver the outbox, keep the timetable"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="deliver what is due now, then end")

    def handle(self, *args: Any, once: bool, **options: Any) -> None:
        name = f"{HOST}:{os.getpid()}"
        if once:
            while deliver_due(worker=name):
                pass
            return
        self.stopping = False
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, self._stop)
        self._work(name)

    def _work(self, name: str) -> None:
        next_tick = 0.0
        freed = False
        while not self.stopping:
            (Path(settings.HOME) / "worker.beat").touch()  # `/readyz` looks at it
            tried = 0
            try:
                close_old_connections()
                if not freed:
                    freed = free_leases(is_alive=is_alive) >= 0
                if time.monotonic() >= next_tick:
                    tick(now=timezone.now())
                    next_tick = time.monotonic() + TICK_SECONDS
                # One by one, so that a request to stop waits for one delivery at most.
                tried = deliver_due(worker=name, limit=1)
            except DatabaseError as fault:
                # The database is away (restart, full disk): nothing is lost, the rows wait.
                log.error("worker: %s", type(fault).__name__)
                connections.close_all()
                time.sleep(2)
            if not tried and not self.stopping:
                time.sleep(IDLE_SECONDS)

    def _stop(self, *_: object) -> None:
        self.stopping = True


def is_alive(worker: str) -> bool:
    """Does the worker of this name (`host:pid`) still live? Of another machine's nobody here knows: yes.

    Asked before this worker has claimed anything: what bears its own name is a dead one's (numbers begin anew in a
    container that is started again).
    """
    host, _, pid = worker.rpartition(":")
    if host != HOST or not pid.isdigit():
        return True
    if int(pid) == os.getpid():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
