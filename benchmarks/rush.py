"""The sign-up rush: thousands of families choose in the same minute (page + 3 static files + answer), over 100 connections
against the real server on SQLite; rows stored are counted against answers given, and again with the server killed once in
the middle. Beside it the usual page (`reference/signup_forms.py`). `rush.py [FAMILIES [PAIRS]]`. Target 4.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools"))
from served_home import ServedHome, free_port, served_home, wait_for

CONNECTIONS = 100
PAIR_FAMILIES = 2_000
REFERENCE = Path(__file__).resolve().parent / "reference"
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

    async def warm_up(self) -> None:
        """Somebody looked before: every thread of the server has its views and its connection."""

        async def look() -> None:
            line = Line(self.port)
            for _ in range(10):
                await line.ask("GET", "/f/wish/", f"zoufang-family={self.waiting[0]}; zoufang-csrf={CSRF}")
            line.close()

        await asyncio.gather(*(look() for _ in range(CONNECTIONS)))

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


def main(families: int = 10_000, pairs: int = 3) -> None:
    """Pairs of reference and product, in turn; then everybody at the product, undisturbed and with a kill in the middle."""
    some = min(families, PAIR_FAMILIES)
    found = [(reference(some), product(some)) for _ in range(pairs)]
    if found:
        print("beside gunicorn, WhiteNoise and Django's forms (target 3):")
        for what, at in (("families a second", 0), ("CPU of a family", 1)):
            middle = statistics.median(theirs[at] for theirs, _ in found)
            kept = [(theirs[at], ours[at]) for theirs, ours in found if abs(theirs[at] - middle) <= 0.15 * middle]
            ratio = statistics.median(ours / theirs for theirs, ours in kept)
            print(f"  {what}: {ratio if at == 0 else 1 / ratio:.2f} times", end="")
            print(f", median of {len(kept)} pairs of {pairs} whose references agree within 15 %")
    for killed in (False, True):
        product(families, killed=killed)


def product(families: int, *, killed: bool = False) -> tuple[float, float]:
    """These families at the product; families a second, seconds of CPU for each."""
    with served_home(size="class", is_served=False) as place:
        fill = FILL.format(campaign=place.filled["campaign"], families=families)
        words, codes = json.loads(place.run("shell", "-v", "0", "-c", fill).partition("MADE")[2])
        rush = Rush(place.port, codes, words)
        place.start()
        assert place.server is not None
        took, spent = asyncio.run(under_way(rush, place.server.pid, place if killed else None))
        place.stop()
        rows = place.run("shell", "-v", "0", "-c", COUNT).split()[-2:]
        return report("killed once half-way" if killed else "undisturbed", rush, families, took, spent, rows)


def reference(families: int) -> tuple[float, float]:
    """These families at the usual sign-up page."""
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "REFERENCE_HOME": home}
        program = [sys.executable, str(REFERENCE / "signup_forms.py")]
        ask = partial(subprocess.run, env=environment, check=True, capture_output=True, text=True)
        told = ask([*program, "fill", str(families)]).stdout
        words, codes = json.loads(told.partition("MADE")[2])
        port = free_port()
        rush = Rush(port, codes, words)
        gunicorn = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--log-level", "error"]
        gunicorn += ["--workers", str(os.cpu_count() or 1), "--threads", "4", "--chdir", str(REFERENCE)]
        server = subprocess.Popen([*gunicorn, "signup_forms:application"], env=environment, start_new_session=True)
        try:
            wait_for(f"http://127.0.0.1:{port}")
            took, spent = asyncio.run(under_way(rush, server.pid))
        finally:
            server.terminate()
            server.wait()
        rows = ask([*program, "count"]).stdout.split()[-2:]
        return report("reference", rush, families, took, spent, rows)


def seconds_of(group: int) -> float:
    """CPU that this process group has used so far."""
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it has just ended
        if int(fields[2]) == group:
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


async def under_way(rush: Rush, server: int, place: ServedHome | None = None) -> tuple[float, float]:
    """The rush at a server (a process group) that has been up for a while; where a `place` is given, everything there is
    killed half-way and started again. Seconds on the clock, seconds of the server's CPU."""
    await rush.warm_up()
    before = seconds_of(server)
    going = asyncio.create_task(rush.go())
    if place is not None and place.server is not None:
        half = len(rush.waiting) // 2
        while len(rush.waiting) > half:
            await asyncio.sleep(0.05)
        before -= seconds_of(server)
        place.kill()
        place.start()
        server = place.server.pid
    took = await going
    return took, seconds_of(server) - before


def report(what: str, rush: Rush, families: int, took: float, spent: float, rows: list[str]) -> tuple[float, float]:
    print(f"{what}: {families} families in {took:.1f} s, {families / took:.0f} a second (target 400 on two cores)")
    print(f"  CPU of the server {1000 * spent / families:.1f} ms a family")
    print(
        f"  answers given {rush.kept}, rows stored {rows[0]} (with times {rows[1]}), refused {len(rush.refused)}",
        end="",
    )
    print(f" {rush.refused[:3]}" if rush.refused else "", f", torn and tried again {rush.torn}")
    for name, seconds in (("page", rush.page_seconds), ("answer", rush.answer_seconds)):
        cuts = statistics.quantiles(seconds, n=100)
        print(f"  {name}: p50 {cuts[49] * 1000:.0f} ms, p99 {cuts[98] * 1000:.0f} ms (target 300)", flush=True)
    return families / took, spent / families


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:]))
