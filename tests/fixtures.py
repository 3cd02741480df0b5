"""Fixtures for every test."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone, translation

from tests.cast import Cast
from tests.robot_server import RobotServer
from zoufang.engines import outward
from zoufang.ground.accounts.models import User


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    """A page asked for in English leaves its language behind; the next test begins in the interface's own."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture
def cast(db: None) -> Cast:
    """The fixed cast on this test's database."""
    return Cast(today=timezone.localdate())


@pytest.fixture
def signed_in(db: None) -> Callable[..., Client]:
    """A client that this person signed in with; `second=True` with the second factor."""

    def sign_in(user: User, *, second: bool = True) -> Client:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        if second:
            session = client.session
            session["account_authentication_methods"] = [{"method": "mfa", "type": "totp"}]
            session.save()
        return client

    return sign_in


@pytest.fixture(scope="session")
def django_db_modify_db_settings(request: pytest.FixtureRequest) -> None:
    """A database of its own for each process of a parallel run: in memory on SQLite, with a suffix on PostgreSQL."""
    if connection.vendor != "sqlite":
        request.getfixturevalue("django_db_modify_db_settings_parallel_suffix")
        return
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    connection.settings_dict["TEST"]["NAME"] = f"file:zoufang_{worker}?mode=memory&cache=shared"


@pytest.fixture
def robots(monkeypatch: pytest.MonkeyPatch) -> Iterator[RobotServer]:
    """The robots' server on this machine; whoever calls one of their hosts comes here, and trusts it. Only a test can."""
    server = RobotServer()
    server.start()
    monkeypatch.setattr(outward, "door_of", lambda host: ("127.0.0.1", server.port))
    monkeypatch.setattr(outward, "trusted", server.trusted)
    yield server
    server.stop()
