"""Times too regular to have happened: a day told twice, equal lengths at equal distances, times typed in."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator
from datetime import date

from zoufang.engines.authenticity.campaign import Campaign
from zoufang.engines.authenticity.shape import Hint, Side, Signal
from zoufang.engines.authenticity.visits import AFAR, Visit
from zoufang.engines.refusal import Reason

FEWEST_ON_A_DAY = 3
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
        for each, reason in _repeated(list(days.values())):
            told[each.row] = Hint(each.row, 1.0, reason)
        for visits in days.values():
            marched += [(each, len(run)) for run in _runs(visits) for each in run]
    if len(marched) <= max(USUAL_SHARE * timed, FEWEST_ON_A_DAY + 1):
        for each, many in marched:
            reason = Reason("一天 %(many)s 次走访,每次一样长,间隔也一样长", many=many)
            told.setdefault(each.row, Hint(each.row, 0.8, reason))
    yield from told.values()
    yield from (hint for hint in _typed(campaign) if hint.row not in told)


def _repeated(days: list[list[Visit]]) -> Iterator[tuple[Visit, Reason]]:
    """The later of two days whose visits have the same lengths at the same times, or all shifted alike."""
    for at, later in enumerate(days):
        for earlier in days[:at]:
            first, second = sorted((earlier, later), key=lambda day: max(each.written for each in day))
            shifts: dict[int, list[Visit]] = {}
            for each in second:
                for other in first:
                    if each.minutes == other.minutes and each.started and other.started:
                        shift = (each.started - other.started).seconds // 60
                        shifts.setdefault(shift, []).append(each)
            for same in shifts.values():
                lengths = Counter(each.minutes for each in same)
                is_exact = any(each.started and (each.started.minute % 5 or (each.minutes or 0) % 5) for each in same)
                if len(same) >= FEWEST_ON_A_DAY + (not is_exact) and len(lengths) > 1:
                    for each in same:
                        yield each, Reason("%(many)s 次走访的时间与另一天的一分不差,只是挪了日子或钟点", many=len(same))


def _runs(visits: list[Visit]) -> Iterator[list[Visit]]:
    run = visits[:1]
    step = None
    for one, other in itertools.pairwise(visits):
        now = (other.started - one.started).total_seconds() if other.started and one.started else 0.0
        if one.minutes == other.minutes and one.household != other.household and (step is None or now == step):
            step = now
            run.append(other)
            continue
        if len(run) > FEWEST_ON_A_DAY:
            yield run
        run, step = [other], None
    if len(run) > FEWEST_ON_A_DAY:
        yield run


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
