"""Deliver what waits: claim by lease, deliver outside any transaction, mark."""

from __future__ import annotations

import logging
import random
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.module_loading import import_string

from zoufang.engines.refusal import Reason
from zoufang.ground.outbox import rules
from zoufang.ground.outbox.delivery import CannotDeliver, TryLater
from zoufang.ground.outbox.models import OutboxRow
from zoufang.ground.outbox.states import PostState

log = logging.getLogger(__name__)


def deliver_due(*, worker: str, limit: int = 20) -> int:
    """Deliver up to `limit` rows that are due; how many were tried."""
    tried = 0
    while tried < limit and (row := claim(worker=worker, at=timezone.now())):
        deliver(row)
        tried += 1
    return tried


@transaction.atomic
def claim(*, worker: str, at: datetime) -> OutboxRow | None:
    """The next row that is due, leased to this worker; None when nothing is. A lease that ran out is free again."""
    free = Q(state=PostState.WAITING, due_at__lte=at) | Q(state=PostState.CLAIMED, leased_until__lte=at)
    waiting = OutboxRow.objects.filter(free).order_by("due_at", "pk")
    if connection.features.has_select_for_update_skip_locked:
        waiting = waiting.select_for_update(skip_locked=True)
    row = waiting.first()
    while row is not None and rules.is_given_up(row.attempt_count):
        # Each attempt ended with the worker's death: a person has to look.
        row.state, row.last_words = PostState.GAVE_UP, Reason("多次中途中断,没有送出")
        row.save(update_fields=["state", "last_words"])
        row = waiting.first()
    if row is None:
        return None
    row.state = PostState.CLAIMED
    row.leased_until = at + timedelta(seconds=rules.LEASE_SECONDS)
    row.leased_by = worker[:40]
    row.attempt_count += 1
    row.save(update_fields=["state", "leased_until", "leased_by", "attempt_count"])
    return row


@transaction.atomic
def free_leases(*, is_alive: Callable[[str], bool]) -> int:
    """What a worker held that lives no more is free at once, not when its lease runs out; how many rows. Source:
    security, "nothing lost": recovery within 60 s of a kill."""
    held = OutboxRow.objects.filter(state=PostState.CLAIMED)
    dead = [name for name in held.values_list("leased_by", flat=True).distinct() if not is_alive(name)]
    return held.filter(leased_by__in=dead).update(leased_until=timezone.now())


def deliver(row: OutboxRow) -> None:
    """Hand the row to what delivers its kind, and mark what became of it. Never raises for the delivery's sake."""
    try:
        words = _deliverer(row.kind)(row)
    except TryLater as later:
        _failed(row, later.words, for_good=False)
    except CannotDeliver as never:
        _failed(row, never.words, for_good=True)
    except Exception as fault:
        # Only its class: a message may quote a name or an address.
        log.error("outbox %s %s: %s", row.kind, row.public_id, type(fault).__name__)
        _failed(row, f"系统内部错误({type(fault).__name__})", for_good=False)
    else:
        _mark(row, state=PostState.DONE, done_at=timezone.now(), last_words=words, leased_until=None)


def _deliverer(kind: str):  # type: ignore[no-untyped-def]
    try:
        return import_string(settings.DELIVERIES[kind])
    except KeyError:
        raise CannotDeliver(f"没有办法送出这类消息({kind})") from None


def _failed(row: OutboxRow, words: str, *, for_good: bool) -> None:
    if for_good or rules.is_given_up(row.attempt_count):
        _mark(row, state=PostState.GAVE_UP, last_words=words, leased_until=None)
        return
    wait = rules.wait_seconds(row.attempt_count, random.random())  # noqa: S311  (spreads retries, keeps no secret)
    due_at = timezone.now() + timedelta(seconds=wait)
    _mark(row, state=PostState.WAITING, last_words=words, due_at=due_at, leased_until=None)


def _mark(row: OutboxRow, **facts: object) -> None:
    # Only while the lease is still this worker's: one that ran out belongs to whoever claimed the row since.
    mine = OutboxRow.objects.filter(pk=row.pk, state=PostState.CLAIMED, leased_by=row.leased_by)
    mine.filter(attempt_count=row.attempt_count).update(**facts)
