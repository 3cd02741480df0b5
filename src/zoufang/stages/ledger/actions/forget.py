"""A full variant is good for a day; then its files go, not only the way to them."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from zoufang.ground.accounts.actor import SYSTEM
from zoufang.ground.files.actions import shred_file
from zoufang.stages.ledger.models import SubmittedFile
from zoufang.stages.ledger.rules.sealing import FULL_HOURS


@transaction.atomic
def shred_full_variants(*, now: datetime) -> int:
    """How many files of expired full variants were deleted; that they were drawn up stays written."""
    before = now - timedelta(hours=FULL_HOURS)
    expired = SubmittedFile.objects.filter(submission__is_masked=False, submission__drawn_up_at__lt=before)
    found = list(expired.select_related("file__unit"))
    for each in found:
        each.delete()
        shred_file(file=each.file, by=SYSTEM, at=now)
    return len(found)
