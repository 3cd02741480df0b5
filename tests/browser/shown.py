"""A real browser before the pages of this process: what it asks for, Django's test client answers, on the test's own database.

No server and no second process: a page costs milliseconds, and the database is rolled back as in every other test. The
client keeps the cookies, so the browser needs none.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import copy_context
from html import escape
from urllib.parse import urlsplit

import pytest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright

# Skipped in a bare `pytest` on a machine without a browser alone: `make test` finds or installs one, hands it on as
# CHROMIUM, and fails as a whole where it can do neither (tools/run_tests.py), so that CI cannot pass without these tests.
BROWSER = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.skipif(
        not (os.environ.get("CHROMIUM") or shutil.which("chromium")),
        reason="NO BROWSER: `make test` finds or installs a Chromium",
    ),
]
ADDRESS = "http://testserver"
_KEPT = ("content-type", "content-security-policy", "referrer-policy", "cache-control", "hx-redirect")
_SENT = ("accept-language", "hx-request", "hx-target", "x-csrftoken", "content-range")
ONWARD = '<!doctype html><title>…</title><meta http-equiv="refresh" content="0;url={there}">'
_static: dict[str, tuple[dict[str, str], bytes]] = {}


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser that `make test` found. Its event loop runs in this thread: Django is told that this is meant."""
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=os.environ.get("CHROMIUM") or None,
                # As over https: a page may encrypt there.
                args=["--no-sandbox", "--disable-gpu", f"--unsafely-treat-insecure-origin-as-secure={ADDRESS}"],
            )
            try:
                yield browser
            finally:
                browser.close()
    finally:
        if before is None:
            del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
        else:
            os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = before


@contextmanager
def phone(browser: Browser, client: Client, *, width: int = 390, scripts: bool = True) -> Iterator[Page]:
    """A phone of this width that this client answers. Whatever else it asks for, on another origin say, fails."""
    context: BrowserContext = browser.new_context(
        viewport={"width": width, "height": 720},
        java_script_enabled=scripts,
        base_url=ADDRESS,
        service_workers="block",  # nothing would answer what one asks for
    )
    page = context.new_page()
    page.set_default_timeout(8_000)
    answer_with(page, client)
    try:
        yield page
    finally:
        context.close()


def answer_with(page: Page, client: Client) -> None:
    """From now on this client answers the page. In the test's own context: the browser's loop calls from another one,
    where Django would open a second connection to the database."""
    here = copy_context()
    page.unroute("**/*")
    page.route("**/*", lambda route: here.copy().run(_answer, route, client))


def _answer(route: Route, client: Client) -> None:
    asked = route.request
    place = urlsplit(asked.url)
    if f"{place.scheme}://{place.netloc}" != ADDRESS:
        route.abort()
        return
    address = place.path + (f"?{place.query}" if place.query else "")
    if address in _static:
        headers, body = _static[address]
        route.fulfill(status=200, headers=headers, body=body)
        return
    said = client.generic(
        asked.method,
        address,
        asked.post_data_buffer or b"",
        content_type=asked.headers.get("content-type", "application/octet-stream"),
        headers={name: asked.headers[name] for name in _SENT if name in asked.headers},
    )
    body = b"".join(said.streaming_content) if said.streaming else said.content
    if said.status_code == 302:
        # The browser would look for a real server behind an answered redirect, and wait a second and a half for none.
        route.fulfill(status=200, content_type="text/html", body=ONWARD.format(there=escape(said["Location"])))
        return
    headers = {name: said[name] for name in _KEPT if said.has_header(name)}
    if place.path.startswith("/static/") and said.status_code == 200:
        _static[address] = (headers, body)
    route.fulfill(status=said.status_code, headers=headers, body=body)
