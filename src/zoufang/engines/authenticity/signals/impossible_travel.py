"""From one visit to the next faster than 80 km/h in a straight line."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from zoufang.engines.authenticity import blaming
from zoufang.engines.authenticity.campaign import Campaign
from zoufang.engines.authenticity.shape import Hint, Side, Signal
from zoufang.engines.authenticity.visits import IN_PERSON, Visit
from zoufang.engines.refusal import Reason
from zoufang.engines.routing.travel import kilometres

FASTEST_KMH = 80
# What a phone's position and times told by heart may be wrong.
NEAREST_KM = 1.0
NEAR_KM = 5.0
LEEWAY_MINUTES = 5.0


def look(campaign: Campaign) -> Iterator[Hint]:
    pairs: dict[tuple[int, int], tuple[Visit, Visit, float, float]] = {}
    for theirs in campaign.by_teacher.values():
        placed = [each for each in theirs if each.place and each.mode in IN_PERSON]
        for one, other in itertools.pairwise(placed):
            if one.place and other.place and one.started and other.started and one.household != other.household:
                km = kilometres(one.place, other.place)
                minutes = max((other.started - max(one.ended or one.started, one.started)).total_seconds() / 60, 0.0)
                if _is_impossible(km, minutes):
                    pairs[one.row, other.row] = one, other, km, minutes
    meant = blaming.of_conflicts(campaign, [(one, other) for one, other, _, _ in pairs.values()])
    told: dict[int, Hint] = {}
    for one, other, km, minutes in pairs.values():
        for each in (one, other):
            told[each.row] = Hint(
                each.row,
                meant[each.row],
                Reason(
                    "同一位老师的两次走访相距 %(km)s 公里,中间只有 %(minutes)s 分钟,来不及到(%(ids)s)",
                    km=f"{km:.1f}", minutes=round(minutes), ids=f"{one.id}、{other.id}",
                ),
            )  # fmt: skip
    yield from told.values()


def _is_impossible(km: float, minutes: float) -> bool:
    if km < NEAREST_KM:
        return False
    return km * 60 > FASTEST_KMH * (minutes + (LEEWAY_MINUTES if km < NEAR_KM else 0.0))


SIGNAL = Signal(
    name="impossible_travel",
    side=Side.PLACE,
    sees=Reason("两次走访之间来不及走完的路"),
    innocent=Reason("位置可能定偏了,时间可能是凭记忆补的,也可能两位老师分头走访"),
    least=2,
    weight=0.75,
    look=look,
    is_firm=True,
)
