"""Loaded before Django (`-p tests.environment`): tests run on a home of their own.

On PostgreSQL where ZOUFANG_TEST_DATABASE_URL names one: then only the tests that touch a database are run, for the others
are the same on both.
"""

from __future__ import annotations

import os
import tempfile

import pytest

_home = tempfile.mkdtemp(prefix="zoufang-test-")
os.environ["ZOUFANG_HOME"] = _home
os.environ["ZOUFANG_DATABASE_URL"] = os.environ.get("ZOUFANG_TEST_DATABASE_URL", "")
os.environ["ZOUFANG_EMAIL_URL"] = ""
os.environ["ZOUFANG_SMS_URL"] = ""
os.environ["ZOUFANG_PUBLIC_URL"] = "http://127.0.0.1:8000"


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Said as "deselected" at the end, never silently."""
    if not os.environ["ZOUFANG_DATABASE_URL"]:
        return
    alike = [item for item in items if not touches_a_database(item)]
    config.hook.pytest_deselected(items=alike)
    items[:] = [item for item in items if item not in set(alike)]


def touches_a_database(item: pytest.Item) -> bool:
    """By Django's fixtures, by its mark, or as a journey that starts servers of its own."""
    return (
        bool({"db", "transactional_db"} & set(getattr(item, "fixturenames", ())))
        or item.get_closest_marker("django_db") is not None
        or "journeys" in item.path.parts
    )
