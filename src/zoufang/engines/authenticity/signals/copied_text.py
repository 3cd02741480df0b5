"""One text for many families. What everybody says (“无意见”) is no copy, nor what a whole campaign words alike."""

from __future__ import annotations

import math
from collections.abc import Iterator

from zoufang.engines.authenticity import blaming
from zoufang.engines.authenticity.campaign import Campaign, grouped
from zoufang.engines.authenticity.near_texts import groups_of
from zoufang.engines.authenticity.shape import Hint, Side, Signal
from zoufang.engines.authenticity.visits import Visit
from zoufang.engines.authenticity.wording import is_stock, plain, telling
from zoufang.engines.refusal import Reason

SHORTEST = 10
LONG_TELLING = 9
# Where so many texts have a twin, the campaign's texts come from a list: only a crew's own habit tells then.
FORMULAIC_SHARE = 0.3
FEWEST_FOR_SHARE = 30
UNLIKELY = 1e-4
PHRASE_CREWS = 4
PHRASE_PER_CREW = 2.5


def look(campaign: Campaign) -> Iterator[Hint]:
    by_text: dict[str, list[Visit]] = {}
    for each in campaign.visits:
        if len(plain(each.text)) >= SHORTEST and not is_stock(each.text):
            by_text.setdefault(plain(each.text), []).append(each)
    texts = list(by_text)
    near = groups_of(texts)
    inside = {at for group in near for at in group}
    near += [[at] for at, text in enumerate(texts) if at not in inside and len(by_text[text]) > 1]
    groups = [[each for at in group for each in by_text[texts[at]]] for group in near]
    groups = [group for group in groups if len({each.household for each in group}) > 1]
    looked = sum(map(len, by_text.values()))
    is_formulaic = looked >= FEWEST_FOR_SHARE and sum(map(len, groups)) > FORMULAIC_SHARE * looked
    for group in groups:
        yield from _habits(campaign, group, looked) if is_formulaic else _copies(campaign, group)


def _copies(campaign: Campaign, group: list[Visit]) -> Iterator[Hint]:
    crews = {each.crew for each in group}
    least = min(telling(each.text) for each in group)
    part = 1.0 if least >= LONG_TELLING else 0.9
    if len(crews) >= PHRASE_CREWS and len(group) < PHRASE_PER_CREW * len(crews) and least < 2 * LONG_TELLING:
        part = 0.3
    meant = blaming.of_copies(campaign, group)
    families = len({each.household for each in group})
    for each in group:
        yield Hint(each.row, meant[each.row] * part, _reason(each, group, families))


def _habits(campaign: Campaign, group: list[Visit], looked: int) -> Iterator[Hint]:
    share = len(group) / looked
    for crew, theirs in grouped(group, lambda each: each.crew).items():
        written = len(campaign.by_crew.get(crew, theirs))
        families = len({each.household for each in theirs})
        if families >= 3 and _chance_of(len(theirs), share * written) < UNLIKELY:
            for each in theirs:
                yield Hint(each.row, 0.85, _reason(each, theirs, families))


def _chance_of(count: int, usual: float) -> float:
    """Poisson: so many or more, where so many are usual."""
    if count <= usual:
        return 1.0
    first = math.exp(count * math.log(usual) - usual - math.lgamma(count + 1))
    return min(first / (1 - usual / (count + 1)), 1.0)


def _reason(visit: Visit, group: list[Visit], families: int) -> Reason:
    other = next(each.id for each in group if each.household != visit.household)
    return Reason("文字与另外 %(many)s 家的几乎一样(如 %(id)s)", many=families - 1, id=other)


SIGNAL = Signal(
    name="copied_text",
    side=Side.TEXT,
    sees=Reason("一段文字用在几个家庭"),
    innocent=Reason("几家可能说了同一件事,老师用了同样的写法"),
    least=2,
    weight=0.75,
    look=look,
    is_firm=True,
)
