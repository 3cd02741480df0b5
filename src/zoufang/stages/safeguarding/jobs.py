"""Deliveries of the outbox for reports of suspected harm; safe to run twice."""

from __future__ import annotations

from typing import Protocol

from django.utils import timezone

from zoufang.stages.safeguarding import actions


class Row(Protocol):
    """A row of the outbox: what it is about."""

    subject: str


def deliver_alert(row: Row) -> str:
    """Wake the person of this row."""
    return actions.alert(row.subject, at=timezone.now())


def deliver_unopened(row: Row) -> str:
    """Hours later: has anybody looked?"""
    return actions.pass_up_unopened(row.subject, at=timezone.now())
