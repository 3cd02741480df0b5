"""What families say is written wrong in a visit's record, and what became of it."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from zoufang.ground.accounts.actor import Actor
from zoufang.ground.campaign.states import VisitForm
from zoufang.stages.roster.models import Child
from zoufang.stages.visit.models import Correction, Visit
from zoufang.stages.visit.states import CorrectionField, RecordCorrectionState


def value_of(visit: Visit, field: CorrectionField) -> dict[str, Any]:
    """What the record says in this field, as it is kept in a correction."""
    match field:
        case CorrectionField.TIME:
            return {"started": _iso(visit.started_at), "ended": _iso(visit.ended_at)}
        case CorrectionField.FORM:
            return {"form": visit.form}
        case CorrectionField.MET:
            return {"text": visit.met}
        case CorrectionField.VISITORS:
            people = sorted(visit.visitors.all(), key=lambda each: each.pk)
            return {"people": [each.public_id for each in people], "names": [each.name for each in people]}
        case CorrectionField.OPINIONS:
            return {"text": visit.opinions}


def readable(value: dict[str, Any]) -> str:
    """A correction's value as a person reads it; '' for nothing."""
    if "started" in value:
        begun, ended = (datetime.fromisoformat(each) if each else None for each in (value["started"], value["ended"]))
        return f"{_said(begun, '%Y-%m-%d %H:%M')}{'–' if ended else ''}{_said(ended, '%H:%M')}"
    if "form" in value:
        return str(VisitForm(value["form"]).label)
    return "、".join(value["names"]) if "names" in value else str(value["text"])


@dataclass(frozen=True)
class CorrectionRow:
    """One correction as it is shown, both versions beside each other."""

    public_id: str
    visit_id: str
    label: str
    was: str
    should_be: str
    why: str
    state: str
    state_label: str
    answer: str
    asked_at: datetime
    settled_at: datetime | None
    settled_by: str
    children: str = ""


def corrections_of(visit: Visit) -> list[CorrectionRow]:
    """The visit's corrections, the newest first. One query."""
    return [_row(each) for each in visit.corrections.select_related("visit", "settled_by").order_by("-asked_at", "-pk")]


def open_corrections_of(actor: Actor) -> QuerySet[Correction]:
    """What waits for this teacher: the open corrections of the classes she teaches, the oldest first."""
    mine = Correction.objects.filter(state=RecordCorrectionState.OPEN, visit__klass_id__in=actor.classes_taught())
    return mine.select_related("visit__klass", "settled_by").order_by("asked_at", "pk")


def open_correction_rows(actor: Actor) -> list[CorrectionRow]:
    """The same as rows, with the children whose visit it was. Two queries, however many."""
    here = Prefetch("visit__household__children", queryset=Child.objects.filter(left_on__isnull=True))
    found = open_corrections_of(actor).select_related("visit__household").prefetch_related(here)
    return [
        replace(_row(each), children="、".join(child.name for child in each.visit.household.children.all()))
        for each in found
    ]


def corrections_settled_by(actor: Actor) -> QuerySet[Correction]:
    """Those that this teacher answers or answered: of the classes she teaches."""
    mine = Correction.objects.filter(visit__klass_id__in=actor.classes_taught())
    return mine.select_related("visit__klass", "visit__campaign", "visit__round", "visit__household")


def _row(each: Correction) -> CorrectionRow:
    return CorrectionRow(
        public_id=each.public_id,
        visit_id=each.visit.public_id,
        label=str(each.get_field_display()),
        was=readable(json.loads(each.was)),
        should_be=readable(json.loads(each.should_be)),
        why=each.why,
        state=each.state,
        state_label=str(each.get_state_display()),
        answer=each.answer,
        asked_at=each.asked_at,
        settled_at=each.settled_at,
        settled_by=each.settled_by.name if each.settled_by else "",
    )


def _iso(at: datetime | None) -> str:
    return timezone.localtime(at).isoformat(timespec="minutes") if at else ""


def _said(at: datetime | None, how: str) -> str:
    return format(timezone.localtime(at), how) if at else ""
