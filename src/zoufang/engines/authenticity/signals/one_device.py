"""One device under the records of teachers who do not go together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from zoufang.engines.authenticity.campaign import Campaign
from zoufang.engines.authenticity.shape import Hint, Side, Signal
from zoufang.engines.authenticity.visits import Visit
from zoufang.engines.refusal import Reason

# From so many crews on, none of them with most of it, it is the school's phone.
CREWS_OF_A_SHARED_PHONE = 3
MOST_OF_IT = 0.6


def look(campaign: Campaign) -> Iterator[Hint]:
    for theirs in campaign.by_device.values():
        named = [each for each in theirs if each.teachers]
        crews = Counter(each.crew for each in named)
        if len(crews) < 2 or len(named) < SIGNAL.least:
            continue
        owner, most = crews.most_common(1)[0]
        others = [each for each in named if not _knows(each.crew, owner)]
        if not others:
            continue
        apart = len({each.crew for each in others}) + 1
        is_shared = apart >= CREWS_OF_A_SHARED_PHONE and most < MOST_OF_IT * len(named)
        for each in others:
            strength = 0.15 if is_shared else _strength(campaign, each, theirs, len(others) / len(named))
            yield Hint(each.row, strength, Reason("记录所用的手机平时是 %(names)s 的", names="、".join(owner[1])))


def _strength(campaign: Campaign, visit: Visit, on_device: list[Visit], share: float) -> float:
    own = campaign.by_crew[visit.crew]
    elsewhere = [each for each in own if each.device and each.device != visit.device]
    if any(_is_at_once(visit, each) for each in on_device if not _knows(visit.crew, each.crew)):
        return 1.0
    return 0.95 if len(elsewhere) >= 2 and share <= 0.5 else 0.6


def _is_at_once(one: Visit, other: Visit) -> bool:
    if not (one.started and one.ended and other.started and other.ended):
        return False
    if one.lag is None or other.lag is None or max(one.lag, other.lag) > 0.5:
        return False
    return max(one.started, other.started) < min(one.ended, other.ended)


def _knows(crew: tuple[str, tuple[str, ...]], other: tuple[str, tuple[str, ...]]) -> bool:
    return crew[0] == other[0] and bool(set(crew[1]) & set(other[1]))


SIGNAL = Signal(
    name="one_device",
    side=Side.DEVICE,
    sees=Reason("一部手机记了不同老师的走访"),
    innocent=Reason("老师的手机可能坏了或没电,借了同事的;也可能是学校公用的手机"),
    least=3,
    weight=0.55,
    look=look,
)
