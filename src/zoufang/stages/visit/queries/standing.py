"""How far a family is in the running round: waiting, booked, begun, met, refused, to be asked again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from zoufang.ground.campaign.models import Campaign, Round
from zoufang.stages.schedule.models import Appointment
from zoufang.stages.schedule.states import AppointmentState
from zoufang.stages.signup.models import Signup
from zoufang.stages.signup.states import SignupState
from zoufang.stages.visit.models import Visit
from zoufang.stages.visit.states import FamilyConfirmation, FamilyStanding, Outcome, VisitState


@dataclass(frozen=True)
class Standing:
    """One family's place in the round, with what leads on."""

    state: str
    label: str
    wish_label: str = ""
    starts_at: datetime | None = None
    form_label: str = ""
    visit_id: str = ""
    outcome_label: str = ""
    attempts: int = 0
    awaits_confirmation: bool = False


def standing_of(campaign: Campaign, round: Round, households: Sequence[int]) -> dict[int, Standing]:
    """By household's key: three queries, however many families."""
    keys = list(households)
    signups = {each.household_id: each for each in Signup.objects.filter(campaign=campaign, household__in=keys)}
    booked = {
        each.household_id: each
        for each in Appointment.objects.filter(round=round, household__in=keys, state=AppointmentState.BOOKED)
    }
    visits: dict[int, list[Visit]] = {}
    made = Visit.objects.filter(campaign=campaign, household__in=keys).exclude(state=VisitState.CANCELLED)
    for visit in made.select_related("round").order_by("pk"):
        visits.setdefault(visit.household_id, []).append(visit)
    return {key: _standing(round, signups.get(key), booked.get(key), visits.get(key, [])) for key in keys}


def _standing(round: Round, signup: Signup | None, appointment: Appointment | None, visits: list[Visit]) -> Standing:
    now = [visit for visit in visits if visit.round_id == round.pk]
    newest = now[-1] if now else None
    state = _state(round, signup, appointment, visits, newest)
    shown = newest or (visits[-1] if visits else None)
    return Standing(
        state=state.value,
        label=str(state.label),
        wish_label=str(signup.get_form_display()) if signup and signup.form else "",
        starts_at=appointment.starts_at if appointment else None,
        form_label=str(appointment.get_form_display()) if appointment else "",
        visit_id=shown.public_id if shown else "",
        outcome_label=str(newest.get_outcome_display()) if newest and newest.outcome else "",
        attempts=sum(visit.state == VisitState.NOT_REACHED for visit in now),
        awaits_confirmation=newest is not None
        and newest.state == VisitState.DONE
        and newest.confirmation == FamilyConfirmation.UNANSWERED,
    )


def _state(
    round: Round, signup: Signup | None, appointment: Appointment | None, visits: list[Visit], newest: Visit | None
) -> FamilyStanding:
    if newest is not None and newest.state == VisitState.DONE:
        return FamilyStanding.VISITED
    if newest is not None and newest.state == VisitState.PLANNED:
        return FamilyStanding.BEGUN
    if signup is not None and signup.state == SignupState.DECLINED:
        return FamilyStanding.DECLINED
    if appointment is not None:
        return FamilyStanding.BOOKED
    if newest is not None:
        said_no = newest.outcome == Outcome.DECLINED
        asked_since = (
            signup is not None
            and signup.answered_at is not None
            and newest.finished_at is not None
            and signup.answered_at > newest.finished_at
        )
        if said_no and not asked_since:
            return FamilyStanding.DECLINED
        return FamilyStanding.NOT_REACHED if not asked_since else FamilyStanding.TO_BOOK
    if round.number > 1 and any(visit.state == VisitState.DONE for visit in visits):
        return FamilyStanding.AGAIN
    if signup is not None and signup.state == SignupState.ANSWERED:
        return FamilyStanding.TO_BOOK
    return FamilyStanding.UNANSWERED
