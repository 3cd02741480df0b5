"""A visit is finished."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zoufang.engines.refusal import Refused
from zoufang.ground.accounts.actor import Actor
from zoufang.ground.journal.actions import record
from zoufang.stages.schedule.states import AppointmentState
from zoufang.stages.visit import rules
from zoufang.stages.visit.access import may_record_visit
from zoufang.stages.visit.models import PaperSent, Visit
from zoufang.stages.visit.states import PaperKind, VisitState


@transaction.atomic
def finish_visit(*, visit: Visit, by: Actor, at: datetime) -> Visit:
    """The visit is done (or not reached), card and letter stand on that family's page. Refused while something is missing."""
    visit = Visit.objects.select_for_update().get(pk=visit.pk)
    if not may_record_visit(by, visit):
        raise Refused("这次走访已经完成了")
    matters = list(visit.matters.all())
    unanswered = sum(rules.lacks_answer(settle=m.settle, answer=m.answer) for m in matters)
    missing = rules.what_is_missing(
        outcome=visit.outcome,
        met=visit.met,
        visitors=visit.visitors.count(),
        form=visit.form,
        needed_at_home=visit.campaign.limit("visitors_at_home"),
        matters_without_answer=unanswered,
    )
    if missing:
        raise Refused(missing)
    visit.state = rules.state_after(visit.outcome)
    visit.started_at = visit.started_at or at
    visit.finished_at, visit.finished_by_id = at, by.id
    visit.version += 1
    visit.save()
    if visit.state == VisitState.DONE:
        _send_papers(visit, at)
        if visit.appointment is not None:
            visit.appointment.state = AppointmentState.KEPT
            visit.appointment.save(update_fields=["state"])
    facts = {"outcome": visit.outcome, "form": visit.form, "matters": len(matters)}
    record("visit.finished", visit, by=by, at=at, unit=visit.klass, facts=facts)
    return visit


def _send_papers(visit: Visit, at: datetime) -> None:
    for kind in (PaperKind.CARD, PaperKind.LETTER):
        PaperSent.objects.get_or_create(
            campaign=visit.campaign,
            household=visit.household,
            kind=kind,
            defaults={"visit": visit, "sent_at": at},
        )
