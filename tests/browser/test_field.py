"""The page at the door in a real Chromium, against a server that keeps the protocol and loses the line (field_server.py)."""

from __future__ import annotations

import os
import shutil
import time

import pytest
from playwright.sync_api import expect

from tests.browser.field_server import FieldServer, a_household
from tests.browser.shown import chromium

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.skipif(
        not (os.environ.get("CHROMIUM") or shutil.which("chromium")),
        reason="NO BROWSER: `make test` finds or installs a Chromium",
    ),
]
PHONE = {"viewport": {"width": 390, "height": 844}, "locale": "zh-CN", "timezone_id": "Asia/Shanghai"}


@pytest.fixture(scope="module")
def browser():
    os.environ.setdefault("CHROMIUM", shutil.which("chromium") or "")
    with chromium() as found:
        yield found


@pytest.fixture
def server():
    made = FieldServer(households=[a_household(1), a_household(2)])
    made.address = made.start()
    yield made
    made.stop()


@pytest.fixture
def page(browser, server):
    context = browser.new_context(**PHONE, base_url=server.address)
    context.set_default_timeout(8_000)
    page = context.new_page()
    page.faults = []
    page.on("pageerror", lambda fault: page.faults.append(str(fault)))
    page.on("console", lambda said: page.faults.append(said.text) if "Content Security" in said.text else None)
    yield page
    assert page.faults == []
    context.close()


def enter(page):
    page.goto("/visit/field/")
    expect(page.get_by_text("陈小满1")).to_be_visible()


def record(page, number=1, *, opinions=""):
    """An uneventful visit, as a thumb writes it."""
    page.locator(f"main a:has-text('陈小满{number}')").click()
    page.locator("label.chip:has-text('见到了')").click()
    page.locator(f"label.chip:has-text('陈建国{number}')").click()
    if opinions:
        page.locator("summary:has-text('意见建议')").click()
        page.fill("#opinions", opinions)
    page.get_by_role("button", name="完成走访").click()


def until(what, seconds=10):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if what():
            return
        time.sleep(0.05)
    raise AssertionError("in vain")


def test_first(page, server):
    enter(page)
    record(page, opinions="多些户外")
    expect(page.locator("[data-standing=received]")).to_be_visible()
    (visit,) = server.visits.values()
    assert visit["is_finished"]
