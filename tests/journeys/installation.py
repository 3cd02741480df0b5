"""A whole installation for a journey: a home of its own, the real command line, the real server, a real mail server."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from uuid import uuid4

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.architecture.house import ROOT

PATIENCE = 60


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class Mailbox:
    """The supervision office's mail server: keeps what it took."""

    taken: list[EmailMessage] = field(default_factory=list)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        content = envelope.content if isinstance(envelope.content, bytes) else envelope.content.encode()
        self.taken.append(message_from_bytes(content, policy=policy.default))
        return "250 2.0.0 queued as ABC123"


@contextmanager
def mail_server() -> Iterator[tuple[Mailbox, str]]:
    """A real SMTP server on loopback: what it received, and its address as a setting."""
    box, port = Mailbox(), free_port()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield box, f"smtp://127.0.0.1:{port}"
    finally:
        controller.stop()


@dataclass
class Installation:
    """One home with its server."""

    home: Path
    database: str
    mail: str = ""
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "PYTHONPATH": str(ROOT / "src"),
            "PYTHONUTF8": "1",
            "ZOUFANG_HOME": str(self.home),
            "ZOUFANG_DATABASE_URL": self.database,
            "ZOUFANG_EMAIL_URL": self.mail,
            "ZOUFANG_PUBLIC_URL": self.address,
        }

    def run(self, *words: str, expect: int = 0) -> str:
        """One command of the command line; its standard output."""
        command = [sys.executable, "-m", "zoufang.command_line", *words]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, timeout=300)
        assert done.returncode == expect, f"{words}: {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def json(self, *words: str) -> dict:
        """A command with `--json`: the one value that it prints."""
        value: dict = json.loads(self.run(*words, "--json"))
        return value

    def start(self) -> None:
        """Serve until `stop` or `kill`; returns when the server answers."""
        command = [sys.executable, "-m", "zoufang.command_line", "serve", "--port", str(self.port), "--workers", "1"]
        with (self.home / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                command, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )
        wait_for(lambda: answers(f"{self.address}/healthz"), "the server answers")

    def kill(self) -> None:
        """kill -9 of the supervisor and everything below it, at once."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        wait_for(lambda: not answers(f"{self.address}/healthz"), "the port is free")

    def stop(self) -> None:
        """End in order."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()


def answers(address: str) -> bool:
    """Does this address answer with 200?"""
    try:
        with urllib.request.urlopen(address, timeout=2) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def wait_for(what, words: str, seconds: int = PATIENCE) -> None:
    """Until it is so; AssertionError after `seconds`."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if what():
            return
        time.sleep(0.1)
    raise AssertionError(f"in vain, for {seconds} s: {words}")


@contextmanager
def database_for_a_journey(server: str) -> Iterator[str]:
    """'' for SQLite in the home; on PostgreSQL a database of its own that is dropped afterwards."""
    if not server:
        yield ""
        return
    import psycopg

    base, name = server.rsplit("/", 1)[0], f"journey_{uuid4().hex[:12]}"
    with psycopg.connect(f"{base}/postgres", autocommit=True) as connection:
        connection.execute(f'create database "{name}"')
    try:
        yield f"{base}/{name}"
    finally:
        with psycopg.connect(f"{base}/postgres", autocommit=True) as connection:
            connection.execute(f'drop database "{name}" with (force)')
