"""A finished record is sent back to be corrected; what it said is kept."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zoufang.engines.refusal import Refused
from zoufang.ground.accounts.actor import Actor
from zoufang.ground.journal.actions import record
from zoufang.stages.visit import rules
from zoufang.stages.visit.access import may_reopen_visit
from zoufang.stages.visit.actions.versions import keep_version
from zoufang.stages.visit.models import Visit
from zoufang.stages.visit.states import VisitState


@transaction.atomic
def reopen_visit(*, visit: Visit, reason: str, by: Actor, at: datetime) -> Visit:
    """The record is open to the class's teachers again, its earlier version is kept; matters that became problems stay.

    Refused without a reason, while it is still open, and to anyone but the principal.
    """
    visit = Visit.objects.select_for_update().get(pk=visit.pk)
    if not may_reopen_visit(by, visit):
        raise Refused("只有园长可以退回走访记录")
    if visit.household.erased_at is not None:
        raise Refused("这家的信息已经删除,记录不能再改")
    reasons = rules.why_not_reopen(is_finished=visit.state in (VisitState.DONE, VisitState.NOT_REACHED), reason=reason)
    if reasons:
        raise Refused(reasons)
    keep_version(visit, reason=reason, by=by, at=at)
    visit.state = VisitState.PLANNED
    visit.version += 1
    visit.save(update_fields=["state", "version"])
    record("visit.reopened", visit, by=by, at=at, unit=visit.klass, facts={"version": visit.version})
    return visit
