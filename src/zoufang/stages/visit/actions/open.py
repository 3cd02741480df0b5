"""A visit begins: from an appointment, or without one."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zoufang.engines.refusal import Refused
from zoufang.ground.accounts.actor import Actor
from zoufang.ground.accounts.models import User
from zoufang.ground.campaign.models import Campaign, Round
from zoufang.ground.journal.actions import record
from zoufang.ground.org.models import Unit
from zoufang.stages.roster.models import Household
from zoufang.stages.schedule.models import Appointment
from zoufang.stages.visit.models import Visit
from zoufang.stages.visit.states import VisitState


@transaction.atomic
def open_visit(
    *,
    campaign: Campaign,
    round: Round,
    household: Household,
    klass: Unit,
    form: str,
    by: Actor,
    at: datetime,
    appointment: Appointment | None = None,
) -> Visit:
    """The family's visit of this round is open to be written; one that is open already is given back.

    Refused where the family was met in this round.
    """
    Household.objects.select_for_update().get(pk=household.pk)
    earlier = Visit.objects.filter(round=round, household=household)
    if still_open := earlier.filter(state=VisitState.PLANNED).first():
        return still_open
    if earlier.filter(state=VisitState.DONE).exists():
        raise Refused("这户家庭本轮已经走访过了,记录在“家庭”里可以查看")
    visit = Visit.objects.create(
        campaign=campaign,
        round=round,
        household=household,
        klass=klass,
        appointment=appointment,
        form=form,
        opened_by_id=by.id or None,
        opened_at=at,
        attempt=earlier.filter(state=VisitState.NOT_REACHED).count() + 1,
    )
    visit.visitors.set(appointment.teachers.all() if appointment else User.objects.filter(pk=by.id))
    record("visit.opened", visit, by=by, at=at, unit=klass, facts={"form": form, "attempt": visit.attempt})
    return visit
