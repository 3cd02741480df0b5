"""Several visits of a crew, at different hours, each written down the same while later: their times were moved."""

from __future__ import annotations

from collections.abc import Iterator

from zoufang.engines.authenticity.campaign import Campaign
from zoufang.engines.authenticity.shape import Hint, Side, Signal
from zoufang.engines.authenticity.visits import AFAR, Visit
from zoufang.engines.refusal import Reason

LEAST_HOURS = 2.0
WITHIN_HOURS = 0.25
APART_HOURS = 1.0
# Where most of a crew's records are late alike, its phone's clock is wrong.
USUAL_SHARE = 0.5


def look(campaign: Campaign) -> Iterator[Hint]:
    for theirs in campaign.by_crew.values():
        lagged = [each for each in theirs if each.lag is not None and each.mode not in AFAR]
        late = sorted(
            (each for each in lagged if abs(each.lag or 0.0) >= LEAST_HOURS), key=lambda each: each.lag or 0.0
        )
        first = 0
        for last, each in enumerate(late):
            while (each.lag or 0.0) - (late[first].lag or 0.0) > WITHIN_HOURS:
                first += 1
            alike = late[first : last + 1]
            if len({one.household for one in alike}) >= SIGNAL.least and _hours(alike) >= APART_HOURS:
                is_clock = len(late) > USUAL_SHARE * len(lagged)
                strength = 0.3 if is_clock else 0.85 if len(alike) == SIGNAL.least else 1.0
                for one in alike:
                    yield Hint(one.row, strength, _reason(one, len(alike)))


def _hours(visits: list[Visit]) -> float:
    when = sorted(each.ended or each.started or each.written[0] for each in visits)
    return (when[-1] - when[0]).total_seconds() / 3600


def _reason(visit: Visit, many: int) -> Reason:
    if (visit.lag or 0.0) < 0:
        return Reason("%(many)s 次不同时候的走访,记录都早了同样长的时间", many=many)
    return Reason("%(many)s 次不同时候的走访,都恰好晚了同样长的时间才写", many=many)


SIGNAL = Signal(
    name="moved_times",
    side=Side.WRITING,
    sees=Reason("不同时候的走访,记录都晚了同样长的时间"),
    innocent=Reason("手机的时钟可能不准"),
    least=3,
    weight=0.6,
    look=look,
)
