"""How people walk through the pages in a real Chromium: sign in, press what is written on a button."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect, sync_playwright

from tests.journeys.people import PASSWORD

SIZES = {"phone": {"width": 390, "height": 844}, "desktop": {"width": 1280, "height": 900}}
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextmanager
def chromium() -> Iterator[Browser]:
    """A real browser: the one that `make test` found."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ.get("CHROMIUM") or None, args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Walker:
    """One person with one browser window."""

    page: Page
    address: str
    faults: list[str]

    @classmethod
    def enter(cls, browser: Browser, address: str, size: str) -> Walker:
        context: BrowserContext = browser.new_context(
            viewport=SIZES[size],
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            is_mobile=size == "phone",
            has_touch=size == "phone",
        )
        context.set_default_timeout(15_000)
        walker = cls(context.new_page(), address, [])
        # A page that breaks its own security policy, or asks elsewhere, is a fault even where it looks right.
        walker.page.on("console", walker._hear)
        walker.page.on("requestfailed", walker._miss)
        walker.page.on(
            "request",
            lambda asked: (
                walker.faults.append(asked.url) if not asked.url.startswith((address, "data:", "blob:")) else None
            ),
        )
        return walker

    def _miss(self, asked: Request) -> None:
        # What the browser itself gives up because the person went on is no fault.
        if "ERR_ABORTED" not in (asked.failure or ""):
            self.faults.append(f"failed {asked.url}: {asked.failure}")

    def _hear(self, said: ConsoleMessage) -> None:
        # Chromium reports a refusal (422) as an error; to us it is an answer.
        if said.type == "error" and "422" not in said.text:
            self.faults.append(said.text)

    def go(self, path: str) -> None:
        answer = self.page.goto(f"{self.address}{path}")
        assert answer is not None
        assert answer.status < 400, f"{path}: {answer.status}"

    def press(self, words: str) -> None:
        """The first button or link that is seen with these words."""
        pattern = re.compile(words)
        found = self.page.get_by_role("button", name=pattern).or_(self.page.get_by_role("link", name=pattern))
        found.locator("visible=true").first.click()

    def choose(self, words: str, *, within: str = "main") -> None:
        """The chip or choice with these words."""
        self.page.locator(within).locator("label:visible", has_text=words).first.click()

    def sees(self, words: str) -> None:
        expect(self.page.locator("main")).to_contain_text(words)

    def fill(self, label: str, words: str) -> None:
        self.page.get_by_label(label).locator("visible=true").first.fill(words)

    def sign_in(self, username: str, totp: str = "") -> None:
        self.go("/account/login/")
        self.page.locator("#id_login").fill(username)
        self.page.locator("#id_password").fill(PASSWORD)
        self.page.locator("main form button.btn-primary").first.click()
        if totp:
            self.page.locator("#id_code").fill(code_now(totp))
            self.page.locator("main form button.btn-primary").first.click()
        self.page.wait_for_url(lambda url: "/account/" not in url)

    def picture(self, folder: Path, name: str) -> None:
        """A screenshot, and no sideways scrolling on the way."""
        folder.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=str(folder / f"{name}.png"), full_page=True)
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{name}: {wide} px too wide"


def code_now(secret: str) -> str:
    """The six digits that an authenticator shows just now."""
    from time import time

    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

    return str(format_hotp_value(hotp_value(secret, int(time()) // 30)))
