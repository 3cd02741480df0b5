"""Three phones of two teachers on one visit, a bad line, a server that dies: what has to hold whatever happens.

None lost: whatever was answered stands there, waits to be chosen, or was written over by somebody who had seen it.
None doubled: everything sent once more changes nothing and is answered the same. What was removed stays removed.
"""

from __future__ import annotations

import itertools
import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from tests.journeys.field_line import ANSWER, REQUEST, Line
from tests.journeys.field_phone import Broken, FieldPhone, Page, Sent

CUTS = st.one_of(st.none(), st.none(), st.tuples(st.sampled_from([REQUEST, ANSWER]), st.floats(0, 0.99)))
# What may happen next, and how often beside the others. A list of them is one rule: hypothesis leaves out whole rules
# of a sequence, and then nothing meets.
DEEDS = (
    *["write"] * 5,
    *["note", "rewrite", "remove"] * 2,
    *["both write", "both at one matter"] * 3,
    *["send"] * 4,
    *["meet"] * 5,
    *["photo", "photo", "clock", "die", "finish"],
)
MOVES = st.lists(
    st.tuples(st.sampled_from(DEEDS), st.permutations([0, 1, 2]), st.integers(0, 9), st.lists(CUTS, max_size=3)),
    min_size=4,
    max_size=7,
)


@dataclass
class World:
    """The server behind its line, and the families that nobody has visited yet."""

    line: Line
    cookies: list[str]
    class_id: str
    families: Iterator[str]
    kill: Callable[[], None] = lambda: None
    fault: str = ""
    kills_left: int = 0
    photos_left: int = 0
    sequences: int = 0
    tokens: Iterator[int] = field(default_factory=itertools.count)

    def headers(self, phone: int) -> dict[str, str]:
        return {"Cookie": self.cookies[phone], "X-CSRFToken": "a" * 32, "X-Fault": self.fault}

    @cached_property
    def receipt_key(self) -> dict[str, str]:
        status, body = self.line.call("GET", "/api/v1/device", headers=self.headers(0))
        if status != 200:
            raise Broken(f"device answers {status}")
        key: dict[str, str] = json.loads(body)["receipt"]
        return key


class FieldMachine(RuleBasedStateMachine):
    """`world` is given by the test; each sequence is one family's visit."""

    world: World

    @initialize()
    def begin(self) -> None:
        world = self.world
        world.line.cuts.clear()
        world.sequences += 1
        family, key = next(world.families), world.receipt_key
        self.phones = [
            FieldPhone(f"phone{n}", world.line, world.headers(n), key, family, world.class_id) for n in range(3)
        ]
        self.photos = 0

    def token(self) -> str:
        return f"t{next(self.world.tokens)}"

    @rule(moves=MOVES)
    def happen(self, moves: list[tuple[str, list[int], int, list[tuple[str, float] | None]]]) -> None:
        for deed, order, number, cuts in moves:
            one, other, third = (self.phones[n] for n in order)
            field = "opinions" if number < 7 else "remark"
            match deed:
                case "write":
                    for _ in range(1 + number % 3):
                        one.write(field, self.token())
                case "both write":
                    one.write(field, self.token())
                    other.write(field, self.token())
                case "note":
                    one.note(self.token())
                case "rewrite" if one.matters:
                    one.rewrite(one.matter(number), self.token())
                case "remove" if one.matters:
                    one.remove(one.matter(number))
                case "both at one matter":
                    self.one_removes_what_another_rewrites(one, other, number)
                case "send":
                    self.send(one, cuts, most=(1, 2, 50)[number % 3])
                case "meet":
                    self.meet([one, other, third][: 2 + number % 2])
                case "photo":
                    self.take_a_photo(one)
                case "finish" if not one.is_finished:
                    one.finish()
                case "clock":
                    one.clock = timedelta(hours=number * 17 - 80)
                case "die":
                    self.die(one)

    def one_removes_what_another_rewrites(self, one: FieldPhone, other: FieldPhone, which: int) -> None:
        both = sorted(set(one.names()) & set(other.names()))
        if not both:
            one.note(self.token())
            self.meet([one, other])
            both = sorted(set(one.names()) & set(other.names()))
        if both:
            matter = both[which % len(both)]
            one.remove(one.names()[matter])
            other.rewrite(other.names()[matter], self.token())

    def take_a_photo(self, phone: FieldPhone) -> None:
        # Decoding a picture in its own process takes a quarter of a second: a few of them in a run.
        if self.world.photos_left > 0 and self.photos < 2:
            self.world.photos_left -= 1
            self.photos += 1
            phone.take_photo(next(self.world.tokens))

    def send(self, phone: FieldPhone, cuts: list[tuple[str, float] | None], *, most: int) -> None:
        self.world.line.cuts.extend(cuts)
        phone.send(most)
        self.world.line.cuts.clear()

    def meet(self, phones: list[FieldPhone]) -> None:
        """All send on a good line, and see what stands there."""
        for each in phones:
            each.open()
            each.send()
        page = phones[0].look()
        for each in phones:
            each.learn(page)

    def die(self, phone: FieldPhone) -> None:
        """Killed while it is sent to, on a line that loses the answer; everything is sent again when it is back."""
        if self.world.kills_left > 0 and phone.queue:
            self.world.kills_left -= 1
            sending = threading.Thread(target=phone.send)
            sending.start()
            self.world.kill()
            sending.join()

    def teardown(self) -> None:
        if not hasattr(self, "phones") or not any(each.target for each in self.phones):
            return
        for each in self.phones:
            for _ in range(3):
                if each.queue:
                    each.send()
            if each.queue:
                raise Broken("a good line does not bring it there")
        first = next(each for each in self.phones if each.target)
        page = first.page()
        self.check(page)
        for each in self.phones:
            # Everything once more, in one go: the same answers, and nothing changes.
            again = each.post([sent.operation for sent in each.answered]) if each.answered else []
            if again != [sent.result for sent in each.answered]:
                raise Broken("sent again, answered otherwise")
        if (after := first.page()) != page:
            raise Broken(f"doubled: {page} became {after}")
        for each in self.phones:
            if each.target:
                each.learn(after)
                if each.known != {name: page.words[name] for name in ("opinions", "remark")}:
                    raise Broken("phones do not come to say the same")

    # What has to hold -------------------------------------------------------------------------------------------
    def check(self, page: Page) -> None:
        answered = [(each, sent) for each in self.phones for sent in each.answered]
        visits = {sent.result["public_id"] for _, sent in answered if sent.operation["kind"] == "visit.open"}
        if len(visits) > 1:
            raise Broken("one family, two visits")
        for name in ("opinions", "remark"):
            changes = [(each, sent) for each, sent in answered if says(sent, "visit.change", name)]
            lost = unaccounted(changes, name, {page.words[name], *page.offered})
            if lost:
                raise Broken(f"{name} lost: {lost}; {page}")
        self.check_matters(page, answered)
        photos = sum(sent.operation["kind"] == "photo.add" for _, sent in answered)
        if page.photos != photos:
            raise Broken(f"{photos} photos were received, {page.photos} are there")

    def check_matters(self, page: Page, answered: list[tuple[FieldPhone, Sent]]) -> None:
        names = {sent.operation["id"]: sent.result["public_id"] for _, sent in answered if is_kind(sent, "matter.add")}
        told: dict[str, list[tuple[FieldPhone, Sent]]] = {}
        removed: dict[str, Sent] = {}
        for each, sent in answered:
            kind, target = sent.operation["kind"], sent.operation["target"]
            public_id = names.get(target, target)
            if kind in ("matter.add", "matter.change"):
                told.setdefault(public_id, []).append((each, sent))
            elif kind == "matter.remove":
                removed[public_id] = sent
        texts = list(page.matters.values())
        for public_id, changes in told.items():
            words = {sent.operation["changes"]["text"]["to"] for _, sent in changes}
            if public_id in removed:
                if words & set(texts) or public_id in page.matters:
                    raise Broken(f"removed and back: {public_id}")
                lost = unaccounted(changes, "text", {removed[public_id].seen, *page.offered, *self.unseen(removed)})
            else:
                if sum(text in words for text in texts) != 1:
                    raise Broken(f"a matter stands {sum(text in words for text in texts)} times: {page}")
                lost = unaccounted(changes, "text", {*texts, *page.offered})
            if lost:
                raise Broken(f"of a matter lost: {lost}; {page}")

    def unseen(self, removed: dict[str, Sent]) -> set[str]:
        """What several phones had seen when each took the same matter away."""
        ids = {sent.operation["target"] for sent in removed.values()}
        return {s.seen for each in self.phones for s in each.answered if s.operation["target"] in ids or s.seen}


def is_kind(sent: Sent, kind: str) -> bool:
    return bool(sent.operation["kind"] == kind)


def says(sent: Sent, kind: str, name: str) -> bool:
    return is_kind(sent, kind) and name in sent.operation["changes"]


def unaccounted(changes: list[tuple[FieldPhone, Sent]], name: str, there: set[str]) -> list[str]:
    """Words that were answered, stand nowhere, and were written over by nobody who had seen them."""
    lost = []
    for phone, sent in changes:
        text, order = sent.operation["changes"][name]["to"], sent.operation["order"]
        own_later = any(p is phone and s.operation["order"] > order for p, s in changes)
        seen = any(
            s.operation["changes"][name]["from"] == text and name not in s.result.get("fields", {})
            for _, s in changes
            if s is not sent
        )
        if text not in there and not own_later and not seen:
            lost.append(text)
    return lost
