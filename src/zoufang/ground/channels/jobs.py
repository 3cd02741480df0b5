"""What the worker does for channels."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from django.utils import timezone

from zoufang.ground.channels import actions


class Row(Protocol):
    """A row of the outbox: which line or text it is about."""

    subject: str


def deliver_robot_line(row: Row) -> str:
    """The line `row.subject` is said in its group."""
    return actions.say_line(row.subject, at=timezone.now())


def deliver_text_message(row: Row) -> str:
    """The text `row.subject` is sent to its phone."""
    return actions.send_sms(row.subject, at=timezone.now())


def forget_texts(now: datetime) -> None:
    """Texts that nobody took lose their numbers."""
    actions.forget_texts(now=now)
