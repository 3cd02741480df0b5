"""A file leaves the store: its row with the act that asks for it, its content once that act stands."""

from __future__ import annotations

import os
from datetime import datetime

from django.db import transaction

from zoufang.ground.accounts.actor import Actor
from zoufang.ground.files.models import StoredFile
from zoufang.ground.files.queries import place_of
from zoufang.ground.journal.actions import record


@transaction.atomic
def shred_file(*, file: StoredFile, by: Actor, at: datetime) -> None:
    """Nothing of the file is left: neither row nor content. Whoever refers to it has let go before.

    The content goes after the commit: taken back, an act must not have lost a file. A death in between leaves sealed
    waste without a row, which `sweep_files` takes.
    """
    unit, public_id = file.unit, file.public_id
    file.delete()
    transaction.on_commit(lambda: wipe(public_id))
    record("file.shredded", StoredFile(public_id=public_id), by=by, at=at, unit=unit)


def wipe(public_id: str) -> None:
    """The content under this public id is overwritten and unlinked; none there: nothing to do."""
    place = place_of(public_id)
    try:
        with place.open("r+b") as content:
            content.write(b"\0" * place.stat().st_size)
            content.flush()
            os.fsync(content.fileno())
        place.unlink()
    except FileNotFoundError:
        return
