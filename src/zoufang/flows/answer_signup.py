"""A family chooses, or chooses anew: its wish and the time that was booked for it change together."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zoufang.engines.refusal import Reason, Refused
from zoufang.ground.accounts.actor import Actor
from zoufang.ground.campaign.models import Campaign
from zoufang.ground.campaign.states import VisitForm
from zoufang.stages.roster.models import Guardian, Household
from zoufang.stages.schedule.actions import book, cancel_appointment, move_appointment
from zoufang.stages.schedule.models import Appointment
from zoufang.stages.schedule.queries import booked_of_household, talk_place
from zoufang.stages.schedule.states import CancelReason
from zoufang.stages.signup import actions
from zoufang.stages.signup.models import Signup
from zoufang.stages.signup.states import AnsweredVia

TAKEN = Reason("这个时间刚刚有人选了,请换一个")


@transaction.atomic
def answer_signup(
    *,
    campaign: Campaign,
    household: Household,
    words: actions.SignupWords,
    via: AnsweredVia,
    by: Actor,
    at: datetime,
    guardian: Guardian | None = None,
) -> Signup:
    """The wish stands; a time alone after pick-up is the family's at once; a booked time that no longer suits is free
    again, and the teachers are told. Refused as `signup.actions.answer_signup` is, and where the time is gone."""
    before = actions.signup_to_change(campaign=campaign, household=household)
    was_form = before.form
    was_times = [(each.starts_at, each.ends_at) for each in before.times.all()] if before.pk else []
    signup = actions.answer_signup(
        campaign=campaign,
        household=household,
        words=words,
        via=via,
        by=by,
        guardian=guardian,
        at=at,
        standing=before,
    )
    if signup.is_one_to_one and words.is_one_to_one:
        _take(campaign, household, words.times[0], by=by, at=at)
        return signup
    standing = booked_of_household(campaign, household)
    if standing is not None and not _still_suits(standing, signup, words, was_form, was_times):
        told = via != AnsweredVia.TEACHER
        cancel_appointment(appointment=standing, reason=CancelReason.FAMILY, by=by, at=at, is_released=told)
    return signup


def _still_suits(
    standing: Appointment,
    signup: Signup,
    words: actions.SignupWords,
    was_form: str,
    was_times: list[tuple[datetime, datetime]],
) -> bool:
    """A time agreed on the telephone, beyond what was offered, stays until the family says that it does not suit."""
    if words.declined or (signup.form != was_form and signup.form != standing.form):
        return False
    return _holds(words.times, standing) or not _holds(was_times, standing)


def _holds(times: object, standing: Appointment) -> bool:
    return any(starts <= standing.starts_at and standing.ends_at <= ends for starts, ends in times)  # type: ignore[attr-defined]


def _take(
    campaign: Campaign, household: Household, span: tuple[datetime, datetime], *, by: Actor, at: datetime
) -> None:
    place = talk_place(campaign, household, at=at)
    if place is None:
        raise Refused("现在没有老师可以单独聊,请换一种方式,或直接和老师约")
    standing = booked_of_household(campaign, household, place.round)
    if standing is not None and (standing.starts_at, standing.form) == (span[0], VisitForm.SCHOOL):
        return
    when = {"starts_at": span[0], "ends_at": span[1], "teachers": place.teachers, "form": VisitForm.SCHOOL.value}
    try:
        with transaction.atomic():
            if standing is not None:
                move_appointment(appointment=standing, by=by, at=at, agreed=True, **when)  # type: ignore[arg-type]
            else:
                book(
                    campaign=campaign,
                    round=place.round,
                    household=household,
                    klass=place.klass,
                    by=by,
                    at=at,
                    agreed=True,
                    **when,  # type: ignore[arg-type]
                )
    except Refused:
        # The teacher's words would name her other engagements.
        raise Refused(TAKEN) from None
