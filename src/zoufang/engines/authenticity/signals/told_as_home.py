"""A call told as a home visit: it took as long as a call, or was made from where the teachers call."""

from __future__ import annotations

import math
from collections.abc import Iterator

from zoufang.engines.authenticity.campaign import Campaign, metres
from zoufang.engines.authenticity.shape import Hint, Side, Signal
from zoufang.engines.authenticity.visits import Mode, Visit
from zoufang.engines.refusal import Reason

AT_SPOT_METRES = 60.0
# Nearer to a usual call than to a usual home visit by so much (logarithm of the ratio).
LIKELIER_CALL = 2.0
USUALLY_PLACED = 0.7


def look(campaign: Campaign) -> Iterator[Hint]:
    calls: dict[tuple[str, tuple[str, ...]], list[Visit]] = {}
    for crew, theirs in campaign.by_crew.items():
        calls[crew] = [each for each in theirs if each.place and each.mode in (Mode.PHONE, Mode.VIDEO)]
    for each in campaign.visits:
        if each.mode != Mode.HOME:
            continue
        is_short = _is_as_short_as_a_call(campaign, each)
        spot = _spot(campaign, each, calls.get(each.crew, []))
        late = 0.6 if each.lag is not None and each.lag > 1 else 1.0
        if spot is not None:
            yield Hint(each.row, 1.0 if is_short else late * 0.85, spot)
        elif is_short and each.place is None and _is_usually_placed(campaign, each):
            yield Hint(each.row, 0.85, Reason("上门走访和打电话一样短,又没有平时都有的位置"))
        elif is_short:
            yield Hint(each.row, 0.35, Reason("上门走访和打电话一样短"))


def _spot(campaign: Campaign, visit: Visit, calls: list[Visit]) -> Reason | None:
    school = campaign.school_places.get(visit.school)
    if visit.place and school and metres(visit.place, school) <= AT_SPOT_METRES:
        return Reason("上门走访的位置在学校")
    near = [each for each in calls if visit.place and each.place and metres(visit.place, each.place) <= AT_SPOT_METRES]
    if len(near) >= 2:
        return Reason("上门走访的位置正是老师平时打电话的地方")
    return None


def _is_as_short_as_a_call(campaign: Campaign, visit: Visit) -> bool:
    usual = campaign.usual_minutes
    home, call = usual.get(("", Mode.HOME)), usual.get(("", Mode.PHONE))
    if home is None or call is None or visit.minutes is None or visit.minutes <= 0 or call[0] >= home[0]:
        return False
    told = math.log(visit.minutes)
    return _far(told, home) - _far(told, call) > LIKELIER_CALL


def _far(told: float, usual: tuple[float, float]) -> float:
    return float(((told - usual[0]) / usual[1]) ** 2 / 2 + math.log(usual[1]))


def _is_usually_placed(campaign: Campaign, visit: Visit) -> bool:
    theirs = [each for each in campaign.by_crew.get(visit.crew, ()) if each.mode == Mode.HOME]
    return len(theirs) >= 5 and sum(each.place is not None for each in theirs) >= USUALLY_PLACED * len(theirs)


SIGNAL = Signal(
    name="told_as_home",
    side=Side.PLACE,
    sees=Reason("像打电话的上门走访"),
    innocent=Reason("方式可能选错了;家可能就在学校旁边;位置可能是回校后才记的"),
    least=20,
    weight=0.6,
    look=look,
)
