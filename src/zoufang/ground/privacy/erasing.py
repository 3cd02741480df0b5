"""What goes when a family's data are deleted: each stage says it as steps, one table a step; the flow carries them out.

A new table that holds anything of a family gets its step in its stage's `erase.py`; a test walks every field and fails
where one was forgotten.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Model, QuerySet


@dataclass(frozen=True)
class Whom:
    """Whose data go: a whole family (`is_whole`), or one of its people, whose name then leaves what others wrote.

    Primary keys throughout; `homes` holds the family's row and those once joined into it.
    """

    homes: tuple[int, ...]
    guardians: tuple[int, ...]
    children: tuple[int, ...]
    classes: tuple[int, ...]
    school: int
    is_whole: bool
    names: tuple[str, ...]
    phones: tuple[str, ...]
    phone_hashes: tuple[str, ...]
    words: str
    at: datetime


@dataclass(frozen=True)
class Step:
    """One table. Its `rows` are deleted; or these `values` take the place of theirs; or names leave the fields `strips`.

    `stays` says what of the rows is kept, and why; a step that only strips is shown nowhere. `files`: what lies in the
    files folder for these rows, deleted with them. `is_silent`: done, but in no count: whoever carries the deed out may not
    know that there is any.
    """

    table: str
    rows: QuerySet[Any]
    values: Mapping[str, object] | None = None
    strips: tuple[str, ...] = ()
    stays: str = ""
    files: QuerySet[Any] | None = field(default=None)
    is_silent: bool = False

    @property
    def is_deleted(self) -> bool:
        return self.values is None and not self.strips


def without_names(text: str, names: Iterable[str], words: str) -> str:
    """The text with `words` in place of each of these names; of two that overlap the longer goes first."""
    for name in sorted({each for each in names if each}, key=len, reverse=True):
        text = text.replace(name, words)
    return text


def strip_row(row: Model, step: Step, whom: Whom) -> bool:
    """Take the names out of this row's fields and save it; was there one? JSON is read as text."""
    changed = []
    for name in step.strips:
        value = getattr(row, name)
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        # Inside JSON a name stands as it was written: names hold no quotes or backslashes.
        clean = without_names(text, whom.names, whom.words)
        if clean != text:
            setattr(row, name, clean if isinstance(value, str) else json.loads(clean))
            changed.append(name)
    if changed:
        row.save(update_fields=changed)
    return bool(changed)
