"""A family chooses; until the visit begins it may choose again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from zoufang.engines.refusal import Reason, Refused
from zoufang.ground.accounts.actor import Actor
from zoufang.ground.campaign.models import Campaign
from zoufang.ground.campaign.states import VisitForm
from zoufang.ground.journal.actions import record
from zoufang.stages.roster.models import Guardian, Household
from zoufang.stages.roster.queries import lock_household
from zoufang.stages.signup import rules
from zoufang.stages.signup.models import OfferedTime, Signup
from zoufang.stages.signup.states import AnsweredVia, RemindBy, SignupState
from zoufang.web.prepared import Prepared, PreparedInsert

# Thousands answer in the same minute after a notice: these three are worded once.
_STANDING = Prepared(
    lambda home, campaign: Signup.objects.select_for_update().filter(household=home, campaign=campaign),
    "number",
    "number",
)
_SIGNUPS = PreparedInsert(Signup)
_TIMES = PreparedInsert(OfferedTime)
LONGEST_NOTE = 1_000
LONGEST_PLACE = 80


@dataclass(frozen=True)
class SignupWords:
    """What the family says: how, when, anything beforehand. `form` empty with `declined`. `is_one_to_one` None: whoever
    writes may not know, and what stood stays while it is at school. `language` empty: unchanged."""

    declined: bool = False
    form: str = ""
    times: Sequence[tuple[datetime, datetime]] = field(default=())
    place: str = ""
    is_one_to_one: bool | None = False
    language: str = ""
    note: str = ""
    note_for_principal_only: bool = False


def signup_to_change(*, campaign: Campaign, household: Household) -> Signup:
    """The family's wish, locked until the transaction ends; a new one, not yet kept, where it has none."""
    lock_household(household)
    return _STANDING.first(household.pk, campaign.pk) or Signup(campaign=campaign, household=household)


# Part of the flow's transaction, and undone with it: no savepoint of its own.
@transaction.atomic(savepoint=False)
def answer_signup(
    *,
    campaign: Campaign,
    household: Household,
    words: SignupWords,
    via: AnsweredVia,
    by: Actor,
    at: datetime,
    guardian: Guardian | None = None,
    standing: Signup | None = None,
) -> Signup:
    """The family's wish stands, instead of an earlier one; what a teacher notes for it never replaces its own
    words. `standing`: the wish as `signup_to_change` gave it within the caller's transaction. Refused once the visit
    began, or while something is missing."""
    signup = standing or signup_to_change(campaign=campaign, household=household)
    over = rules.is_over(ends_on=campaign.ends_on, today=timezone.localdate(at))
    reasons = rules.why_not_answer(is_locked=signup.locked_at is not None, campaign_over=over)
    reasons += rules.what_an_answer_lacks(
        declined=words.declined, form=words.form, time_count=len(words.times), needs_time=True
    )
    if not words.declined and words.form and words.form not in VisitForm.values:
        reasons.append(Reason("请选择希望怎样见面"))
    if len(words.place) > LONGEST_PLACE:
        reasons.append(Reason("地点最多 %(longest)s 字,请写短一些", longest=LONGEST_PLACE))
    if len(words.note) > LONGEST_NOTE:
        reasons.append(Reason("一段话最多 %(longest)s 字,请写短一些", longest=LONGEST_NOTE))
    if reasons:
        raise Refused(reasons)
    signup.state = SignupState.DECLINED if words.declined else SignupState.ANSWERED
    signup.form = "" if words.declined else words.form
    signup.called_off_at, signup.form_before = None, ""
    signup.place = words.place.strip() if signup.form == VisitForm.COMMUNITY else ""
    known = signup.is_one_to_one if words.is_one_to_one is None else words.is_one_to_one
    signup.is_one_to_one = known and signup.form == VisitForm.SCHOOL
    signup.language = words.language or signup.language
    if via == AnsweredVia.TEACHER:
        signup.told_note = words.note.strip()
    else:
        signup.note, signup.note_for_principal_only = words.note.strip(), words.note_for_principal_only
    signup.answered_at, signup.answered_via, signup.answered_by = at, via, guardian
    if signup.pk:
        signup.times.all().delete()
    _keep(signup)
    for starts, ends in () if words.declined else words.times:
        _TIMES.add(OfferedTime(signup=signup, starts_at=starts, ends_at=ends))
    facts = {"state": signup.state, "form": signup.form, "via": str(via), "times": len(words.times)}
    record("signup.answered", signup, by=by, at=at, unit=campaign.unit, facts=facts)
    return signup


def lock_signup(*, household: Household, campaign: Campaign, at: datetime) -> None:
    """The visit began: the wish stands. Part of the act that begins it."""
    Signup.objects.filter(household=household, campaign=campaign, locked_at__isnull=True).update(locked_at=at)


def unlock_signup(*, household: Household, campaign: Campaign) -> None:
    """Nobody was met: the family may choose anew. Part of the act that finishes the attempt."""
    Signup.objects.filter(household=household, campaign=campaign).update(locked_at=None)


@transaction.atomic
def call_off(*, campaign: Campaign, household: Household, via: AnsweredVia, by: Actor, at: datetime) -> Signup:
    """The family takes no part this time after all, in one tap; what it had wished is kept, should it come back.
    Refused once the visit began."""
    signup = signup_to_change(campaign=campaign, household=household)
    _refuse_unless_open(signup, campaign, at)
    if signup.state == SignupState.DECLINED:
        raise Refused("这次走访已经取消了,不用再取消")
    signup.form_before, signup.called_off_at = signup.form, at
    signup.state, signup.form = SignupState.DECLINED, ""
    signup.answered_at, signup.answered_via = at, via
    _keep(signup)
    record("signup.called_off", signup, by=by, at=at, unit=campaign.unit, facts={"via": str(via)})
    return signup


@transaction.atomic
def take_back(*, campaign: Campaign, household: Household, via: AnsweredVia, by: Actor, at: datetime) -> Signup:
    """The calling off is taken back: the wish stands as before. Refused where nothing was called off."""
    signup = signup_to_change(campaign=campaign, household=household)
    _refuse_unless_open(signup, campaign, at)
    if signup.called_off_at is None:
        raise Refused("这次走访没有取消,不用恢复")
    signup.state = SignupState.ANSWERED if signup.form_before else SignupState.OPEN
    signup.form, signup.form_before, signup.called_off_at = signup.form_before, "", None
    signup.answered_at, signup.answered_via = at, via
    _keep(signup)
    record("signup.taken_back", signup, by=by, at=at, unit=campaign.unit, facts={"via": str(via)})
    return signup


@transaction.atomic
def choose_reminder(
    *,
    campaign: Campaign,
    household: Household,
    remind_by: str,
    offered: Sequence[str],
    mail: str,
    language: str,
    by: Actor,
    at: datetime,
) -> Signup:
    """How the family is reminded the day before, and in which language it is written to. Refused without an address
    for mail, or for a channel that this installation has not."""
    signup = signup_to_change(campaign=campaign, household=household)
    if reasons := rules.what_a_reminder_lacks(remind_by=remind_by, offered=offered, mail=mail):
        raise Refused(reasons)
    signup.remind_by = RemindBy(remind_by)
    signup.remind_mail = mail if remind_by == RemindBy.MAIL else ""
    signup.language = language or signup.language
    _keep(signup)
    facts = {"by": str(remind_by), "language": signup.language}
    record("signup.reminder_chosen", signup, by=by, at=at, unit=campaign.unit, facts=facts)
    return signup


def _keep(signup: Signup) -> None:
    if signup.pk:
        signup.save()
    else:
        _SIGNUPS.add(signup)


def _refuse_unless_open(signup: Signup, campaign: Campaign, at: datetime) -> None:
    over = rules.is_over(ends_on=campaign.ends_on, today=timezone.localdate(at))
    if reasons := rules.why_not_call_off(is_locked=signup.locked_at is not None, campaign_over=over):
        raise Refused(reasons)
