"""What a guardian said is wrong, in one list: facts that the roster keeps, and records of visits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from zoufang.ground.privacy.masks import mask_phone
from zoufang.stages.rights.queries import corrections_by
from zoufang.stages.rights.states import CorrectField, CorrectionState
from zoufang.stages.visit.queries import corrections_of, held_visits
from zoufang.stages.visit.states import RecordCorrectionState


@dataclass(frozen=True)
class Asked:
    """One thing, and what became of it. `was` and `why`: of a visit's record alone. `due_until`: while it waits."""

    label: str
    was: str
    value: str
    why: str
    is_open: bool
    is_done: bool
    state_label: str
    answer: str
    asked_at: datetime
    due_until: datetime | None


def asked_by(family: Any) -> list[Asked]:
    """The newest first; a new phone masked, for its last digits open the family's door."""
    facts = [
        Asked(
            label=str(each.get_field_display()),
            was="",
            value=mask_phone(each.value) if each.field == CorrectField.GUARDIAN_PHONE else each.value,
            why="",
            is_open=each.state == CorrectionState.OPEN,
            is_done=each.state == CorrectionState.DONE,
            state_label=str(each.get_state_display()),
            answer=each.answer,
            asked_at=each.asked_at,
            due_until=each.due_until if each.state == CorrectionState.OPEN else None,
        )
        for each in corrections_by(family.guardian)
    ]
    records = [
        Asked(
            label=_("走访记录 · %(field)s") % {"field": each.label},
            was=each.was,
            value=each.should_be,
            why=each.why,
            is_open=each.state == RecordCorrectionState.OPEN,
            is_done=each.state == RecordCorrectionState.TAKEN,
            state_label=each.state_label,
            answer=each.answer,
            asked_at=each.asked_at,
            due_until=None,
        )
        for visit in held_visits(family.household)
        for each in corrections_of(visit)
    ]
    return sorted([*facts, *records], key=lambda one: one.asked_at, reverse=True)
