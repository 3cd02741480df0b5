"""`zoufang serve`: one supervisor, granian's web workers, and exactly one job worker."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import connections

from zoufang.web.gather_static import gather_static

THREADS = 4
PATIENCE_SECONDS = 20
LOOPBACK = ("127.0.0.1", "localhost")


class Command(BaseCommand):
    help = "启动网站和后台 / serve the site and its worker"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)

    def handle(self, *args: Any, host: str, port: int, workers: int, **options: Any) -> None:
        connections.close_all()
        serve(host=host, port=port, workers=max(1, workers))


def serve(*, host: str, port: int, workers: int) -> None:
    """Run both until SIGTERM or Ctrl-C. A child that dies is started again; when the supervisor dies, so do they."""
    if not is_free(host, port):
        sys.stderr.write(f"网站没有启动:端口 {port} 已被占用,换一个,如 PORT={port + 1} make demo\n")
        sys.stderr.write(f"Not started: port {port} is taken; choose another, e.g. PORT={port + 1} make demo\n")
        raise SystemExit(1)
    if host in LOOPBACK:
        # Links and codes carry the address people type: on this machine, the port that was chosen.
        os.environ.setdefault("ZOUFANG_PUBLIC_URL", f"http://{host}:{port}")
    gather_static(settings.STATIC_ROOT)
    web = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)]
    web += ["--workers", str(workers), "--blocking-threads", str(THREADS), "--respawn-failed-workers"]
    web += ["--log-level", "warning", "--no-access-log", "zoufang.wsgi:application"]
    commands = {"web": web, "worker": [sys.executable, "-m", "zoufang.command_line", "worker"]}
    children = {name: _start(command) for name, command in commands.items()}
    stop = _StopFlag()
    began = dict.fromkeys(children, time.monotonic())
    while not stop.asked:
        for name, child in children.items():
            if child.poll() is None or stop.asked:
                continue
            if name == "web" and time.monotonic() - began[name] < 3:
                # Whatever keeps it from starting would keep it from starting again.
                stop.exit_code = child.returncode or 1
                stop.asked = True
                break
            time.sleep(1)
            children[name], began[name] = _start(commands[name]), time.monotonic()
        time.sleep(0.2)
    _end(children.values())
    if stop.exit_code:
        raise SystemExit(stop.exit_code)


def is_free(host: str, port: int) -> bool:
    """Can this port be listened on? (A server of ours that has just ended does not count.)"""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


class _StopFlag:
    """Set by SIGTERM and Ctrl-C."""

    def __init__(self) -> None:
        self.asked = False
        self.exit_code = 0
        signal.signal(signal.SIGTERM, self._ask)
        signal.signal(signal.SIGINT, self._ask)

    def _ask(self, *_: object) -> None:
        self.asked = True


def _start(command: list[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, preexec_fn=_die_with_parent if sys.platform == "linux" else None)  # noqa: S603


def _die_with_parent() -> None:
    # kill -9 of the supervisor leaves no orphan that holds the port: the kernel tells the children.
    import ctypes

    ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG
    # Ctrl-C in a terminal reaches the whole group; the supervisor ends its children in order.
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _end(children: Any) -> None:
    children = list(children)
    for child in children:
        if child.poll() is None:
            child.terminate()
    until = time.monotonic() + PATIENCE_SECONDS
    for child in children:
        try:
            child.wait(timeout=max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
