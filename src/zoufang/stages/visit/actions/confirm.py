"""The family says whether the visit was."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zoufang.engines.refusal import Refused
from zoufang.ground.accounts.actor import Actor, family_actor
from zoufang.ground.journal.actions import record
from zoufang.stages.roster.models import Guardian
from zoufang.stages.visit import rules
from zoufang.stages.visit.models import Visit
from zoufang.stages.visit.states import VisitState


@transaction.atomic
def confirm_visit(
    *,
    visit: Visit,
    answer: str,
    guardian: Guardian,
    at: datetime,
    by: Actor | None = None,
    on_staff_device: bool = False,
) -> Visit:
    """The family's word stands on the visit; a later one takes its place. On a device of staff it is kept apart, is never
    the family's own and changes nothing of what the family said itself. Refused where nobody met."""
    visit = Visit.objects.select_for_update().get(pk=visit.pk)
    if visit.household_id != guardian.household_id:
        raise Refused("这次走访不是您家的")
    if reasons := rules.why_not_confirm(is_done=visit.state == VisitState.DONE, answer=answer):
        raise Refused(reasons)
    if on_staff_device:
        visit.said_apart, visit.said_apart_at = answer, at
        visit.save(update_fields=["said_apart", "said_apart_at"])
    else:
        visit.confirmation, visit.confirmed_at = answer, at
        visit.save(update_fields=["confirmation", "confirmed_at"])
    who = by or family_actor(guardian.pk, "")
    record(
        "visit.confirmed", visit, by=who, at=at, unit=visit.klass, facts={"answer": answer, "apart": on_staff_device}
    )
    return visit
