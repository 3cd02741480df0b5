"""Two records that cannot both be true, or say the same: which of them is to be asked about?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from zoufang.engines.authenticity.campaign import Campaign, metres
from zoufang.engines.authenticity.visits import Answer, Visit

ASKED = 1.0
EITHER = 0.7
SPARED = 0.4


def of_conflicts(campaign: Campaign, pairs: Sequence[tuple[Visit, Visit]]) -> dict[int, float]:
    """How strongly each row is meant: what the family denies, what conflicts more often, what lies off the crew's places."""
    often = Counter(each.row for pair in pairs for each in pair)
    found: dict[int, float] = {}
    for one, other in pairs:
        doubt = _doubt(campaign, one, often) - _doubt(campaign, other, often)
        parts = (EITHER, EITHER) if abs(doubt) < 0.5 else (ASKED, SPARED) if doubt > 0 else (SPARED, ASKED)
        for each, part in zip((one, other), parts, strict=True):
            found[each.row] = max(found.get(each.row, 0.0), part)
    return found


def of_copies(campaign: Campaign, alike: Iterable[Visit]) -> dict[int, float]:
    """One of them may be where the others come from: of two the one that its family confirmed, else the first written."""
    inside = sorted(alike, key=lambda each: each.written)
    vouched = [each for each in inside if campaign.is_vouched(each)]
    source = vouched[0] if len(inside) == 2 and vouched else inside[0]
    return {each.row: (SPARED if each in vouched else EITHER) if each is source else ASKED for each in inside}


def _doubt(campaign: Campaign, visit: Visit, often: Counter[int]) -> float:
    doubt = float(often[visit.row])
    if visit.answer in (Answer.NO, Answer.UNSURE):
        doubt += 2.0 if visit.answer == Answer.NO else 0.6
    elif campaign.is_vouched(visit):
        doubt -= 1.5
    centre = campaign.middle_of_crew.get(visit.crew)
    if visit.place and centre:
        doubt += min(metres(visit.place, centre) / 20_000, 2.0)
    return doubt
