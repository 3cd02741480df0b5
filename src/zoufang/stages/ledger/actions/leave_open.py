"""A gap stays open with a reason, or is to be closed after all."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from zoufang.engines.refusal import Refused
from zoufang.ground.accounts.actor import Actor
from zoufang.ground.campaign.models import Campaign
from zoufang.ground.journal.actions import record
from zoufang.stages.ledger.access import may_work_on
from zoufang.stages.ledger.models import OpenGap
from zoufang.stages.ledger.queries.facts import facts_of
from zoufang.stages.ledger.rules.gaps import gaps_in
from zoufang.stages.ledger.rules.sealing import why_not_leave_open


@transaction.atomic
def leave_open(*, campaign: Campaign, key: str, reason: str, by: Actor, at: datetime) -> None:
    """The gap may stand when a version is sealed. Refused without a reason, or where there is no such gap."""
    if not may_work_on(by, campaign):
        raise Refused("您没有改动这份台账的权限")
    if why_not := why_not_leave_open(reason):
        raise Refused(why_not)
    if key not in {gap.key for gap in gaps_in(facts_of(campaign), now=timezone.localtime(at))}:
        raise Refused("这一处已经补齐了,不用再写原因")
    facts = {"reason": reason.strip(), "left_by_id": by.id or None, "left_at": at}
    OpenGap.objects.update_or_create(campaign=campaign, key=key, defaults=facts)
    record("ledger.gap_left_open", campaign, by=by, at=at, unit=campaign.unit, facts={"gap": key})


@transaction.atomic
def close_again(*, campaign: Campaign, key: str, by: Actor, at: datetime) -> None:
    """The gap counts again. Refused where no reason was kept."""
    if not may_work_on(by, campaign):
        raise Refused("您没有改动这份台账的权限")
    if not OpenGap.objects.filter(campaign=campaign, key=key).delete()[0]:
        raise Refused("这一处没有写过原因")
    record("ledger.gap_closed_again", campaign, by=by, at=at, unit=campaign.unit, facts={"gap": key})
