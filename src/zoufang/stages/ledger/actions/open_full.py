"""A document with names and telephones is opened."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from zoufang.engines.refusal import Refused
from zoufang.ground.accounts.actor import Actor
from zoufang.ground.journal.actions import record
from zoufang.stages.ledger.access import may_take_full
from zoufang.stages.ledger.models import SubmittedFile
from zoufang.stages.ledger.rules.sealing import FULL_HOURS, why_not_full
from zoufang.stages.rights.queries import pass_on_withdrawn


@transaction.atomic
def open_full(*, file: SubmittedFile, reason: str, by: Actor, at: datetime) -> None:
    """The opening stands in the journal. Refused without second factor or reason, after a day, and
    where it is to leave the school and somebody took a consent back since."""
    submission = file.submission
    if not may_take_full(by, submission.campaign):
        raise Refused("完整版只有园长和整理提报专人可以取用")
    if why_not := why_not_full(reason=reason, has_second_factor=by.second_factor, drawn_today=0):
        raise Refused(why_not)
    if at > submission.drawn_up_at + timedelta(hours=FULL_HOURS):
        raise Refused("这份完整版已经过期,请重新生成")
    if submission.is_for_outside and pass_on_withdrawn(submission.campaign.unit, since=submission.drawn_up_at):
        raise Refused("生成以后有家长撤回了同意,请重新生成")
    facts = {"document": file.kind, "version": submission.version}
    record("ledger.full_opened", submission, by=by, at=at, unit=submission.campaign.unit, facts=facts)
