"""What waits for the principal, a card for each visit of each person: who wrote what, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.utils.translation import gettext_lazy as _

from zoufang.ground.accounts.actor import Actor
from zoufang.ground.accounts.queries import names_of
from zoufang.ground.capture.queries import content_of, waiting_records
from zoufang.ground.capture.rules import read
from zoufang.stages.visit.queries import readable_value, whose
from zoufang.stages.visit.states import RecordField

KINDS = {
    "visit.open": _("开始走访"),
    "visit.change": _("写了记录"),
    "visit.finish": _("完成走访"),
    "matter.add": _("记了一件事"),
    "matter.change": _("改了一件事"),
    "matter.remove": _("删了一件事"),
    "photo.add": _("加了一张照片"),
}


@dataclass(frozen=True)
class WaitingLine:
    """One record: what was done, when by the phone's clock, and each field in words."""

    kind: str
    made_at: datetime | None
    said: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class WaitingCard:
    """All that one person wrote of one visit. `public_id`: of its first record."""

    public_id: str
    person: str
    class_name: str
    children: str
    device: str
    lines: tuple[WaitingLine, ...]


def waiting_cards(actor: Actor) -> list[WaitingCard]:
    """The number of queries does not grow with the records."""
    waiting = list(waiting_records(actor))
    sent = {each.pk: read(content_of(each)) for each in waiting}
    people = names_of({one for each in sent.values() for one in _visitors(each.changes)})
    names = whose(
        visits={each.visit_key for each in waiting}, households={each.said("household") for each in sent.values()}
    )
    by_visit = sorted(waiting, key=lambda each: (each.record.person_id, each.visit_key))
    cards = []
    for (_person, visit_key), group in groupby(by_visit, key=lambda each: (each.record.person_id, each.visit_key)):
        records = list(group)
        first = records[0]
        household = next((sent[each.pk].said("household") for each in records if sent[each.pk].said("household")), "")
        cards.append(
            WaitingCard(
                public_id=first.public_id,
                person=first.record.person.name,
                class_name=first.klass.name,
                children=names.get(visit_key) or names.get(household, ""),
                device=first.record.device.name,
                lines=tuple(_line(sent[each.pk], people) for each in records),
            )
        )
    return cards


def _line(sent: Any, people: Mapping[str, str]) -> WaitingLine:
    fields = {each.value: str(each.label) for each in RecordField}
    said = tuple(
        (fields[name], _shown(name, change.to, people)) for name, change in sent.changes.items() if name in fields
    )
    return WaitingLine(str(KINDS[sent.kind]), sent.made_at, tuple(pair for pair in said if pair[1]))


def _shown(name: str, value: Any, people: Mapping[str, str]) -> str:
    # What was sent is shown as it was sent where it is no value of this field.
    try:
        return readable_value(name, value, people)
    except (TypeError, ValueError):
        return str(value)


def _visitors(changes: Mapping[str, Any]) -> list[str]:
    change = changes.get("visitors")
    return [each for each in change.to if isinstance(each, str)] if change and isinstance(change.to, list) else []
