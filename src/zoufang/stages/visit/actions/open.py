"""A visit begins: from an appointment, or without one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zoufang.engines.refusal import Refused
from zoufang.ground.accounts.actor import Actor
from zoufang.ground.accounts.models import User
from zoufang.ground.campaign.models import Campaign, Round
from zoufang.ground.campaign.states import VisitForm
from zoufang.ground.journal.actions import record
from zoufang.ground.org.models import Unit
from zoufang.stages.roster.models import Household
from zoufang.stages.schedule.models import Appointment
from zoufang.stages.signup.actions import lock_signup
from zoufang.stages.visit import rules
from zoufang.stages.visit.actions.authors import PAGE, Source, mark_authors
from zoufang.stages.visit.models import Visit
from zoufang.stages.visit.queries import has_refused, teachers_of
from zoufang.stages.visit.states import RecordField, VisitState


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
    source: Source = PAGE,
) -> Visit:
    """The family's visit of this round is open to be written, its sign-up stands; one that is open already is given back.

    At home both of the class's teachers go, until said otherwise. Refused where the family was met in this round, and
    at home where it refused.
    """
    Household.objects.select_for_update().get(pk=household.pk)
    earlier = Visit.objects.filter(round=round, household=household)
    if still_open := earlier.filter(state=VisitState.PLANNED).first():
        return still_open
    reasons = rules.why_not_begin(
        was_met=earlier.filter(state=VisitState.DONE).exists(),
        has_refused=has_refused(campaign, household),
        form=form,
    )
    if reasons:
        raise Refused(reasons)
    if appointment is not None and Visit.objects.filter(appointment=appointment).exists():
        appointment = None
    visit = Visit.objects.create(
        campaign=campaign,
        round=round,
        household=household,
        klass=klass,
        appointment=appointment,
        form=form,
        opened_by_id=by.id or None,
        # On a phone it began when it was written there: who taught the class that day may have gone.
        opened_at=source.said_at or at,
        attempt=earlier.filter(state=VisitState.NOT_REACHED).count() + 1,
    )
    visit.visitors.set(_who_goes(visit, by))
    mark_authors(visit, [RecordField.FORM], by=by, at=source.said_at or at, source=source)
    lock_signup(household=household, campaign=campaign, at=at)
    record("visit.opened", visit, by=by, at=at, unit=klass, facts={"form": form, "attempt": visit.attempt})
    return visit


def _who_goes(visit: Visit, by: Actor) -> Sequence[User]:
    if visit.appointment is not None:
        return list(visit.appointment.teachers.all())
    if visit.form == VisitForm.HOME:
        return teachers_of(visit)
    return list(User.objects.filter(pk=by.id))
