"""Written down days later, where this crew usually writes at once."""

from __future__ import annotations

import statistics
from collections.abc import Iterator

from zoufang.engines.authenticity.campaign import Campaign
from zoufang.engines.authenticity.shape import Hint, Side, Signal
from zoufang.engines.refusal import Reason

LATE_HOURS = 72.0
TIMES_USUAL = 4.0
RARE_SHARE = 0.03


def look(campaign: Campaign) -> Iterator[Hint]:
    lags = [each.lag for each in campaign.visits if each.lag is not None]
    if len(lags) < SIGNAL.least:
        return
    limit = max(TIMES_USUAL * max(statistics.median(lags), 1.0), LATE_HOURS)
    is_rare = sum(lag >= limit for lag in lags) <= RARE_SHARE * len(lags)
    for each in campaign.visits:
        if each.lag is not None and each.lag >= limit:
            days = round(each.lag / 24)
            yield Hint(
                each.row,
                min(1.0, 0.6 + days / 20) * (1.0 if is_rare else 0.7),
                Reason("走访后 %(days)s 天才写记录,这里通常当天就写", days=days),
            )


SIGNAL = Signal(
    name="late_entry",
    side=Side.WRITING,
    sees=Reason("过了好几天才写的记录"),
    innocent=Reason("老师可能病了,或者先写在纸上"),
    least=20,
    weight=0.45,
    look=look,
)
