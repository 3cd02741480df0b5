"""Delivers sealed versions; safe to run twice."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from django.core.mail import BadHeaderError
from django.utils import timezone

from zoufang.engines import smtp
from zoufang.engines.refusal import Reason
from zoufang.ground.outbox.delivery import CannotDeliver, TryLater
from zoufang.stages.ledger import actions, mailing


class Row(Protocol):
    """A row of the outbox: which version it is about."""

    subject: str


def deliver_submission(row: Row) -> str:
    """The mail of the version `row.subject` is with the mail server: its words. Sent before: nothing is done again."""
    version, now = row.subject, timezone.now()
    what = actions.mailing_of(version, at=now)
    if what is None:
        raise CannotDeliver(Reason("这一版没有封存,不能报送"))
    if what.sent_words:
        return what.sent_words
    if not what.is_whole:
        actions.fail_mail(version, words=Reason("附件与封存校验码不符,没有发出"), at=now)
        raise CannotDeliver(Reason("附件与封存校验码不符,没有发出"))
    try:
        message = mailing.compose(what, at=now)
        words = mailing.send(message, before_content=lambda: actions.begin_content(version, at=timezone.now()))
    except smtp.NotNow as fault:
        actions.put_off_mail(version, words=fault.words, at=now)
        raise TryLater(fault.words) from fault
    except smtp.PerhapsTaken as fault:
        actions.mark_possibly_sent(version, words=fault.words, at=now)
        raise TryLater(fault.words) from fault
    except (smtp.Never, BadHeaderError) as fault:
        actions.fail_mail(version, words=str(fault), at=now)
        raise CannotDeliver(str(fault)) from fault
    actions.mark_sent(version, words=words, at=timezone.now())
    return words


def shred_full_variants(now: datetime) -> None:
    """Expired full variants are deleted."""
    actions.shred_full_variants(now=now)
