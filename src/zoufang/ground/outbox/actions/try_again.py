"""A person sends anew what was given up."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zoufang.engines.refusal import Refused
from zoufang.ground.accounts.actor import Actor
from zoufang.ground.journal.actions import record
from zoufang.ground.outbox.models import OutboxRow
from zoufang.ground.outbox.states import PostState


@transaction.atomic
def try_again(*, row: OutboxRow, by: Actor, at: datetime) -> None:
    """The row waits once more, its attempts counted from nothing. Refused unless it was given up or waits to be retried."""
    row = OutboxRow.objects.select_for_update().get(pk=row.pk)
    if row.state not in (PostState.GAVE_UP, PostState.WAITING):
        raise Refused("这一件正在发出或已经发出,不用再发")
    row.state, row.due_at, row.attempt_count = PostState.WAITING, at, 0
    row.save(update_fields=["state", "due_at", "attempt_count"])
    record("outbox.tried_again", row, by=by, at=at, unit=row.unit, facts={"kind": row.kind})
