"""Written down before the visit began."""

from __future__ import annotations

from collections.abc import Iterator

from zoufang.engines.authenticity.campaign import Campaign
from zoufang.engines.authenticity.shape import Hint, Side, Signal
from zoufang.engines.authenticity.visits import Visit
from zoufang.engines.refusal import Reason

EARLY_MINUTES = 10.0
# A device that is so often early has a wrong clock.
USUAL_SHARE = 0.5


def look(campaign: Campaign) -> Iterator[Hint]:
    early = {each.row: minutes for each in campaign.visits if (minutes := _early(each)) > EARLY_MINUTES}
    for each in campaign.visits:
        if each.row not in early:
            continue
        theirs = campaign.by_device.get(each.device, [])
        is_clock = len(theirs) >= SIGNAL.least and sum(one.row in early for one in theirs) > USUAL_SHARE * len(theirs)
        yield Hint(
            each.row, 0.3 if is_clock else 1.0,
            Reason("记录写在走访开始之前 %(minutes)s 分钟", minutes=round(early[each.row])),
        )  # fmt: skip


def _early(visit: Visit) -> float:
    if visit.started is None or visit.recorded is None:
        return 0.0
    return (visit.started - visit.recorded).total_seconds() / 60


SIGNAL = Signal(
    name="written_before",
    side=Side.WRITING,
    sees=Reason("写在走访之前的记录"),
    innocent=Reason("手机的时钟可能不准,或者走访改了时间"),
    least=3,
    weight=0.6,
    look=look,
)
