"""Weather, illness: one family, or all of a half-day, are asked for another time, in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zoufang.engines.refusal import Reason, Refused
from zoufang.ground.accounts.actor import Actor
from zoufang.stages.schedule import actions
from zoufang.stages.schedule.models import Appointment
from zoufang.stages.visit.queries import is_begun

BEGUN = Reason("走访已经开始记录,请在记录里写“改期”")
TOO_LATE = Reason("已经过了两分钟,家长可能已经收到;请重新约时间")


@transaction.atomic
def ask_new_time(*, appointments: Sequence[Appointment], reason: str, by: Actor, at: datetime) -> int:
    """Each of these times is free again and its family is asked for another; how many. A visit that is being written down
    already is left alone. Refused as `schedule.actions.ask_new_time`, and where no family is left to ask."""
    left = [each for each in appointments if not is_begun(each.campaign, each.household)]
    if not left:
        raise Refused(BEGUN)
    for each in left:
        actions.ask_new_time(appointment=each, reason=reason, by=by, at=at)
    return len(left)


@transaction.atomic
def take_back_asking(*, appointments: Sequence[Appointment], by: Actor, at: datetime) -> int:
    """These times stand again, before any family was written to. Refused where one is given away, or too late."""
    if not appointments:
        raise Refused(TOO_LATE)
    for each in appointments:
        actions.restore_appointment(appointment=each, by=by, at=at)
    return len(appointments)
