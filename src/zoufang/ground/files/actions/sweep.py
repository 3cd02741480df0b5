"""Waste in the store: contents whose row is gone, or never came to stand."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from zoufang.ground.files.actions.shred import wipe
from zoufang.ground.files.models import StoredFile

# Longer than any act that stores a file takes from its content to its commit.
OLD_ENOUGH = timedelta(hours=24)


def sweep_files(*, now: datetime) -> int:
    """Contents older than a day without a row are wiped; how many."""
    before = (now - OLD_ENOUGH).timestamp()
    old = {each.name: each for each in Path(settings.FILES_FOLDER).glob("??/*") if each.stat().st_mtime < before}
    drafts = [name for name in old if name.endswith(".draft")]
    stems = [name for name in old if not name.endswith(".draft")]
    known: set[str] = set()
    for at in range(0, len(stems), 500):
        known |= set(StoredFile.objects.filter(public_id__in=stems[at : at + 500]).values_list("public_id", flat=True))
    waste = [name for name in stems if name not in known]
    for name in waste:
        wipe(name)
    for name in drafts:
        old[name].unlink(missing_ok=True)
    return len(waste) + len(drafts)
