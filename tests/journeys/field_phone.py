"""A phone of the state machine: writes without a line, keeps each operation until its receipt was checked."""

from __future__ import annotations

import hashlib
import io
import json
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from html import unescape
from typing import Any

from PIL import Image

from tests.journeys.field_line import Cut, Line
from tests.phone import Phone, receipt_holds

LABELS = {"opinions": "意见建议", "remark": "备注"}
PIECE = 700  # of photos of about 2 KB: three pieces


class Broken(AssertionError):
    """A promise of the protocol does not hold."""


@dataclass
class Sent:
    """An operation that was answered, and what the phone had seen of the matter that it takes away."""

    operation: dict[str, Any]
    result: dict[str, Any]
    seen: str = ""


@dataclass
class FieldPhone:
    """What the phone holds of one family. `matters`: by the id by which it calls them, the text that it knows."""

    name: str
    line: Line
    headers: dict[str, str]
    receipt_key: dict[str, str]
    household: str
    class_id: str
    phone: Phone = field(default_factory=Phone)
    clock: timedelta = timedelta()
    target: str = ""
    base: int = 0
    known: dict[str, str] = field(default_factory=dict)
    matters: dict[str, str] = field(default_factory=dict)
    queue: list[dict[str, Any]] = field(default_factory=list)
    pictures: dict[str, bytes] = field(default_factory=dict)
    is_finished: bool = False
    seen: dict[str, str] = field(default_factory=dict)
    answered: list[Sent] = field(default_factory=list)
    refused: list[Sent] = field(default_factory=list)

    # Written without a line ---------------------------------------------------------------------------------------
    def make(self, kind: str, target: str = "", **fields: Any) -> dict[str, Any]:
        if kind != "visit.open" and not self.target:
            said = {"household": self.household, "class_": self.class_id, "form": "home", "appointment": ""}
            self.target = self.make("visit.open", **said)["id"]
        at = datetime.now().astimezone() + self.clock
        made = self.phone.operation(kind, target, base=self.base, at=at, **fields)
        self.queue.append(made)
        return made

    def open(self) -> str:
        if not self.target:
            self.make("visit.change", "later", remark="")
            self.queue.pop()
        return self.target

    def write(self, name: str, text: str) -> None:
        self.make("visit.change", self.open(), **{name: (self.known.get(name, ""), text)})
        self.known[name] = text

    def note(self, text: str) -> None:
        made = self.make("matter.add", visit=self.open(), text=text, settle="pass_on", answer="")
        self.matters[made["id"]] = text

    def rewrite(self, matter: str, text: str) -> None:
        self.make("matter.change", matter, text=(self.matters[matter], text))
        self.matters[matter] = text

    def remove(self, matter: str) -> None:
        made = self.make("matter.remove", matter)
        self.seen[made["id"]] = self.matters.pop(matter)

    def finish(self) -> None:
        self.make("visit.change", self.open(), outcome="met", met="奶奶")
        self.make("visit.finish", self.target)

    def names(self) -> dict[str, str]:
        """What the phone calls the matters that the server knows too, by their public ids."""
        made = {each.operation["id"]: each.result.get("public_id", "") for each in self.answered}
        return {
            made.get(own, own): own for own in self.matters if made.get(own, own) and (own in made or "-" not in own)
        }

    def matter(self, number: int) -> str:
        """One of those it knows."""
        return list(self.matters)[number % len(self.matters)]

    def take_photo(self, colour: int) -> None:
        out = io.BytesIO()
        Image.effect_noise((48, 32), 60 + colour % 40).save(out, "JPEG")
        content, upload = out.getvalue(), Phone().uuid
        self.pictures[upload] = content
        sha256 = hashlib.sha256(content).hexdigest()
        self.make("photo.add", visit=self.open(), upload=upload, sha256=sha256, consent=True)

    # On the line ----------------------------------------------------------------------------------------------------
    def send(self, most: int = 50) -> bool:
        """Photos first, then the batch. False where the line broke: everything unanswered is still here."""
        batch = self.queue[:most]
        if not batch:
            return True
        try:
            for each in batch:
                if each["kind"] == "photo.add":
                    self._upload(each["changes"]["upload"]["to"])
            answers = self.post(batch)
        except Cut:
            return False
        for operation, result in zip(batch, answers, strict=True):
            self._take(operation, result)
        return True

    def post(self, operations: list[dict[str, Any]]) -> list[dict[str, Any]]:
        sent_at = datetime.now().astimezone() + self.clock
        body = json.dumps(self.phone.batch(*operations, sent_at=sent_at)).encode()
        status, said = self._call("POST", "/api/v1/sync", body, {"Content-Type": "application/json"})
        if status != 200:
            raise Broken(f"sync answers {status}")
        return list(parsed(said)["results"])

    def page(self) -> Page:
        """The visit's page as a person sees it now, through the same line."""
        visit = next((each.result["public_id"] for each in self.answered if each.operation["kind"] == "visit.open"), "")
        status, body = self._call("GET", f"/visit/{visit or self.target}/")
        if status != 200:
            raise Broken(f"the visit's page answers {status}")
        return Page.read(body.decode())

    def look(self) -> Page | None:
        """The page, where the line holds."""
        try:
            return self.page() if self.target and not self.queue else None
        except Cut:
            return None

    def learn(self, page: Page | None) -> None:
        """Know what stands there; only where everything of the phone's own has been answered, as the page does."""
        if page is None or self.queue:
            return
        self.is_finished = page.is_finished
        self.base = max(self.base, page.version)
        self.known = {name: page.words[name] for name in ("opinions", "remark")}
        own = {each.result.get("public_id"): each.operation["id"] for each in self.answered}
        there = {} if page.is_finished else page.matters
        self.matters = {own.get(id) or id: text for id, text in there.items()}

    def _upload(self, upload: str) -> None:
        content, address = self.pictures[upload], f"/api/v1/upload/{upload}"
        first = parsed(self._call("GET", address)[1])["received"]
        while first < len(content):
            piece = content[first : first + PIECE]
            span = f"bytes {first}-{first + len(piece) - 1}/{len(content)}"
            status, said = self._call("PUT", address, piece, {"Content-Range": span})
            if status not in (200, 409):
                raise Broken(f"upload answers {status}")
            first = parsed(said)["received"]

    def _take(self, operation: dict[str, Any], result: dict[str, Any]) -> None:
        self.queue.remove(operation)
        sent = Sent(operation, result, self.seen.get(operation["id"], ""))
        if result["id"] != operation["id"]:
            raise Broken("answers are not in the order sent")
        if result["state"] == "refused":
            # Somebody else has taken the matter away or rewritten it: the phone asks its owner. Nothing else may be refused.
            if operation["kind"] not in ("matter.change", "matter.remove") or "code" in result:
                raise Broken(f"{operation['kind']} refused: {result}")
            self.refused.append(sent)
            return
        if result["state"] not in ("stored", "conflict") or not receipt_holds(
            self.receipt_key, operation, result["receipt"]
        ):
            raise Broken(f"no receipt that holds: {result['state']}")
        self.base = max(self.base, result.get("version", 0))
        self.answered.append(sent)

    def _call(
        self, verb: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None
    ) -> tuple[int, bytes]:
        return self.line.call(verb, path, body, {**self.headers, **(headers or {})})


def parsed(body: bytes) -> Any:
    """Half an answer is none."""
    try:
        return json.loads(body)
    except ValueError as fault:
        raise Cut("half an answer") from fault


@dataclass(frozen=True)
class Page:
    """What the visit's page says: the record, its matters by public id, what waits to be chosen, how many photos."""

    version: int
    words: dict[str, Any]
    matters: dict[str, str]
    offered: tuple[str, ...]
    photos: int
    is_finished: bool = False

    @classmethod
    def read(cls, page: str) -> Page:
        part = re.search(r'<section id="matters".*?</section>', page, re.S)[0]
        matters = {}
        for number, line in enumerate(re.findall(r"<li>.*?</li>", part, re.S)):
            named = re.search(r"/matter/(\w+)/remove/", line)
            # Of a finished visit's matters, which are problems by now, the page names none.
            text = re.search(r'<span class="said">(.*?)</span>', line, re.S)[1]
            matters[named[1] if named else f"finished {number}"] = unescape(text)
        asked = re.search(r'<section class="card" id="conflicts">.*?</section>', page, re.S)
        offered = re.findall(r'另一种写法</dt><dd class="said">(.*?)<br>', asked[0] if asked else "", re.S)
        words = words_on(page)
        version = words.pop("version", None)
        return cls(
            version=version or 0,
            words=words,
            matters=matters,
            offered=tuple(unescape(each) for each in offered),
            photos=len(set(re.findall(r'href="/visit/\w+/photo/(\w+)/"', page))),
            is_finished=version is None,
        )


def words_on(page: str) -> dict[str, Any]:
    """What the record says: by the form that writes it, or as the finished page tells it."""
    drawn = re.search(r'name="drawn" form="record" value="([^"]*)"', page)
    if drawn:
        words: dict[str, Any] = json.loads(unescape(drawn[1]))
        words.pop("shown_at")
        return words
    status = re.search(r'<section id="status".*?</section>', page, re.S)[0]
    told = {name: re.search(rf"<dt>{label}</dt><dd>(.*?)</dd>", status, re.S) for name, label in LABELS.items()}
    return {name: unescape(found[1]) if found else "" for name, found in told.items()}
