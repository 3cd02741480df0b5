"""Photos without consent and cards that changed, by the clock, and the delivery of what is said of them; all safe to run twice."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from django.utils import timezone

from zoufang.stages.visit import actions


class Row(Protocol):
    """A row of the outbox: which card or text it is about."""

    subject: str


def drop_photos(now: datetime) -> None:
    """Photos whose family took its consent back."""
    actions.drop_photos_not_agreed_to(at=now)


def renew_cards(now: datetime) -> None:
    """Whoever holds a card that no longer says what is so gets the new one."""
    actions.renew_all_cards(at=now)


def deliver_new_card(row: Row) -> str:
    """The mail about the new card `row.subject` is sent."""
    return actions.deliver_new_card(row.subject, at=timezone.now())


def deliver_new_card_text(row: Row) -> str:
    """The text `row.subject` about a new card is sent."""
    return actions.deliver_new_card_text(row.subject, at=timezone.now())
