"""A text that was never taken keeps its number no longer than somebody may still send it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from zoufang.ground.channels.models import TextMessage

# Long enough for a person to press 再发 after a holiday week; a reminder older than that tells of what is over.
KEPT_DAYS = 7


@transaction.atomic
def forget_texts(*, now: datetime) -> int:
    """Number and words of texts that nobody took within seven days are gone; how many. Their rows stay, as what failed."""
    old = TextMessage.objects.filter(said_at__isnull=True, posted_at__lt=now - timedelta(days=KEPT_DAYS))
    return old.exclude(to="", values="").update(to="", values="")
