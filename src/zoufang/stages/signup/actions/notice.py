"""A class's notice: drafted from the campaign's data, approved by the principal, sent out."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zoufang.engines.refusal import Refused
from zoufang.ground.accounts.actor import Actor
from zoufang.ground.campaign.models import Campaign
from zoufang.ground.campaign.queries import phase_of_class
from zoufang.ground.campaign.rules import TOLD_UNSEEN, what_tells_how_to_answer
from zoufang.ground.journal.actions import record
from zoufang.ground.org.queries import classes_of
from zoufang.stages.signup import queries, rules
from zoufang.stages.signup.access import may_approve_notices, may_write_notices
from zoufang.stages.signup.models import Notice
from zoufang.stages.signup.states import NoticeState

LONGEST = 4_000


@transaction.atomic
def draft_notices(*, campaign: Campaign, by: Actor, at: datetime) -> int:
    """Every class that the campaign visits has a notice; how many were drafted now. Texts written already stay."""
    if not may_write_notices(by):
        raise Refused("只有园长和整理提报专人可以起草通知")
    drafted = 0
    for klass in classes_of(campaign.unit):
        phase = phase_of_class(campaign, klass)
        if phase is None or Notice.objects.filter(campaign=campaign, klass=klass).exists():
            continue
        text = rules.notice_text(
            school=campaign.unit.name,
            class_name=klass.name,
            campaign=campaign.name,
            first=phase.starts_on,
            last=phase.ends_on,
            kept_until=queries.kept_until(campaign),
            line=campaign.contact_line or campaign.unit.phone,
        )
        notice = Notice.objects.create(campaign=campaign, klass=klass, text=text)
        record("notice.drafted", notice, by=by, at=at, unit=klass)
        drafted += 1
    if not drafted and not Notice.objects.filter(campaign=campaign).exists():
        raise Refused("没有要走访的班级:请先导入花名册,并在活动里写明各年级的阶段")
    return drafted


@transaction.atomic
def edit_notice(*, notice: Notice, text: str, by: Actor, at: datetime) -> None:
    """The text changes and waits for approval again. Refused without text."""
    notice = Notice.objects.select_for_update().get(pk=notice.pk)
    if not may_write_notices(by):
        raise Refused("只有园长和整理提报专人可以修改通知")
    if not text.strip() or len(text) > LONGEST:
        raise Refused("通知不能为空,也不要超过 4000 字")
    notice.text, notice.state, notice.approved_by, notice.approved_at = text.strip(), NoticeState.DRAFT, None, None
    notice.save()
    record("notice.edited", notice, by=by, at=at, unit=notice.klass)


@transaction.atomic
def approve_notice(*, notice: Notice, by: Actor, at: datetime, told_is_seen: bool = False) -> None:
    """The notice may go out. Refused while it does not say that taking part is voluntary, and where it tells people how to
    answer and nobody said that this was seen."""
    notice = Notice.objects.select_for_update().get(pk=notice.pk)
    if not may_approve_notices(by):
        raise Refused("通知由园长批准")
    if notice.state != NoticeState.DRAFT:
        raise Refused("这份通知已经批准了")
    if lacks := rules.what_a_notice_lacks(notice.text):
        raise Refused(lacks)
    told = what_tells_how_to_answer(notice.text)
    if told and not told_is_seen:
        raise Refused(TOLD_UNSEEN)
    notice.state, notice.approved_by_id, notice.approved_at = NoticeState.APPROVED, by.id or None, at
    notice.save()
    facts = {"told": len(told)} if told else {}
    record("notice.approved", notice, by=by, at=at, unit=notice.klass, facts=facts)


@transaction.atomic
def publish_notice(*, notice: Notice, by: Actor, at: datetime) -> None:
    """It stands in the class's group. Refused before approval."""
    notice = Notice.objects.select_for_update().get(pk=notice.pk)
    if notice.state == NoticeState.DRAFT:
        raise Refused("通知还没有批准,请先请园长批准")
    notice.state, notice.published_at = NoticeState.PUBLISHED, notice.published_at or at
    notice.save()
    record("notice.published", notice, by=by, at=at, unit=notice.klass)
