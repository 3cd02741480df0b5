"""The family's own answer stands above every other signal."""

from __future__ import annotations

from collections.abc import Iterator

from zoufang.engines.authenticity.campaign import Campaign
from zoufang.engines.authenticity.shape import Hint, Side, Signal
from zoufang.engines.authenticity.visits import Answer
from zoufang.engines.refusal import Reason


def look(campaign: Campaign) -> Iterator[Hint]:
    for each in campaign.visits:
        if each.answer == Answer.NO:
            yield Hint(each.row, 1.0, Reason("家长说没有走访过"))
        elif each.answer == Answer.UNSURE:
            yield Hint(each.row, 0.3, Reason("家长说记不清是否走访过"))


SIGNAL = Signal(
    name="family_answer",
    side=Side.FAMILY,
    sees=Reason("家长自己怎么说"),
    innocent=Reason("见到的可能是家里另一位大人,或者家长把问题听成了别的"),
    least=1,
    weight=0.75,
    look=look,
    is_firm=True,
)
