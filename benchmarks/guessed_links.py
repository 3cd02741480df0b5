"""100,000 guessed codes at the family's door, over loopback against the real server: none opens; a code that begins like a
real one takes no other time than any; guardians behind the same address come in meanwhile. `guessed_links.py [GUESSES]`.
"""

from __future__ import annotations

import http.client
import json
import math
import random
import re
import secrets
import statistics
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools"))
from served_home import served_home

LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"
LENGTH = 26
HANDS = 4  # guessing at once
PAIRS = 3_000
KNOWN = 16  # of 26 letters at most: with two missing, one guess in a thousand would be no guess
GUARDIANS = """
from zoufang.ground.campaign.models import Campaign
from zoufang.stages.roster.models import Guardian
from zoufang.stages.signup.actions import link_for
from zoufang.stages.signup.models import FamilyLink
from django.utils import timezone
import json
locked = set(FamilyLink.objects.filter(locked_at__isnull=False).values_list("guardian", flat=True))
c = Campaign.objects.get(public_id="{campaign}")
print("GUARDIANS" + json.dumps([
    (link_for(guardian=g, campaign=c, at=timezone.now()).rpartition("#")[2], g.phone[-4:])
    for g in Guardian.objects.filter(household__school=c.unit, household__left_on=None)[:40] if g.pk not in locked
]))
"""
SESSIONS = 'from zoufang.stages.signup.models import FamilySession as F; print("SESSIONS", F.objects.count())'


class Browser:
    """One connection that keeps its cookies."""

    def __init__(self, port: int) -> None:
        self.line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies: dict[str, str] = {}
        self.form = ""

    def ask(self, verb: str, address: str, **fields: str) -> tuple[int, str]:
        body = urlencode({"csrfmiddlewaretoken": self.form, **fields}) if verb == "POST" else None
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.line.request(verb, address, body, headers)
        answer = self.line.getresponse()
        text = answer.read().decode()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        if found := re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', text):
            self.form = found[1]
        return answer.status, text

    def door(self) -> Browser:
        self.ask("GET", "/f")
        return self


@dataclass
class Guardians:
    """Families that sign in from the same address while the guessing goes on."""

    ways: list[tuple[str, str]]
    port: int
    seconds: list[float] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def come(self) -> None:
        place = 0
        while not self.over.is_set():
            token, digits = self.ways[place % len(self.ways)]
            place += 1
            began = time.perf_counter()
            browser = Browser(self.port).door()
            steps = [
                browser.ask("POST", "/f/open/", code=token)[0],
                browser.ask("GET", "/f")[0],
                browser.ask("POST", "/f/digits/", digits=digits)[0],
                browser.ask("GET", "/family/")[0],
            ]
            browser.line.close()
            if steps == [302, 200, 302, 200]:
                self.seconds.append(time.perf_counter() - began)
            else:
                self.failed.append(str(steps))
            self.over.wait(0.5)


def main(guesses: int = 100_000) -> None:
    """Fill a home, serve it, guess, print."""
    with served_home(size="class") as place:
        told = place.run("shell", "-v", "0", "-c", GUARDIANS.format(campaign=place.filled["campaign"]))
        measure(guesses, json.loads(told.partition("GUARDIANS")[2]), place.port)
        # Sessions in the database are the guardians' alone.
        print(f"sessions opened  {place.run('shell', '-v', '0', '-c', SESSIONS).split()[-1]}")


def measure(guesses: int, ways: list[tuple[str, str]], port: int) -> None:
    """Guess with guardians coming and going; then, alone, compare beginnings."""
    calm = Guardians(ways, port)
    comes = threading.Thread(target=calm.come)
    comes.start()
    time.sleep(5)
    calm.over.set()
    comes.join()

    guardians = Guardians(ways, port)
    comes = threading.Thread(target=guardians.come)
    comes.start()
    answers: Counter[int] = Counter()
    began = time.perf_counter()
    hands = [
        threading.Thread(target=guess, args=(guesses // HANDS, ways, port, answers, number)) for number in range(HANDS)
    ]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    took = time.perf_counter() - began
    guardians.over.set()
    comes.join()
    print(f"guesses          {sum(answers.values())} in {took:.0f} s ({sum(answers.values()) / took:.0f} a second)")
    opened = sum(count for status, count in answers.items() if status != 422)
    print(f"opened           {opened} (target 0) {dict(answers) if opened else ''}")
    print(
        f"guardians        {len(guardians.seconds)} came in, {len(guardians.failed)} did not (target 0) {guardians.failed[:3] or ''}"
    )
    print(
        f"  four pages, median {statistics.median(guardians.seconds):.3f} s; without guessing {statistics.median(calm.seconds):.3f} s"
    )
    compare(ways[0][0], port)


def guess(count: int, ways: list[tuple[str, str]], port: int, answers: Counter[int], number: int) -> None:
    """Half right in length, a quarter wrong in length, a quarter beginning like a real code."""
    chance = random.Random(number)
    browser = Browser(port).door()
    mine: Counter[int] = Counter()
    for place in range(count):
        kind = place % 4
        length = chance.choice([1, 5, 20, 25, 27, 60]) if kind == 0 else LENGTH
        code = "".join(chance.choice(LETTERS) for _ in range(length))
        if kind == 1:
            known = chance.choice(ways)[0]
            keep = chance.randrange(1, KNOWN)
            code = known[:keep] + code[keep:]
        mine[browser.ask("POST", "/f/open/", code=code)[0]] += 1
    answers.update(mine)


def compare(real: str, port: int) -> None:
    """Does a code that shares all but its last letters with a real one take another time? Pairs in random order, ranked."""
    browser = Browser(port).door()
    times: dict[str, list[float]] = {"known": [], "random": []}
    for _ in range(PAIRS):
        tail = "".join(secrets.choice(LETTERS) for _ in range(LENGTH - KNOWN))
        codes = {"known": real[:KNOWN] + tail, "random": "".join(secrets.choice(LETTERS) for _ in range(LENGTH))}
        for kind in random.sample(sorted(codes), 2):
            began = time.perf_counter()
            browser.ask("POST", "/f/open/", code=codes[kind])
            times[kind].append(time.perf_counter() - began)
    z = rank_test(times["known"], times["random"])
    chance = math.erfc(abs(z) / math.sqrt(2))
    known, other = (statistics.median(times[kind]) * 1000 for kind in ("known", "random"))
    print(f"timing           {KNOWN} letters known {known:.3f} ms, random {other:.3f} ms, {PAIRS} each")
    print(f"  rank test      z = {z:+.2f}, p = {chance:.3f} ({'flat' if chance > 0.01 else 'NOT FLAT'})")


def rank_test(one: list[float], other: list[float]) -> float:
    """Mann–Whitney's U as a normal deviate; ties do not occur in such times."""
    ranked = sorted([(value, 0) for value in one] + [(value, 1) for value in other])
    ranks = sum(rank for rank, (_, which) in enumerate(ranked, start=1) if which == 0)
    n, m = len(one), len(other)
    u = ranks - n * (n + 1) / 2
    return (u - n * m / 2) / math.sqrt(n * m * (n + m + 1) / 12)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
