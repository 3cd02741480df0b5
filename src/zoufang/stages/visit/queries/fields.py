"""The record field by field: as it stands, who wrote it, and where two people wrote differently."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from zoufang.ground.accounts.models import User
from zoufang.ground.campaign.states import VisitForm
from zoufang.stages.visit.models import FieldAuthor, FieldConflict, Matter, Visit
from zoufang.stages.visit.states import ConflictState, Outcome, RecordField, Settle

# What a third text can be written for; the others are one or the other.
WRITTEN = (RecordField.MET, RecordField.OPINIONS, RecordField.REMARK, RecordField.TEXT, RecordField.ANSWER)


def words_of(visit: Visit) -> dict[str, Any]:
    """The record's fields as plain values: people by public id, times to the minute in local time."""
    return {
        "outcome": visit.outcome,
        "met": visit.met,
        "form": visit.form,
        "visitors": sorted(each.public_id for each in visit.visitors.all()),
        "started_at": minute_of(visit.started_at),
        "ended_at": minute_of(visit.ended_at),
        "opinions": visit.opinions,
        "remark": visit.remark,
        "needs_follow_up": visit.needs_follow_up,
    }


def words_of_matter(matter: Matter) -> dict[str, Any]:
    """The same of one matter."""
    return {
        "text": matter.text,
        "settle": matter.settle,
        "answer": matter.answer,
        "nature": matter.nature,
        "topic": matter.topic,
    }


def minute_of(at: datetime | None) -> str:
    """2026-07-03T17:20+08:00; '' for nothing."""
    return timezone.localtime(at).isoformat(timespec="minutes") if at else ""


def authors_of(visit: Visit, about: str = "") -> dict[str, FieldAuthor]:
    """Who wrote what stands there, by field; a field that nobody has changed since it was opened is missing."""
    return {each.field: each for each in visit.authors.filter(about=about).select_related("by")}


def version_seen(visit: Visit, *, device: str, base: int) -> int:
    """Of which version a phone may say that it saw it, which last saw `base`: the present one, unless somebody else has
    written since. Else it would take away, unseen, what its own next save had carried it past."""
    others = visit.authors.filter(version__gt=base).exclude(device=device)
    present = Visit.objects.filter(pk=visit.pk).values_list("version", flat=True).first() or 0
    return base if others.exists() else present


@dataclass(frozen=True)
class ConflictRow:
    """Two writings of one field, in words. `now_*`: what stands there at this moment."""

    public_id: str
    label: str
    now: str
    now_by: str
    now_at: datetime
    yours: str
    your_author: str
    your_at: datetime
    is_written: bool


def open_conflicts(visit: Visit) -> list[ConflictRow]:
    """What waits to be chosen, the oldest first: a constant number of queries."""
    found = list(
        visit.conflicts.filter(state=ConflictState.OPEN).select_related("their_author", "your_author").order_by("pk")
    )
    if not found:
        return []
    matters = {each.public_id: words_of_matter(each) for each in visit.matters.all()}
    own = words_of(visit)
    authors = {(each.about, each.field): each for each in visit.authors.select_related("by")}
    people = _people(found, own)
    return [
        _row(each, matters.get(each.about, {}) if each.about else own, authors.get((each.about, each.field)), people)
        for each in found
    ]


def conflict_named(visit: Visit, public_id: str) -> FieldConflict | None:
    """One of this visit's conflicts."""
    return visit.conflicts.filter(public_id=public_id).first()


def readable_value(field: str, value: Any, people: Mapping[str, str]) -> str:
    """A field's value as a person reads it."""
    if field == RecordField.OUTCOME:
        return str(Outcome(value).label) if value in Outcome.values else ""
    if field == RecordField.FORM:
        return str(VisitForm(value).label) if value in VisitForm.values else str(value)
    if field == RecordField.SETTLE:
        return str(Settle(value).label) if value in Settle.values else str(value)
    if field == RecordField.VISITORS:
        return "、".join(people.get(each, "?") for each in value)
    if field in (RecordField.STARTED_AT, RecordField.ENDED_AT):
        return f"{datetime.fromisoformat(value):%Y-%m-%d %H:%M}" if value else ""
    if field == RecordField.NEEDS_FOLLOW_UP:
        return "✓" if value else ""
    return str(value)


def _row(
    conflict: FieldConflict, words: Mapping[str, Any], author: FieldAuthor | None, people: Mapping[str, str]
) -> ConflictRow:
    kept = json.loads(conflict.theirs)
    now = words.get(conflict.field, kept)
    who, when = (author.by, author.at) if author else (conflict.their_author, conflict.their_at)
    return ConflictRow(
        public_id=conflict.public_id,
        label=str(RecordField(conflict.field).label),
        now=readable_value(conflict.field, now, people),
        now_by=who.name if who else "",
        now_at=when,
        yours=readable_value(conflict.field, json.loads(conflict.yours), people),
        your_author=conflict.your_author.name if conflict.your_author else "",
        your_at=conflict.your_at,
        is_written=conflict.field in WRITTEN,
    )


def _people(found: list[FieldConflict], own: Mapping[str, Any]) -> dict[str, str]:
    ids = set(own["visitors"])
    for each in found:
        if each.field == RecordField.VISITORS:
            ids |= set(json.loads(each.yours)) | set(json.loads(each.theirs))
    return dict(User.objects.filter(public_id__in=ids).values_list("public_id", "name"))
