"""A family chooses; until the visit begins it may choose again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from zoufang.engines.refusal import Reason, Refused
from zoufang.ground.accounts.actor import Actor
from zoufang.ground.campaign.models import Campaign
from zoufang.ground.campaign.states import VisitForm
from zoufang.ground.journal.actions import record
from zoufang.stages.roster.models import Guardian, Household
from zoufang.stages.signup import rules
from zoufang.stages.signup.models import OfferedTime, Signup
from zoufang.stages.signup.states import AnsweredVia, SignupState

LONGEST_NOTE = 1_000


@dataclass(frozen=True)
class SignupWords:
    """What the family says: how, when, anything beforehand. `form` empty with `declined`."""

    declined: bool = False
    form: str = ""
    times: Sequence[tuple[datetime, datetime]] = field(default=())
    note: str = ""
    note_for_principal_only: bool = False


@transaction.atomic
def answer_signup(
    *,
    campaign: Campaign,
    household: Household,
    words: SignupWords,
    via: AnsweredVia,
    by: Actor,
    at: datetime,
    guardian: Guardian | None = None,
) -> Signup:
    """The family's wish stands, instead of an earlier one; what a teacher notes for it never replaces its own
    words. Refused once the visit began, or while something is missing."""
    signup, _ = Signup.objects.select_for_update().get_or_create(campaign=campaign, household=household)
    over = rules.is_over(ends_on=campaign.ends_on, today=at.date())
    reasons = rules.why_not_answer(is_locked=signup.locked_at is not None, campaign_over=over)
    reasons += rules.what_an_answer_lacks(
        declined=words.declined, form=words.form, time_count=len(words.times), needs_time=True
    )
    if not words.declined and words.form and words.form not in VisitForm.values:
        reasons.append(Reason("请选择希望怎样见面"))
    if len(words.note) > LONGEST_NOTE:
        reasons.append(Reason("一段话最多 %(longest)s 字,请写短一些", longest=LONGEST_NOTE))
    if reasons:
        raise Refused(reasons)
    signup.state = SignupState.DECLINED if words.declined else SignupState.ANSWERED
    signup.form = "" if words.declined else words.form
    if via == AnsweredVia.TEACHER:
        signup.told_note = words.note.strip()
    else:
        signup.note, signup.note_for_principal_only = words.note.strip(), words.note_for_principal_only
    signup.answered_at, signup.answered_via, signup.answered_by = at, via, guardian
    signup.save()
    signup.times.all().delete()
    if not words.declined:
        OfferedTime.objects.bulk_create(OfferedTime(signup=signup, starts_at=a, ends_at=b) for a, b in words.times)
    facts = {"state": signup.state, "form": signup.form, "via": str(via), "times": len(words.times)}
    record("signup.answered", signup, by=by, at=at, unit=campaign.unit, facts=facts)
    return signup


def lock_signup(*, household: Household, campaign: Campaign, at: datetime) -> None:
    """The visit began: the wish stands. Part of the act that begins it."""
    Signup.objects.filter(household=household, campaign=campaign, locked_at__isnull=True).update(locked_at=at)


def unlock_signup(*, household: Household, campaign: Campaign) -> None:
    """Nobody was met: the family may choose anew. Part of the act that finishes the attempt."""
    Signup.objects.filter(household=household, campaign=campaign).update(locked_at=None)
