"""Home visits to different families, all at one spot."""

from __future__ import annotations

from collections.abc import Iterator

from zoufang.engines.authenticity.campaign import Campaign, metres
from zoufang.engines.authenticity.shape import Hint, Side, Signal
from zoufang.engines.authenticity.visits import Mode, Visit
from zoufang.engines.refusal import Reason

SPOT_METRES = 25.0
# Two measurements of one phone at one place differ by more.
SAME_METRES = 1.0
ELSEWHERE_METRES = 500.0
# Where so many homes share a spot, people live in towers or positions are kept coarsely.
USUAL_SHARE = 0.08
USUAL_CREWS = 6


def look(campaign: Campaign) -> Iterator[Hint]:
    homes = [each for each in campaign.visits if each.mode == Mode.HOME and each.place]
    spots = [
        spot
        for theirs in campaign.by_crew.values()
        for spot in _spots([each for each in theirs if each.mode == Mode.HOME and each.place])
        if len({each.household for each in spot}) >= SIGNAL.least
    ]
    same_as = {each.row: _same(each, spot) for spot in spots for each in spot}
    is_usual = _is_usual(spots, homes)
    is_usual_exactly = _is_usual([spot for spot in spots if any(same_as[each.row] >= 2 for each in spot)], homes)
    known: dict[tuple[str, str], list[Visit]] = {}
    for each in homes:
        known.setdefault(each.household, []).append(each)
    for spot in spots:
        families = len({each.household for each in spot})
        strength = 0.55 if families < 5 else 0.7
        for each in spot:
            is_elsewhere = any(_metres(each, other) > ELSEWHERE_METRES for other in known[each.household])
            whole = strength * (0.7 if is_usual else 1.0)
            if same_as[each.row] >= 2 and not is_usual_exactly:
                whole = strength + 0.3
            whole += 0.4 * is_elsewhere
            yield Hint(
                each.row, min(whole, 1.0), Reason("%(families)s 个家庭的上门走访都在同一个位置", families=families)
            )


def _same(visit: Visit, spot: list[Visit]) -> int:
    return sum(_metres(visit, other) <= SAME_METRES for other in spot if other.household != visit.household)


def _is_usual(spots: list[list[Visit]], homes: list[Visit]) -> bool:
    crews = {spot[0].crew for spot in spots}
    return sum(map(len, spots)) > USUAL_SHARE * len(homes) and len(crews) >= USUAL_CREWS


def _spots(visits: list[Visit]) -> list[list[Visit]]:
    cells: dict[tuple[int, int], list[list[Visit]]] = {}
    found: list[list[Visit]] = []
    for each in visits:
        la, lo = (round(part / 0.0005) for part in each.place or (0.0, 0.0))
        near = [spot for x in (-1, 0, 1) for y in (-1, 0, 1) for spot in cells.get((la + x, lo + y), ())]
        spot = min(near, key=lambda spot: _metres(spot[0], each), default=None)
        if spot and _metres(spot[0], each) <= SPOT_METRES:
            spot.append(each)
        else:
            found.append([each])
            cells.setdefault((la, lo), []).append(found[-1])
    return found


def _metres(one: Visit, other: Visit) -> float:
    return metres(one.place, other.place) if one.place and other.place else 0.0


SIGNAL = Signal(
    name="constant_position",
    side=Side.PLACE,
    sees=Reason("几个家庭的上门走访在同一个位置"),
    innocent=Reason("这几家可能住在同一栋楼;位置也可能是回校后才记的"),
    least=3,
    weight=0.6,
    look=look,
)
