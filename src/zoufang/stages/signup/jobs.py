"""What the worker does for sign-up."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from django.utils import timezone

from zoufang.stages.signup import actions


class Row(Protocol):
    """A row of the outbox: which line, request or text it is about."""

    subject: str


def deliver_notice(row: Row) -> str:
    """The notice's line `row.subject` is said in its group."""
    return actions.deliver_notice(row.subject, at=timezone.now())


def deliver_link_request(row: Row) -> str:
    """Who asked for the own link, `row.subject`, gets it on the registered phone."""
    return actions.text_link(request_id=row.subject, at=timezone.now())


def deliver_link(row: Row) -> str:
    """The text with the own link, `row.subject`, is sent."""
    return actions.deliver_link(row.subject, at=timezone.now())


def forget_contacts(now: datetime) -> None:
    """What was needed only while a campaign ran goes when it is over."""
    actions.forget_contacts(now=now)
