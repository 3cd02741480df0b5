"""Which of many texts are nearly the same: by their rarest shared pieces, so that a hundred thousand stay quick."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from zoufang.engines.likeness import is_copy

PIECE = 3
RAREST = 8
MOST_HOLDERS = 60
MOST_LOOKS = 20
LEAST_SHARED = 2
# Two copies of one text, each edited, differ twice as much from one another; by chance long texts are alike less easily.
LEAST_LIKENESS = ((40, 0.66), (24, 0.74), (12, 0.8))
# Two texts of which four characters differ still share so many couples of characters.
UNLIKE = 0.45


def groups_of(texts: Sequence[str]) -> list[list[int]]:
    """Groups (two at least) of places in `texts`; the texts are normalised and each stands once."""
    lead = list(range(len(texts)))
    for one, other in _pairs(texts):
        first, second = sorted((_lead(lead, one), _lead(lead, other)))
        lead[second] = first
    found: dict[int, list[int]] = {}
    for at in range(len(texts)):
        found.setdefault(_lead(lead, at), []).append(at)
    return [each for each in found.values() if len(each) > 1]


def _pairs(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    held = Counter(piece for text in texts for piece in _pieces(text))
    couples = [frozenset(text[at : at + 2] for at in range(len(text) - 1)) for text in texts]
    holders: dict[str, list[int]] = {}
    for at, text in enumerate(texts):
        # A piece that nobody else has was changed or is this family's own: what is shared and rare finds the source.
        rare = sorted((held[piece], piece) for piece in _pieces(text) if held[piece] > 1)[:RAREST]
        seen: Counter[int] = Counter()
        for _, piece in rare:
            mine = holders.setdefault(piece, [])
            seen.update(mine[-MOST_HOLDERS:])
            mine.append(at)
        for other, shared in seen.most_common(MOST_LOOKS):
            if shared < min(LEAST_SHARED, len(rare)):
                break
            if _is_near(text, texts[other], couples[at], couples[other]):
                yield at, other


def _pieces(text: str) -> set[str]:
    return {text[at : at + PIECE] for at in range(len(text) - PIECE + 1)}


def _is_near(one: str, other: str, ones: frozenset[str], others: frozenset[str]) -> bool:
    """The same words but for a few, or but for their order."""
    likeness = 2 * len(ones & others) / (len(ones) + len(others))
    if any(min(len(one), len(other)) >= length and likeness >= least for length, least in LEAST_LIKENESS):
        return True
    return likeness >= UNLIKE and is_copy(one, other)


def _lead(lead: list[int], at: int) -> int:
    while lead[at] != at:
        lead[at] = lead[lead[at]]
        at = lead[at]
    return at
