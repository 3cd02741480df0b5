"""The sign-up rush: thousands of families choose in the same minute (page + 3 static files + answer), over 100 connections
against the real server on SQLite; rows stored are counted against answers given, and again with the server killed once in
the middle. `rush.py [FAMILIES]`. Target 4.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode

from guessed_links import ZOUFANG, run, wait_for

CONNECTIONS = 100
CSRF = "a" * 32
FILL = """
import secrets, json
from datetime import timedelta
from django.conf import settings
from django.utils import timezone
from zoufang.ground.campaign.models import Campaign
from zoufang.ground.org.queries import classes_of
from zoufang.stages.roster.models import Household, Guardian, Child
from zoufang.stages.signup.models import FamilyLink, FamilySession
from zoufang.stages.signup.queries import slots_for
c = Campaign.objects.get(public_id="{campaign}")
klass = next(k for k in classes_of(c.unit) if c.phases.filter(entry_year=k.entry_year).exists())
now = timezone.now()
homes = Household.objects.bulk_create(Household(school=c.unit, address=f"{{n}}号") for n in range({families}))
people = Guardian.objects.bulk_create(
    Guardian(household=h, name=f"家长{{n}}", relation="母亲", phone=str(13900000000 + n)) for n, h in enumerate(homes))
Child.objects.bulk_create(Child(household=h, klass=klass, name=f"孩子{{n}}") for n, h in enumerate(homes))
links = FamilyLink.objects.bulk_create(FamilyLink(guardian=g, campaign=c) for g in people)
words = [secrets.token_urlsafe(24) for _ in links]
FamilySession.objects.bulk_create(
    FamilySession(link=l, generation=1, secret_hash=settings.KEYS.fingerprint(w, purpose="link"), opened_at=now,
                  passed_at=now, expires_at=now + timedelta(days=9)) for l, w in zip(links, words))
print("MADE" + json.dumps([words, [s.code for s in slots_for(homes[0], c, now)][:2]]))
"""
COUNT = """
from zoufang.stages.signup.models import Signup
rows = Signup.objects.filter(household__address__isnull=False, household__guardians__name__startswith="家长", state="answered")
print("ROWS", rows.count(), rows.filter(times__isnull=False).distinct().count())
"""


@dataclass
class Rush:
    """What happened: seconds of each request by kind, families that were told "kept", faults seen and mended."""

    port: int
    codes: list[str]
    waiting: list[str]
    static: list[str] = field(default_factory=list)
    page_seconds: list[float] = field(default_factory=list)
    answer_seconds: list[float] = field(default_factory=list)
    kept: int = 0
    refused: list[str] = field(default_factory=list)
    torn: int = 0

    async def go(self) -> float:
        """Everybody chooses; seconds from the first request to the last answer."""
        began = time.perf_counter()
        await asyncio.gather(*(self._hand() for _ in range(CONNECTIONS)))
        return time.perf_counter() - began

    async def _hand(self) -> None:
        line = Line(self.port)
        while self.waiting:
            word = self.waiting.pop()
            while True:
                try:
                    await self._choose(line, word)
                    break
                except (OSError, asyncio.IncompleteReadError):
                    # The phone shows "no connection", the parent taps again.
                    self.torn += 1
                    line.close()
                    await asyncio.sleep(0.2)
        line.close()

    async def _choose(self, line: Line, word: str) -> None:
        cookie = f"zoufang-family={word}; zoufang-csrf={CSRF}"
        began = time.perf_counter()
        status, body = await line.ask("GET", "/f/wish/", cookie)
        self.page_seconds.append(time.perf_counter() - began)
        if status != 200:
            self.refused.append(f"GET {status}")
            return
        if not self.static:
            self.static = re.findall(r'(?:href|src)="(/static/[^"#]+\.(?:css|js))"', body.decode())[:3]
        for address in self.static:
            await line.ask("GET", address, "")
        said = {"csrfmiddlewaretoken": CSRF, "step": "note", "form": "home", "times": self.codes, "note": "下午在家"}
        began = time.perf_counter()
        status, _ = await line.ask("POST", "/f/wish/", cookie, urlencode(said, doseq=True).encode())
        self.answer_seconds.append(time.perf_counter() - began)
        if status == 302:
            self.kept += 1
        else:
            self.refused.append(f"POST {status}")


class Line:
    """One kept connection."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.reader: asyncio.StreamReader | None = None
        self.writer: asyncio.StreamWriter | None = None

    async def ask(self, verb: str, address: str, cookie: str, body: bytes = b"") -> tuple[int, bytes]:
        if self.reader is None or self.writer is None:
            self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        head = (
            f"{verb} {address} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nCookie: {cookie}\r\nAccept-Encoding: gzip\r\n"
        )
        if address.startswith("/f/"):
            head = head.replace("Accept-Encoding: gzip\r\n", "")
        if verb == "POST":
            head += f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
        self.writer.write(head.encode() + b"\r\n" + body)
        top = (await self.reader.readuntil(b"\r\n\r\n")).lower()
        status = int(top[9:12])
        if length := re.search(rb"content-length: (\d+)", top):
            return status, await self.reader.readexactly(int(length[1]))
        body = b""
        if b"transfer-encoding: chunked" in top:
            while size := int(await self.reader.readuntil(b"\r\n"), 16):
                body += (await self.reader.readexactly(size + 2))[:-2]
            await self.reader.readexactly(2)
        return status, body

    def close(self) -> None:
        if self.writer is not None:
            self.writer.close()
        self.reader = self.writer = None


def main(families: int = 10_000) -> None:
    """Once undisturbed, once with a kill in the middle."""
    for killed in (False, True):
        with tempfile.TemporaryDirectory() as home, socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
            probe.close()
            environment = {
                **os.environ,
                "ZOUFANG_HOME": home,
                "ZOUFANG_DATABASE_URL": "",
                "ZOUFANG_EMAIL_URL": "",
                "ZOUFANG_PUBLIC_URL": f"http://127.0.0.1:{port}",
            }
            demo = json.loads(run(environment, "demo", "--size", "class", "--no-serve", "--json"))
            fill = FILL.format(campaign=demo["campaign"], families=families)
            words, codes = json.loads(run(environment, "shell", "-v", "0", "-c", fill).partition("MADE")[2])
            rush = Rush(port, codes, words)
            server = serve(environment, port)
            try:
                took, server = asyncio.run(under_way(rush, environment, server, killed=killed))
            finally:
                os.killpg(server.pid, signal.SIGTERM)
                server.wait()
            rows = run(environment, "shell", "-v", "0", "-c", COUNT).split()[-2:]
            report(rush, families, took, rows, killed=killed)


async def under_way(
    rush: Rush, environment: dict, server: subprocess.Popen, *, killed: bool
) -> tuple[float, subprocess.Popen]:
    """The rush; where asked, everything is killed half-way and started again."""
    going = asyncio.create_task(rush.go())
    if killed:
        half = len(rush.waiting) // 2
        while len(rush.waiting) > half:
            await asyncio.sleep(0.05)
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()
        server = serve(environment, rush.port)
    return await going, server


def serve(environment: dict, port: int) -> subprocess.Popen:
    """The server as an installation starts it; back when it answers."""
    server = subprocess.Popen(
        [ZOUFANG, "serve", "--port", str(port)], env=environment, start_new_session=True, stderr=subprocess.DEVNULL
    )
    wait_for(port)
    return server


def report(rush: Rush, families: int, took: float, rows: list[str], *, killed: bool) -> None:
    print(f"{'killed once half-way' if killed else 'undisturbed'}: {families} families in {took:.1f} s (target 25)")
    print(
        f"  answers given {rush.kept}, rows stored {rows[0]} (with times {rows[1]}), refused {len(rush.refused)}",
        end="",
    )
    print(f" {rush.refused[:3]}" if rush.refused else "", f", torn and tried again {rush.torn}")
    for name, seconds in (("page", rush.page_seconds), ("answer", rush.answer_seconds)):
        cuts = statistics.quantiles(seconds, n=100)
        print(f"  {name}: p50 {cuts[49] * 1000:.0f} ms, p99 {cuts[98] * 1000:.0f} ms (target 300)")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
