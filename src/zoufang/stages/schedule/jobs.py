"""Reminders by the clock and their delivery; all safe to run twice."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from django.utils import timezone

from zoufang.stages.schedule import actions
from zoufang.stages.schedule.reminders import mail
from zoufang.stages.signup.states import RemindBy


class Row(Protocol):
    """A row of the outbox: which reminder (or outing) it is about."""

    subject: str


def tell_teachers(now: datetime) -> None:
    """In the morning of the day before: whom the teachers are to remind."""
    actions.remind_of_tomorrow(now=now, only=[RemindBy.TEACHER])


def remind_families(now: datetime) -> None:
    """In the afternoon of the day before, and once more in the evening for what was booked or changed meanwhile."""
    actions.remind_of_tomorrow(now=now)


def deliver_reminder(row: Row) -> str:
    """The mail of the reminder `row.subject` is sent."""
    return mail.deliver(row.subject, at=timezone.now())


def deliver_late_return(row: Row) -> str:
    """The outing `row.subject` ought to be over: the leaders are told unless it is."""
    return actions.tell_late(row.subject, at=timezone.now())


def deliver_new_time_asked(row: Row) -> str:
    """The mail that a time fell through."""
    return actions.deliver_asked(row.subject, at=timezone.now())


def deliver_new_time_text(row: Row) -> str:
    """The text `row.subject` that a time fell through."""
    return actions.deliver_asked_text(row.subject, at=timezone.now())


def deliver_plan(row: Row) -> str:
    """The plan `row.subject` is worked out, unless it was stopped."""
    return actions.work_out(row.subject, at=timezone.now())
