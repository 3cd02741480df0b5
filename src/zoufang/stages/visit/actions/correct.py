"""The family says what its visit's record ought to say; the class's teachers take it over or say why not."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from zoufang.engines.refusal import Refused
from zoufang.ground.accounts.actor import Actor
from zoufang.ground.accounts.models import User
from zoufang.ground.journal.actions import record
from zoufang.stages.roster.models import Guardian
from zoufang.stages.visit import rules
from zoufang.stages.visit.access import may_settle_correction
from zoufang.stages.visit.actions.authors import changed, mark_authors
from zoufang.stages.visit.actions.versions import keep_version
from zoufang.stages.visit.models import Correction, Visit
from zoufang.stages.visit.queries import value_of, words_of
from zoufang.stages.visit.states import CorrectionField, RecordCorrectionState, VisitState


@transaction.atomic
def ask_correction(
    *,
    visit: Visit,
    field: CorrectionField,
    should_be: Mapping[str, Any],
    why: str,
    guardian: Guardian,
    by: Actor,
    at: datetime,
    on_staff_device: bool = False,
) -> Correction:
    """Kept beside the record, which stays as it is. `should_be` is shaped as `queries.value_of` gives it.

    It takes the place of an open one on the same field. Refused on a teacher's device, and where nothing would change.
    """
    visit = Visit.objects.select_for_update().get(pk=visit.pk)
    if visit.household_id != guardian.household_id:
        raise Refused("这次走访不是您家的")
    was, asked = value_of(visit, field), dict(should_be)
    begun, ended = _moment(asked.get("started")), _moment(asked.get("ended"))
    reasons = rules.why_not_correct(
        is_done=visit.state == VisitState.DONE,
        on_staff_device=on_staff_device,
        # That nothing was wished is a record too; any other field says something.
        is_empty=field != CorrectionField.OPINIONS
        and not (begun if field == CorrectionField.TIME else next(iter(asked.values()))),
        is_same=_alike(asked) == _alike(was),
        starts_late=begun is not None and begun > at,
        ends_early=begun is not None and ended is not None and ended < begun,
    )
    if reasons:
        raise Refused(reasons)
    correction, _new = Correction.objects.update_or_create(
        visit=visit,
        field=field,
        state=RecordCorrectionState.OPEN,
        defaults={
            "was": json.dumps(was, ensure_ascii=False),
            "should_be": json.dumps(asked, ensure_ascii=False),
            "why": why.strip(),
            "guardian": guardian,
            "asked_at": at,
        },
    )
    record("correction.asked", correction, by=by, at=at, unit=visit.klass, facts={"field": str(field)})
    return correction


@transaction.atomic
def take_correction(*, correction: Correction, by: Actor, at: datetime) -> None:
    """The record says what the family asked for; what it said before is kept as a version of its own."""
    correction, visit = _to_settle(correction, by)
    keep_version(visit, reason="家长更正", by=by, at=at)
    before = words_of(visit)
    _write(visit, CorrectionField(correction.field), json.loads(correction.should_be))
    visit.version += 1
    visit.save()
    mark_authors(visit, changed(before, words_of(visit)), by=by, at=at)
    _settle(correction, RecordCorrectionState.TAKEN, by=by, at=at)
    facts = {"field": correction.field, "version": visit.version}
    record("correction.taken", correction, by=by, at=at, unit=visit.klass, facts=facts)


@transaction.atomic
def keep_as_it_is(*, correction: Correction, answer: str, by: Actor, at: datetime) -> None:
    """The record stays, and the family reads why. Refused without a word of why."""
    correction, visit = _to_settle(correction, by)
    if not answer.strip():
        raise Refused("请写一句为什么不改,家长会看到")
    correction.answer = answer.strip()
    _settle(correction, RecordCorrectionState.KEPT, by=by, at=at)
    record("correction.kept", correction, by=by, at=at, unit=visit.klass, facts={"field": correction.field})


def _to_settle(correction: Correction, by: Actor) -> tuple[Correction, Visit]:
    visit = Visit.objects.select_for_update().select_related("klass").get(pk=correction.visit_id)
    correction = Correction.objects.select_for_update().get(pk=correction.pk)
    reasons = rules.why_not_settle(
        is_open=correction.state == RecordCorrectionState.OPEN, may=may_settle_correction(by, visit)
    )
    if reasons:
        raise Refused(reasons)
    return correction, visit


def _settle(correction: Correction, state: RecordCorrectionState, *, by: Actor, at: datetime) -> None:
    correction.state, correction.settled_by_id, correction.settled_at = state, by.id or None, at
    correction.save()


def _write(visit: Visit, field: CorrectionField, value: dict[str, Any]) -> None:
    match field:
        case CorrectionField.TIME:
            visit.started_at, visit.ended_at = _moment(value["started"]), _moment(value["ended"])
        case CorrectionField.FORM:
            visit.form = value["form"]
        case CorrectionField.MET:
            visit.met = value["text"]
        case CorrectionField.VISITORS:
            visit.visitors.set(User.objects.filter(public_id__in=value["people"]))
        case CorrectionField.OPINIONS:
            visit.opinions = value["text"]


def _alike(value: dict[str, Any]) -> object:
    """What two values have in common when they say the same: people in whatever order."""
    return set(value["people"]) if "people" in value else value


def _moment(text: str | None) -> datetime | None:
    return timezone.localtime(datetime.fromisoformat(text)) if text else None
