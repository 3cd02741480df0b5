"""Times too regular to have happened: a day told twice, equal lengths at equal distances, times typed in."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import date, timedelta

from zoufang.engines.authenticity.campaign import Campaign
from zoufang.engines.authenticity.shape import Hint, Side, Signal
from zoufang.engines.authenticity.visits import AFAR, Visit
from zoufang.engines.refusal import Reason

FEWEST_ON_A_DAY = 3
FEWEST_ROUND = 5
MOST_OF_A_LENGTH = 200
FEWEST_EQUAL_STEPS = 5
USUAL_SHARE = 0.1
BY_CLOCK_SHARE = 0.8


def look(campaign: Campaign) -> Iterator[Hint]:
    told: dict[int, Hint] = {}
    marched: list[tuple[Visit, int]] = []
    timed = 0
    for theirs in campaign.by_crew.values():
        days: dict[date, list[Visit]] = {}
        for each in sorted(
            (one for one in theirs if one.started and one.ended), key=lambda one: (one.started, one.row)
        ):
            if each.started and each.mode not in AFAR:
                days.setdefault(each.started.date(), []).append(each)
        timed += sum(map(len, days.values()))
        for each, reason in _repeated([each for day in days.values() for each in day]):
            told[each.row] = Hint(each.row, 1.0, reason)
        for visits in days.values():
            marched += [(each, len(run)) for run in _runs(visits) for each in run]
    if len(marched) <= max(USUAL_SHARE * timed, FEWEST_EQUAL_STEPS):
        for each, many in marched:
            reason = Reason("一天 %(many)s 次走访,开始时间的间隔一分不差", many=many)
            told.setdefault(each.row, Hint(each.row, 0.8, reason))
    yield from told.values()
    yield from (hint for hint in _typed(campaign) if hint.row not in told)


def _repeated(visits: list[Visit]) -> Iterator[tuple[Visit, Reason]]:
    """The later written of two stretches of visits of the same lengths, all shifted alike."""
    by_length: dict[float, list[Visit]] = {}
    for each in visits:
        by_length.setdefault(each.minutes or 0.0, []).append(each)
    shifts: dict[timedelta, list[tuple[Visit, Visit]]] = {}
    for same in by_length.values():
        for at, other in enumerate(same[:MOST_OF_A_LENGTH]):
            for each in same[:at]:
                if each.started and other.started and each.household != other.household:
                    shifts.setdefault(other.started - each.started, []).append((each, other))
    for shift, pairs in shifts.items():
        if shift < timedelta(hours=12) or len({one.minutes for one, _ in pairs}) < 2:
            continue
        is_exact = sum(not _is_round(one) for one, _ in pairs) > len(pairs) / 2
        if len(pairs) >= (FEWEST_ON_A_DAY if is_exact else FEWEST_ROUND):
            earlier, later = ([pair[at] for pair in pairs] for at in (0, 1))
            if max(each.written for each in earlier) > max(each.written for each in later):
                earlier, later = later, earlier
            for each in later:
                yield each, Reason("%(many)s 次走访的时间与另一天的一分不差,只是挪了日子或钟点", many=len(pairs))


def _runs(visits: list[Visit]) -> Iterator[list[Visit]]:
    """Visits of one day that begin at equal distances: five, or four that are also equally long."""
    run = visits[:1]
    step = None
    for one, other in [*itertools.pairwise(visits), (None, None)]:
        now = other.started - one.started if one and other and one.started and other.started else None
        if one and other and one.household != other.household and now and (step is None or now == step):
            step = now
            run.append(other)
            continue
        if len(run) >= FEWEST_EQUAL_STEPS or (
            len(run) == FEWEST_EQUAL_STEPS - 1 and len({e.minutes for e in run}) == 1
        ):
            yield run
        run, step = ([one, other], now) if one and other and now else ([], None)


def _typed(campaign: Campaign) -> Iterator[Hint]:
    timed = [each for each in campaign.visits if each.started and each.ended and each.mode not in AFAR]
    rounded = [each for each in timed if _is_round(each)]
    if len(timed) >= SIGNAL.least and len(rounded) <= (1 - BY_CLOCK_SHARE) * len(timed):
        for each in rounded:
            yield Hint(each.row, 0.45, Reason("开始和结束都是整五分,这里通常由时钟记下"))


def _is_round(visit: Visit) -> bool:
    return all(time and time.second == 0 and time.minute % 5 == 0 for time in (visit.started, visit.ended))


SIGNAL = Signal(
    name="regular_times",
    side=Side.TIME,
    sees=Reason("过于整齐的时间"),
    innocent=Reason("老师可能按排好的时间表走访,事后照表填写"),
    least=20,
    weight=0.65,
    look=look,
)
