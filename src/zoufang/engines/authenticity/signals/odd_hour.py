"""Meetings in person in the night."""

from __future__ import annotations

from collections.abc import Iterator

from zoufang.engines.authenticity.campaign import Campaign
from zoufang.engines.authenticity.shape import Hint, Side, Signal
from zoufang.engines.authenticity.visits import IN_PERSON
from zoufang.engines.refusal import Reason

FROM_HOUR = 6.5
TO_HOUR = 22.0
USUAL_SHARE = 0.03


def look(campaign: Campaign) -> Iterator[Hint]:
    timed = [each for each in campaign.visits if each.started and each.mode in IN_PERSON]
    odd = [
        each for each in timed
        if each.started and not FROM_HOUR <= each.started.hour + each.started.minute / 60 < TO_HOUR
    ]  # fmt: skip
    if len(timed) >= SIGNAL.least and len(odd) <= USUAL_SHARE * len(timed):
        for each in odd:
            if each.started:
                yield Hint(each.row, 1.0, Reason("走访开始于夜里 %(time)s", time=f"{each.started:%H:%M}"))


SIGNAL = Signal(
    name="odd_hour",
    side=Side.TIME,
    sees=Reason("夜里的当面走访"),
    innocent=Reason("家长可能上夜班,或者时间写错了"),
    least=20,
    weight=0.4,
    look=look,
)
