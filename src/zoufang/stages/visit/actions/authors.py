"""Who wrote what stands in the record: remembered field by field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from zoufang.engines.refusal import Reason, Refused
from zoufang.ground.accounts.actor import Actor
from zoufang.ground.campaign.states import VisitForm
from zoufang.stages.visit.models import FieldAuthor, Visit
from zoufang.stages.visit.queries.fields import minute_of
from zoufang.stages.visit.states import Outcome, RecordField, Settle

NOT_UNDERSTOOD = Reason("记录里有一项看不懂,请刷新页面再发")
MET_LETTERS = 80


@dataclass(frozen=True)
class Source:
    """Where words come from: a page (`device` is empty), or a phone at its `place` in the phone's own order.

    `said_at`: when they were written, by the phone's clock; `clock_ahead`: how far that clock runs before ours.
    """

    device: str = ""
    place: int = 0
    said_at: datetime | None = None
    clock_ahead: timedelta = timedelta()


PAGE = Source()


def mark_authors(
    visit: Visit, fields: Iterable[str], *, by: Actor, at: datetime, source: Source = PAGE, about: str = ""
) -> None:
    """These fields were last written so. One statement."""
    FieldAuthor.objects.bulk_create(
        [
            FieldAuthor(
                visit=visit,
                about=about,
                field=each,
                version=visit.version,
                by_id=by.id or None,
                at=at,
                device=source.device,
                place=source.place,
            )
            for each in fields
        ],
        update_conflicts=True,
        unique_fields=["visit", "about", "field"],
        update_fields=["version", "by", "at", "device", "place"],
    )


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """The fields that differ."""
    return [name for name, value in after.items() if before.get(name) != value]


def as_kept(field: str, value: Any) -> Any:
    """A field's value as the record keeps it. Refused where it is of another kind; None and '' stand for nothing."""
    if value == "":
        value = None
    if field == RecordField.NEEDS_FOLLOW_UP:
        if not isinstance(value, bool | None):
            raise Refused(NOT_UNDERSTOOD)
        return bool(value)
    if field == RecordField.VISITORS:
        if not isinstance(value, list | None) or not all(isinstance(each, str) for each in value or ()):
            raise Refused(NOT_UNDERSTOOD)
        return sorted(set(value or ()))
    if not isinstance(value, str | None):
        raise Refused(NOT_UNDERSTOOD)
    text = value or ""
    if field in (RecordField.STARTED_AT, RecordField.ENDED_AT):
        return minute_of(moment(text))
    if field == RecordField.MET:
        return text.strip()[:MET_LETTERS]
    if field in (RecordField.TEXT, RecordField.ANSWER):
        return text.strip()
    if field in CHOICES and text and text not in CHOICES[RecordField(field)]:
        raise Refused(NOT_UNDERSTOOD)
    return text[:40] if field in (RecordField.NATURE, RecordField.TOPIC) else text


def as_asked(changes: Mapping[str, tuple[Any, Any]]) -> dict[str, tuple[Any, Any]]:
    """By field, what the writer last knew and what they say, as the record keeps it. Refused for a new value of another kind;
    what was known before may be anything: it is only compared."""
    asked = {}
    for name, (was, to) in changes.items():
        new = as_kept(name, to)
        if name in (RecordField.FORM, RecordField.SETTLE) and not new:
            raise Refused(NOT_UNDERSTOOD)
        try:
            asked[name] = (as_kept(name, was), new)
        except Refused:
            asked[name] = (None, new)
    return asked


CHOICES: dict[RecordField, list[str]] = {
    RecordField.OUTCOME: list(Outcome.values),
    RecordField.FORM: list(VisitForm.values),
    RecordField.SETTLE: list(Settle.values),
}


def moment(text: str) -> datetime | None:
    """The time that was written; None for nothing. Refused where it is no time with its offset."""
    if not text:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise Refused(NOT_UNDERSTOOD) from None
    if at.tzinfo is None or not 1971 <= at.year <= 2999:
        raise Refused(NOT_UNDERSTOOD)
    return at
