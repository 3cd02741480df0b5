"""A leader goes along on a visit and says in a word of their own how it was."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zoufang.engines.refusal import Refused
from zoufang.ground.accounts.actor import Actor
from zoufang.ground.campaign.states import IN_PERSON
from zoufang.ground.journal.actions import record
from zoufang.stages.rights.queries import has_refused_handling
from zoufang.stages.schedule.models import Appointment
from zoufang.stages.schedule.states import AppointmentState
from zoufang.stages.visit import rules
from zoufang.stages.visit.access import may_go_along
from zoufang.stages.visit.models import Shadowing, Visit
from zoufang.stages.visit.queries.along import has_begun
from zoufang.stages.visit.states import VisitState

LONGEST = 500


@transaction.atomic
def announce_shadowing(*, appointment: Appointment, by: Actor, at: datetime) -> Shadowing:
    """This person goes along: the teachers and the family see it. Announced before: given back.

    Refused for every reason of `rules.why_not_go_along`.
    """
    appointment = (
        Appointment.objects.select_for_update(of=("self",))
        .select_related("klass", "campaign", "round", "household")
        .get(pk=appointment.pk)
    )
    reasons = rules.why_not_go_along(
        may=may_go_along(by) and any(appointment.klass.path.startswith(duty.path) for duty in by.duties),
        stands=appointment.state == AppointmentState.BOOKED,
        is_in_person=appointment.form in IN_PERSON,
        teaches_it=appointment.klass_id in by.classes_taught(),
    )
    if reasons:
        raise Refused(reasons)
    shadowing, is_new = Shadowing.objects.get_or_create(
        round=appointment.round,
        household=appointment.household,
        person_id=by.id,
        defaults={"campaign": appointment.campaign, "klass": appointment.klass, "announced_at": at},
    )
    if is_new:
        record("shadowing.announced", shadowing, by=by, at=at, unit=appointment.klass)
    return shadowing


@transaction.atomic
def withdraw_shadowing(*, shadowing: Shadowing, by: Actor, at: datetime) -> None:
    """This person does not go along after all. Refused once a word was said."""
    shadowing = _own(shadowing, by)
    if shadowing.said_at is not None:
        raise Refused("已经写过了,不能再取消")
    record("shadowing.withdrawn", shadowing, by=by, at=at, unit=shadowing.klass)
    shadowing.delete()


@transaction.atomic
def say_own_word(*, shadowing: Shadowing, was_there: bool | None, word: str, by: Actor, at: datetime) -> Shadowing:
    """What this person saw stands beside the teachers' record, and whether it was said before theirs was finished.

    Said once: refused for another time, and for every reason of `rules.why_no_own_word`.
    """
    shadowing = _own(shadowing, by)
    if shadowing.said_at is not None:
        raise Refused("已经写过了,不能再改;有补充请当面说")
    if len(word) > LONGEST:
        raise Refused(rules.too_long(LONGEST))
    reasons = rules.why_no_own_word(
        has_begun=has_begun(shadowing, now=at),
        was_there=was_there,
        word=word,
        has_refused_handling=has_refused_handling(shadowing.household),
    )
    if reasons:
        raise Refused(reasons)
    finished = Visit.objects.filter(
        round=shadowing.round_id,
        household=shadowing.household_id,
        state__in=[VisitState.DONE, VisitState.NOT_REACHED],
    )
    shadowing.was_there, shadowing.word, shadowing.said_at = was_there, word.strip(), at
    shadowing.said_before_record = not finished.exists()
    shadowing.save(update_fields=["was_there", "word", "said_at", "said_before_record"])
    facts = {"there": bool(was_there), "before": shadowing.said_before_record}
    record("shadowing.said", shadowing, by=by, at=at, unit=shadowing.klass, facts=facts)
    return shadowing


def _own(shadowing: Shadowing, by: Actor) -> Shadowing:
    locked = Shadowing.objects.select_for_update(of=("self",)).select_related("klass", "household").get(pk=shadowing.pk)
    if locked.person_id != by.id or not may_go_along(by):
        raise Refused("只有跟岗的本人可以写")
    return locked
