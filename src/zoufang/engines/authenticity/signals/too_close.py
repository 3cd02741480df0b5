"""One teacher with two families at once, or home visits without a minute between them."""

from __future__ import annotations

from collections.abc import Iterator

from zoufang.engines.authenticity import blaming
from zoufang.engines.authenticity.campaign import Campaign, metres
from zoufang.engines.authenticity.shape import Hint, Side, Signal
from zoufang.engines.authenticity.visits import AFAR, IN_PERSON, Mode, Visit
from zoufang.engines.refusal import Reason

OVERLAP_MINUTES = 5.0
TOGETHER_METRES = 200.0
NO_GAP_MINUTES = 1.0
# Where this share of home visits follows at once upon another, people round their times: it says nothing.
USUAL_SHARE = 0.12


def look(campaign: Campaign) -> Iterator[Hint]:
    overlaps, chained, followed = _found(campaign)
    meant = blaming.of_conflicts(campaign, list(overlaps.values()))
    told: dict[int, Hint] = {}
    for one, other in overlaps.values():
        # At school each of the two teachers may talk to a family; two families may have sat down together.
        part = 0.6 if Mode.SCHOOL in (one.mode, other.mode) and len(one.teachers) > 1 else 1.0
        if not (one.place and other.place) and _began_together(one, other):
            part = 0.4
        for each in (one, other):
            reason = Reason("同一位老师同一时间在两家走访(%(ids)s)", ids=f"{one.id}、{other.id}")
            told[each.row] = Hint(each.row, meant[each.row] * part, reason)
    yield from told.values()
    if followed and sum(map(len, chained)) < USUAL_SHARE * followed:
        for chain in chained:
            for each in chain:
                if each.row not in told:
                    reason = Reason("一天里 %(many)s 次上门走访一家接一家,中间没有路上的时间", many=len(chain))
                    yield Hint(each.row, 0.6, reason)


def _found(campaign: Campaign) -> tuple[dict[tuple[int, int], tuple[Visit, Visit]], list[list[Visit]], int]:
    overlaps: dict[tuple[int, int], tuple[Visit, Visit]] = {}
    chains: dict[int, list[Visit]] = {}
    followed: set[int] = set()
    for theirs in campaign.by_teacher.values():
        timed = [each for each in theirs if each.ended and each.mode not in AFAR]
        chain: list[Visit] = []
        for one, other in zip(timed, [*timed[1:], None], strict=False):
            chain.append(one)
            gap = _gap(one, other) if other and other.mode == one.mode == Mode.HOME else None
            if other and one.household != other.household and _is_overlap(one, other):
                overlaps[one.row, other.row] = one, other
            if gap is not None and gap < 360:
                followed |= {one.row}
            if gap is None or not -OVERLAP_MINUTES <= gap <= NO_GAP_MINUTES:
                if len(chain) >= 3:
                    chains.setdefault(chain[0].row, chain)
                chain = []
    return overlaps, list(chains.values()), len(followed)


def _is_overlap(one: Visit, other: Visit) -> bool:
    if one.mode not in IN_PERSON or other.mode not in IN_PERSON:
        return False
    gap = _gap(one, other)
    if gap is None or gap > -OVERLAP_MINUTES:
        return False
    if Mode.COMMUNITY in (one.mode, other.mode) and one.mode == other.mode:
        return False
    is_together = bool(one.place and other.place and metres(one.place, other.place) <= TOGETHER_METRES)
    return not (is_together and _began_together(one, other) and one.mode == Mode.HOME)


def _began_together(one: Visit, other: Visit) -> bool:
    if one.started is None or other.started is None:
        return False
    return abs((other.started - one.started).total_seconds()) <= 60 * OVERLAP_MINUTES


def _gap(one: Visit, other: Visit) -> float | None:
    if one.ended is None or other.started is None:
        return None
    return (other.started - one.ended).total_seconds() / 60


SIGNAL = Signal(
    name="too_close",
    side=Side.TIME,
    sees=Reason("同一位老师的走访撞在一起,或中间没有路上的时间"),
    innocent=Reason("两位老师可能分头走访,时间可能记成了整点"),
    least=2,
    weight=0.72,
    look=look,
)
