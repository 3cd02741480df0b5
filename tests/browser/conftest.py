"""A phone before the page at the door, and the server it is tried against."""

from __future__ import annotations

import os
import shutil

import pytest

from tests.browser.field_phone import PHONE, FieldPhone
from tests.browser.field_server import FieldServer, a_household
from tests.browser.shown import chromium


@pytest.fixture(scope="module")
def field_browser():
    """One browser for every test of a file: a second one could not be started beside it."""
    os.environ.setdefault("CHROMIUM", shutil.which("chromium") or "")
    with chromium() as found:
        yield found


@pytest.fixture
def server():
    """The school's side, with two families today."""
    made = FieldServer(households=[a_household(1), a_household(2)])
    made.address = made.start()
    yield made
    made.stop()


@pytest.fixture
def field(field_browser, server):
    """Teacher Zhang's phone. A page that breaks, or breaks its own security policy, fails the test."""
    context = field_browser.new_context(**PHONE, base_url=server.address)
    made = FieldPhone(context, server)
    yield made
    assert made.faults == []
    context.close()
