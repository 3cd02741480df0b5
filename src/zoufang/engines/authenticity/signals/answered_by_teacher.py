"""Answers given in a family's name on a teacher's device, or for many families on one."""

from __future__ import annotations

from collections.abc import Iterator

from zoufang.engines.authenticity.campaign import Campaign
from zoufang.engines.authenticity.shape import Hint, Side, Signal
from zoufang.engines.authenticity.visits import Answer
from zoufang.engines.refusal import Reason


def look(campaign: Campaign) -> Iterator[Hint]:
    for each in campaign.visits:
        if not each.family_device or each.answer not in (Answer.YES, Answer.NONE):
            continue
        families = len(campaign.families_of_device[each.family_device])
        if each.family_device == each.device or each.family_device in campaign.by_device:
            yield Hint(each.row, 1.0, Reason("家长的回答出自老师记录用的手机"))
        elif families >= SIGNAL.least:
            strength = 1.0 if families >= 5 else 0.8
            yield Hint(each.row, strength, Reason("%(families)s 个家庭的回答出自同一部手机", families=families))


SIGNAL = Signal(
    name="answered_by_teacher",
    side=Side.FAMILY,
    sees=Reason("家长的回答出自谁的手机"),
    innocent=Reason("家长可能借老师或幼儿园的手机当场点了确认"),
    least=3,
    weight=0.7,
    look=look,
    is_firm=True,
)
