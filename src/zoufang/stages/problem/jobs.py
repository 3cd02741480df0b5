"""What happens to problems by the clock; safe to run twice."""

from __future__ import annotations

from datetime import datetime

from zoufang.stages.problem import actions


def raise_overdue(now: datetime) -> None:
    """Overdue problems rise one level."""
    actions.note_overdue(now=now)
