"""Shorter than its form takes here. Telephone and talks at school have their own measure."""

from __future__ import annotations

from collections.abc import Iterator

from zoufang.engines.authenticity.campaign import Campaign
from zoufang.engines.authenticity.shape import Hint, Side, Signal
from zoufang.engines.authenticity.visits import AFAR, Mode, Visit
from zoufang.engines.refusal import Reason

# Below the first a meeting is hardly possible; above the second nothing is short, whatever is usual.
FLOOR = {Mode.HOME: (5.0, 15.0), Mode.COMMUNITY: (3.0, 10.0), Mode.SCHOOL: (3.0, 8.0)}
CALL_FLOOR = 0.5
DOORSTEP_MINUTES = 10.0


def look(campaign: Campaign) -> Iterator[Hint]:
    for each in campaign.visits:
        if each.minutes is None:
            continue
        if each.minutes <= 0 and each.mode != Mode.CHAT:
            yield Hint(each.row, 0.6, Reason("记录的结束时间不晚于开始时间"))
        elif strength := _strength(campaign, each, each.minutes):
            yield Hint(
                each.row,
                strength,
                Reason("只有 %(minutes)s 分钟,比这里同样方式的走访短得多", minutes=round(each.minutes)),
            )


def _strength(campaign: Campaign, visit: Visit, minutes: float) -> float:
    if visit.mode in AFAR:
        return 0.4 if minutes < CALL_FLOOR and visit.mode == Mode.PHONE else 0.0
    if visit.mode not in FLOOR:
        return 0.0
    least, enough = FLOOR[visit.mode]
    widths = campaign.shortness(visit)
    if widths is None:
        return 0.7 if minutes < least else 0.0
    if minutes >= enough or widths < 2:
        return 0.0
    if minutes < least:
        return 1.0 if widths > 3 else 0.8
    if minutes < DOORSTEP_MINUTES and (widths > 3.5 or (widths > 2.5 and campaign.is_among_shortest(visit))):
        return 0.8
    return 0.5 if widths > 2.5 else 0.0


SIGNAL = Signal(
    name="too_short",
    side=Side.TIME,
    sees=Reason("比同样方式的走访短得多"),
    innocent=Reason("家长可能临时有事,只在门口说了几句"),
    least=20,
    weight=0.65,
    look=look,
)
