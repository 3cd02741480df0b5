"""Many records written one after the other long after the visits. When they were sent does not matter.

A phone without a line keeps the time at which each record was written: sent together a day later they are as honest as ever.
"""

from __future__ import annotations

from collections.abc import Iterator

from zoufang.engines.authenticity.campaign import Campaign, grouped
from zoufang.engines.authenticity.shape import Hint, Side, Signal
from zoufang.engines.authenticity.visits import AFAR, Visit
from zoufang.engines.refusal import Reason

NEXT_MINUTES = 6.0
LATE_HOURS = 16.0
SAME_DAY_HOURS = 3.0
APART_HOURS = 1.0
WRITTEN_AT_ONCE_HOURS = 0.3


def look(campaign: Campaign) -> Iterator[Hint]:
    written = [each for each in campaign.visits if each.recorded and each.lag is not None]
    by_device = grouped((each for each in written if each.device), lambda each: each.device)
    by_crew = grouped((each for each in written if each.teachers), lambda each: each.crew)
    for theirs in [*by_device.values(), *by_crew.values()]:
        theirs.sort(key=lambda each: each.written)
        run = theirs[:1]
        for each in theirs[1:]:
            if _minutes(run[-1], each) > NEXT_MINUTES:
                yield from _told(run)
                run = []
            run.append(each)
        yield from _told(run)


def _told(run: list[Visit]) -> Iterator[Hint]:
    late = [each for each in run if each.lag is not None and each.lag >= SAME_DAY_HOURS and each.mode not in AFAR]
    if len({each.household for each in late}) < SIGNAL.least:
        return
    when = sorted(each.ended or each.started or each.written[0] for each in late)
    if (when[-1] - when[0]).total_seconds() / 3600 < APART_HOURS:
        return
    very_late = sum(each.lag is not None and each.lag >= LATE_HOURS for each in late)
    quick = (len(late) - 1) * 1.5 >= _minutes(late[0], late[-1])
    for each in run:
        if each.lag is None or each.lag < WRITTEN_AT_ONCE_HOURS or each.mode in AFAR:
            continue
        is_late = each.lag >= LATE_HOURS
        many = very_late if is_late else len(late)
        strength = (0.5 if many < 4 else 0.8 if many < 6 else 1.0) * (1.0 if is_late else 0.5) + 0.1 * quick
        yield Hint(
            each.row,
            min(strength, 1.0),
            Reason("事后 %(hours)s 小时才写,%(many)s 条记录在几分钟里接连写成", hours=round(each.lag), many=len(late)),
        )


def _minutes(one: Visit, other: Visit) -> float:
    return (other.written[0] - one.written[0]).total_seconds() / 60


SIGNAL = Signal(
    name="late_burst",
    side=Side.WRITING,
    sees=Reason("事后很久一口气写成的多条记录"),
    innocent=Reason("可能当天先记在纸上,之后一起录入;没有信号时写好、有信号后一起上传的不算"),
    least=3,
    weight=0.65,
    look=look,
)
