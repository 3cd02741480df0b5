"""Something is to be delivered: the row is written with the act, so neither is there without the other."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from django.db import connection

from zoufang.ground.org.models import Unit
from zoufang.ground.outbox.models import OutboxRow


class Thing(Protocol):
    """What a message is about: any row with a random public id."""

    public_id: str


def post(
    kind: str, thing: Thing, *, unit: Unit | None, at: datetime, due_at: datetime | None = None, key: str = ""
) -> OutboxRow:
    """A row waits for the worker. The same `key` (kind and thing unless given) is posted once, whoever repeats the act."""
    if not connection.in_atomic_block:
        raise RuntimeError(f"{kind}: a message is posted in the act's own transaction")
    row, _ = OutboxRow.objects.get_or_create(
        key=key or f"{kind}:{thing.public_id}",
        defaults={"kind": kind, "subject": thing.public_id, "unit": unit, "posted_at": at, "due_at": due_at or at},
    )
    return row
