"""A guard for pages that only read: any SQL that would write is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

READING = ("SELECT", "EXPLAIN", "PRAGMA", "WITH", "SAVEPOINT", "RELEASE", "ROLLBACK", "SET", "SHOW", "BEGIN", "COMMIT")


class WroteWhileReading(Exception):
    """A page declared with @reads tried to write: declare it with @writes, or let an action do it."""


def _only_reads(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    verb = sql.lstrip("( \n").split(None, 1)[0].upper() if sql.strip() else "SELECT"
    if verb not in READING:
        raise WroteWhileReading(f"{verb} on a page that only reads")
    return execute(sql, params, many, context)


def _only_reads_outside(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    if connection.in_atomic_block:
        return execute(sql, params, many, context)
    return _only_reads(execute, sql, params, many, context)


@contextmanager
def one_deed() -> Iterator[None]:
    """Within this block whatever writes has opened a transaction of its own: everything before it only reads, and
    holds up nobody."""
    with connection.execute_wrapper(_only_reads_outside):
        yield


@contextmanager
def refuse_writes() -> Iterator[None]:
    """Within this block the default connection only reads."""
    with connection.execute_wrapper(_only_reads):
        yield
