"""A version of the ledgers is drawn up from what stands in the database."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from zoufang.engines.refusal import Refused
from zoufang.ground.accounts.actor import Actor
from zoufang.ground.accounts.states import ActorKind
from zoufang.ground.campaign.models import Campaign
from zoufang.ground.files.actions import store_file
from zoufang.ground.journal.actions import record
from zoufang.stages.ledger.access import may_take_full, may_work_on
from zoufang.stages.ledger.documents import DOCUMENTS, fingerprint_of
from zoufang.stages.ledger.models import Submission, SubmittedFile
from zoufang.stages.ledger.queries.facts import facts_for_outside, facts_of
from zoufang.stages.ledger.queries.layouts import layout_for
from zoufang.stages.ledger.queries.submissions import full_variants_drawn
from zoufang.stages.ledger.rules import sealing


@transaction.atomic
def draw_up(
    *, campaign: Campaign, by: Actor, at: datetime, full: bool = False, reason: str = "", outside: bool = False
) -> Submission:
    """The next version stands as a draft with its three documents, masked unless `full`; of a full one that is to leave the
    school (`outside`), the rows of whoever did not agree to that are masked.

    A full variant is refused without a second factor, without a reason, and beyond a day's quota.
    """
    if not (may_take_full if full else may_work_on)(by, campaign):
        raise Refused("您没有起草这份台账的权限")
    # One version after the other: the campaign's row is the queue.
    campaign = Campaign.objects.select_for_update(of=("self",)).select_related("unit").get(pk=campaign.pk)
    if full and by.kind != ActorKind.SYSTEM:
        drawn = full_variants_drawn(campaign, by=by, since=at - timedelta(days=1))
        if why_not := sealing.why_not_full(reason=reason, has_second_factor=by.second_factor, drawn_today=drawn):
            raise Refused(why_not)
    facts = facts_for_outside(campaign) if full and outside else facts_of(campaign)
    newest = Submission.objects.filter(campaign=campaign).aggregate(newest=Max("version"))["newest"] or 0
    submission = Submission.objects.create(
        campaign=campaign,
        version=newest + 1,
        is_masked=not full,
        is_for_outside=full and outside,
        addressee=campaign.addressee_mail,
        drawn_up_at=at,
        drawn_up_by_id=by.id or None,
        data_fingerprint=fingerprint_of(facts, masked=not full),
        purpose=reason.strip()[: sealing.LONGEST_REASON] if full else "",
    )
    note = note_of(submission, by)
    for document in DOCUMENTS:
        content, row_count = document.draw(
            facts, masked=not full, note=note, layout=layout_for(document, campaign.unit)
        )
        file = store_file(
            content=content,
            name=document.FILE_NAME,
            media_type=document.MEDIA_TYPE,
            unit=campaign.unit,
            by=by,
            at=at,
        )
        SubmittedFile.objects.create(submission=submission, kind=document.KIND, file=file, row_count=row_count)
    act = "ledger.full_drawn_up" if full else "ledger.drawn_up"
    counts = {"families": len(facts.families), "problems": len(facts.problems)}
    record(act, submission, by=by, at=at, unit=campaign.unit, facts={"version": submission.version, **counts})
    return submission


def note_of(submission: Submission, by: Actor) -> str:
    """The line under a workbook's title; on a full variant it says whose copy this is."""
    drawn = f"{timezone.localtime(submission.drawn_up_at):%Y-%m-%d %H:%M}"
    if submission.is_masked:
        return f"第 {submission.version} 版　{drawn} 由系统生成　姓名、电话已脱敏"
    if submission.is_for_outside:
        return f"交园外单位　{by.name} {drawn} 生成　没有同意对外提供的家庭已脱敏"
    return f"内部完整版　{by.name} {drawn} 生成　只供园内使用,不得外传,用后删除"
