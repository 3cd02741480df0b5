"""An approved notice goes to the groups of its class, by their robots; what failed is sent again by a person."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from zoufang.engines.refusal import Reason, Refused
from zoufang.ground.accounts.actor import SYSTEM, Actor
from zoufang.ground.channels.actions import post_line, say_line
from zoufang.ground.channels.queries import line_by_id, post_of_line, robots_of
from zoufang.ground.journal.actions import record
from zoufang.ground.outbox.actions import try_again
from zoufang.ground.outbox.delivery import CannotDeliver
from zoufang.stages.signup import queries, rules
from zoufang.stages.signup.access import may_hand_out_links
from zoufang.stages.signup.models import Notice
from zoufang.stages.signup.states import NoticeState

KIND = "signup.notice"
STALE = Reason("通知后来改过,这是旧的一版,没有再发")


@transaction.atomic
def send_notice(*, notice: Notice, by: Actor, at: datetime) -> int:
    """A line for each group of the class that this version was not yet sent to; how many. Refused before approval, and
    where the class has no robot."""
    notice = Notice.objects.select_for_update().select_related("klass").get(pk=notice.pk)
    if not may_hand_out_links(by, notice.klass):
        raise Refused("只有本班教师、园长和整理提报专人可以发这个班的通知")
    if notice.state == NoticeState.DRAFT or notice.approved_at is None:
        raise Refused("通知还没有批准,请先请园长批准")
    if not robots_of(notice.klass).exists():
        raise Refused("这个班还没有接群机器人:先接一个,或复制通知自己贴到群里")
    (sending,) = queries.sendings([notice])
    left = [group.robot for group in sending.groups if group.line is None]
    for robot in left:
        text, _ = rules.line_of(robot.kind, notice.text, queries.public_address(notice.klass))
        key = f"notice:{notice.public_id}:{robot.public_id}:{notice.approved_at:%Y%m%d%H%M%S%f}"
        post_line(robot=robot, text=text, about=notice.public_id, at=at, deliver_as=KIND, key=key)
    if left:
        record("notice.sent", notice, by=by, at=at, unit=notice.klass, facts={"groups": len(left)})
    return len(left)


@transaction.atomic
def send_notices(*, notices: Iterable[Notice], by: Actor, at: datetime) -> int:
    """Every approved notice goes to the groups that it was not yet sent to, by robot or by hand; to how many groups.
    Refused when there is none to send."""
    sent = 0
    for sending in queries.sendings(notices):
        if sending.is_ready and not sending.was_sent_by_hand:
            sent += send_notice(notice=sending.notice, by=by, at=at)
    if not sent:
        raise Refused("没有要发的:通知要先批准,班里要接好机器人,发过的不会重发")
    return sent


@transaction.atomic
def send_again(*, notice: Notice, line_id: str, by: Actor, at: datetime) -> None:
    """What failed waits once more. Refused where the notice has changed since: the old words are not sent any more."""
    notice = Notice.objects.select_for_update().select_related("klass").get(pk=notice.pk)
    line, row = line_by_id(line_id), post_of_line(line_id)
    if line is None or row is None or line.about != notice.public_id or not may_hand_out_links(by, notice.klass):
        raise Refused("没有找到这一条,请刷新页面再看")
    if queries.is_stale(notice, line):
        raise Refused(STALE)
    try_again(row=row, by=by, at=at)


def deliver_notice(line_id: str, *, at: datetime) -> str:
    """The line is said in its group, and the notice stands as sent. Raises TryLater, CannotDeliver."""
    line = line_by_id(line_id)
    notice = Notice.objects.filter(public_id=line.about).first() if line else None
    if line is None or notice is None:
        raise CannotDeliver(Reason("这份通知已经不在了,没有发出"))
    if queries.is_stale(notice, line):
        raise CannotDeliver(STALE)
    words = say_line(line_id, at=at)
    _note_published(notice, at)
    return words


@transaction.atomic
def _note_published(notice: Notice, at: datetime) -> None:
    notice = Notice.objects.select_for_update().select_related("klass").get(pk=notice.pk)
    if notice.state != NoticeState.APPROVED:
        return
    notice.state, notice.published_at = NoticeState.PUBLISHED, notice.published_at or at
    notice.save(update_fields=["state", "published_at"])
    record("notice.published", notice, by=SYSTEM, at=at, unit=notice.klass)
