"""What the worker does for sign-up."""

from __future__ import annotations

from typing import Protocol

from django.utils import timezone

from zoufang.stages.signup import actions


class Row(Protocol):
    """A row of the outbox: which line it is about."""

    subject: str


def deliver_notice(row: Row) -> str:
    """The notice's line `row.subject` is said in its group."""
    return actions.deliver_notice(row.subject, at=timezone.now())
