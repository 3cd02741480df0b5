"""A class in which no family said anything, where the other classes' families did. Never enough alone."""

from __future__ import annotations

from collections.abc import Iterator

from zoufang.engines.authenticity.campaign import Campaign, grouped
from zoufang.engines.authenticity.shape import Hint, Side, Signal
from zoufang.engines.authenticity.wording import is_stock
from zoufang.engines.refusal import Reason

USUAL_SHARE = 0.7


def look(campaign: Campaign) -> Iterator[Hint]:
    is_empty = {each.row: is_stock(each.text) for each in campaign.visits}
    if sum(is_empty.values()) > USUAL_SHARE * len(is_empty):
        return
    for (_, klass), theirs in grouped(campaign.visits, lambda each: (each.school, each.klass)).items():
        if klass and len(theirs) >= SIGNAL.least and all(is_empty[each.row] for each in theirs):
            for each in theirs:
                yield Hint(each.row, 1.0, Reason("这个班 %(many)s 次走访没有记下一件事", many=len(theirs)))


SIGNAL = Signal(
    name="nothing_raised",
    side=Side.TEXT,
    sees=Reason("一个班里没有任何家庭反映过事情"),
    innocent=Reason("这个班的家长可能真的没有意见"),
    least=10,
    weight=0.1,
    look=look,
)
