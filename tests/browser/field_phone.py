"""What a thumb does on the page at the door, and what the phone then holds."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from playwright.sync_api import BrowserContext, expect

from tests.browser.field_server import FieldServer

PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "locale": "zh-CN",
    "timezone_id": "Asia/Shanghai",
    "has_touch": True,
}
# Every row of every store, every kept answer and every small value, as text and bytes that a thief would see.
DUMP = """async () => {
  const all = [];
  for (const { name } of await indexedDB.databases()) {
    const db = await new Promise((done) => { const asked = indexedDB.open(name); asked.onsuccess = () => done(asked.result); });
    for (const kind of db.objectStoreNames) {
      const rows = await new Promise((done) => {
        const asked = db.transaction(kind).objectStore(kind).getAll(); asked.onsuccess = () => done(asked.result); });
      for (const row of rows) all.push([kind, JSON.stringify(row, (_, value) =>
        value instanceof ArrayBuffer || ArrayBuffer.isView(value) ? new TextDecoder().decode(value) : value)]);
    }
    db.close();
  }
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const asked of await cache.keys()) {
      all.push(["cache", asked.url + await (await cache.match(asked)).text()]);
    }
  }
  all.push(["small", JSON.stringify({ ...localStorage }) + JSON.stringify({ ...sessionStorage })]);
  return all;
}"""


class FieldPhone:
    """One phone: its browser's page, and the faults it heard of."""

    def __init__(self, context: BrowserContext, server: FieldServer) -> None:
        self.context, self.server = context, server
        context.set_default_timeout(8_000)
        self.faults: list[str] = []
        self.page = context.new_page()
        self.page.on("pageerror", lambda fault: self.faults.append(str(fault)))
        self.page.on("console", self._hear)

    def _hear(self, said: Any) -> None:
        if "Content Security" in said.text or said.text.startswith("field"):
            self.faults.append(said.text)

    def enter(self) -> None:
        """Open the page where there is signal: the families are there, and the worker keeps the shell."""
        self.page.goto(f"{self.server.address}/visit/field/")
        expect(self.page.get_by_text("陈小满1", exact=True)).to_be_visible()
        self.page.evaluate("navigator.serviceWorker.ready.then(() => {})")

    def family(self, number: int = 1) -> None:
        """Open this family's record from the day."""
        self.page.get_by_role("link", name=f"陈小满{number}").click()

    def choose(self, label: str, inside: str = "main") -> None:
        """Press a chip."""
        self.page.locator(f"{inside} label.chip", has=self.page.get_by_text(label, exact=True)).click()

    def met(self, number: int = 1) -> None:
        self.choose("见到了")
        self.choose(f"陈建国{number}(父亲)")

    def matter(self, text: str) -> None:
        self.page.locator("#matters > button").click()
        self.page.locator("#matters textarea").last.fill(text)

    def opinions(self, text: str) -> None:
        if not self.page.locator("#opinions").is_visible():
            self.page.locator("summary", has_text="意见建议").click()
        self.page.fill("#opinions", text)

    def leave_the_field(self) -> None:
        self.page.evaluate("() => document.activeElement.blur()")

    def finish(self) -> None:
        self.page.locator("#record .thumb button").click()

    def visit(self, number: int = 1, *, opinions: str = "") -> None:
        """A whole uneventful visit."""
        self.family(number)
        self.met(number)
        if opinions:
            self.opinions(opinions)
        self.finish()

    def shows(self, standing: str) -> None:
        """The record (or the day's only such family) stands so."""
        expect(self.page.locator(f"[data-standing={standing}]").first).to_be_visible()

    def at_the_day(self) -> None:
        self.page.goto(f"{self.server.address}/visit/field/#")
        expect(self.page.locator("main a[href^='#v/']").first).to_be_visible()

    def lose_the_line(self) -> None:
        self.server.stop()

    def find_the_line(self) -> None:
        self.server.start()

    def dump(self) -> list[tuple[str, str]]:
        return [tuple(each) for each in self.page.evaluate(DUMP)]

    def count(self, kind: str) -> int:
        """Rows in one store."""
        return sum(each == kind for each, _ in self.dump())


def until(what: Callable[[], object], words: str, seconds: float = 10) -> None:
    """Until it is so; AssertionError after `seconds`."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if what():
            return
        time.sleep(0.05)
    raise AssertionError(f"in vain: {words}")
