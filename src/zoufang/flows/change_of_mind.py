"""A family gives its time back: for another one, or because it takes no part after all; and takes that back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zoufang.engines.refusal import Reason, Refused
from zoufang.ground.accounts.actor import Actor
from zoufang.ground.campaign.models import Campaign
from zoufang.stages.roster.models import Household
from zoufang.stages.schedule.actions import cancel_appointment, restore_appointment
from zoufang.stages.schedule.queries import booked_of_household, released_of_household
from zoufang.stages.schedule.states import CancelReason
from zoufang.stages.signup import actions, queries
from zoufang.stages.signup.states import AnsweredVia
from zoufang.stages.visit.queries import is_begun

BEGUN = Reason("走访已经开始,不能在这里改;有变化请直接告诉老师")


@transaction.atomic
def ask_another_time(*, campaign: Campaign, household: Household, by: Actor, at: datetime) -> None:
    """The booked time does not suit: it is free again and the teachers are told. Refused without one, and once it began."""
    _refuse_when_begun(campaign, household)
    standing = booked_of_household(campaign, household)
    if standing is None:
        raise Refused("现在没有约好的时间")
    cancel_appointment(appointment=standing, reason=CancelReason.FAMILY, by=by, at=at, is_released=True)


@transaction.atomic
def call_off_visit(*, campaign: Campaign, household: Household, via: AnsweredVia, by: Actor, at: datetime) -> None:
    """The family takes no part this time; its booked time is free again and the teachers are told."""
    _refuse_when_begun(campaign, household)
    actions.call_off(campaign=campaign, household=household, via=via, by=by, at=at)
    standing = booked_of_household(campaign, household)
    if standing is not None:
        cancel_appointment(appointment=standing, reason=CancelReason.FAMILY, by=by, at=at, is_released=True)


@transaction.atomic
def take_it_back(*, campaign: Campaign, household: Household, via: AnsweredVia, by: Actor, at: datetime) -> bool:
    """As it was before: the wish, and the time where nobody has it now. Did the time come back (or was there none)?"""
    _refuse_when_begun(campaign, household)
    signup = queries.signup_of(household, campaign)
    called_off_at = signup.called_off_at if signup is not None else None
    released = released_of_household(campaign, household, now=at)
    if called_off_at is not None:
        if released is not None and released.cancelled_at != called_off_at:
            # That time had not suited before it was called off.
            released = None
        actions.take_back(campaign=campaign, household=household, via=via, by=by, at=at)
    elif released is None:
        raise Refused("没有什么可以恢复的")
    if released is None:
        return True
    try:
        with transaction.atomic():
            restore_appointment(appointment=released, by=by, at=at)
    except Refused:
        return False
    return True


def _refuse_when_begun(campaign: Campaign, household: Household) -> None:
    Household.objects.select_for_update().get(pk=household.pk)
    if is_begun(campaign, household):
        raise Refused(BEGUN)
