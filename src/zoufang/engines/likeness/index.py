"""The texts of one school, kept in memory: which of them is the same matter as this one? New texts count at once.

Candidates come from characters and things in common (TF-IDF over an inverted index), the order from `pairs`. Nothing is
written anywhere: the index holds what its caller reads from the database, as long as the process lives.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from zoufang.engines.likeness.copies import is_copy
from zoufang.engines.likeness.pairs import chance, signs, weights_shipped
from zoufang.engines.likeness.profiles import Profile, pieces

# How many texts are looked at closely, and how many entries of the lists are read to find them.
CANDIDATES = 32
MOST_READ = 6_000
# The weights were fitted in schools of about this many texts: among more of them two alike by chance are likelier.
USUAL_COUNT = 80
CROWD = 1.8
ALREADY = 0.6
PERHAPS = 0.3
# Characters alone: at this cosine two texts are as likely as not the same, whatever the lexicon knows of them.
EVEN_COSINE = 0.41
STEEPNESS = 26.0


class Band(StrEnum):
    """How a text stands to another."""

    COPY = "copy"
    ALREADY = "already"
    PERHAPS = "perhaps"
    OTHER = "other"


@dataclass(frozen=True)
class Near:
    """A text that may be the same matter: its key, the chance (0–1) and the band."""

    key: str
    chance: float
    band: Band


@dataclass(frozen=True)
class _Kept:
    key: str
    profile: Profile
    pieces: Mapping[str, float]


@dataclass(frozen=True)
class _Asked:
    profile: Profile
    pieces: Mapping[str, float]
    rarity: Mapping[str, float]
    known: dict[str, float]
    length: float


class Index:
    """The texts of one school."""

    def __init__(self, weights: Mapping[str, float] | None = None) -> None:
        self._weights = weights or weights_shipped()
        self._kept: dict[int, _Kept] = {}
        self._numbers: dict[str, int] = {}
        self._lists: dict[str, list[int]] = {}
        self._next = 0

    def __len__(self) -> int:
        return len(self._kept)

    def __contains__(self, key: str) -> bool:
        return key in self._numbers

    def add(self, key: str, profile: Profile) -> None:
        """Keep a text; one with the same key goes."""
        self.remove(key)
        counted = {piece: 1 + math.log(count) for piece, count in pieces(profile.found.text).items()}
        self._kept[self._next] = _Kept(key, profile, counted)
        self._numbers[key] = self._next
        for term in self._terms(profile, counted):
            self._lists.setdefault(term, []).append(self._next)
        self._next += 1

    def remove(self, key: str) -> None:
        """Forget a text; nothing happens where there is none."""
        number = self._numbers.pop(key, None)
        if number is not None:
            gone = self._kept.pop(number)
            for term in self._terms(gone.profile, gone.pieces):
                self._lists[term].remove(number)

    def nearest(self, profile: Profile, *, most: int = 5, but: Collection[str] = ()) -> list[Near]:
        """The texts likeliest to be the same matter, the likeliest first."""
        asked = self._asked(profile)
        found = (self._kept[number] for number in self._candidates(asked))
        near = [self._near(asked, other) for other in found if other.key not in but]
        return heapq.nsmallest(most, near, key=lambda each: (-each.chance, each.key))

    def signs_of(self, profile: Profile, key: str) -> dict[str, float]:
        """The signs of this text and one that is kept, as the weights are fitted on them."""
        asked, other = self._asked(profile), self._kept[self._numbers[key]]
        return signs(profile, other.profile, self._cosine(asked, other), asked.rarity)

    def _asked(self, profile: Profile) -> _Asked:
        counted = {piece: 1 + math.log(count) for piece, count in pieces(profile.found.text).items()}
        rarity = {
            name: 1 / math.sqrt(max(1.0, len(self._lists.get(f"m:{name}", ())) / 4)) for name in profile.found.matters
        }
        known: dict[str, float] = {}
        return _Asked(profile, counted, rarity, known, self._length(counted, known))

    def _cosine(self, asked: _Asked, other: _Kept) -> float:
        along = sum(
            weight * other.pieces[piece] * self._idf(piece, asked.known) ** 2
            for piece, weight in asked.pieces.items()
            if piece in other.pieces
        )
        return along / (asked.length * self._length(other.pieces, asked.known) or 1.0)

    def _near(self, asked: _Asked, other: _Kept) -> Near:
        if asked.profile.plain == other.profile.plain:
            return Near(other.key, 1.0, Band.COPY)
        cosine = self._cosine(asked, other)
        seen = signs(asked.profile, other.profile, cosine, asked.rarity)
        turned = seen["praise"] or seen["opposite"]
        if not turned and is_copy(asked.profile.plain, other.profile.plain):
            return Near(other.key, 1.0, Band.COPY)
        by_meaning = chance(seen, self._weights, crowd=CROWD * math.log(max(1.0, len(self._kept) / USUAL_COUNT)))
        by_characters = 1 / (1 + math.exp(-STEEPNESS * (cosine - EVEN_COSINE)))
        if turned:
            by_characters *= 0.5
        likely = round(max(by_meaning, by_characters), 4)
        band = Band.ALREADY if likely >= ALREADY else Band.PERHAPS if likely >= PERHAPS else Band.OTHER
        return Near(other.key, likely, band)

    def _candidates(self, asked: _Asked) -> list[int]:
        terms = sorted(
            (len(self._lists[term]), term) for term in self._terms(asked.profile, asked.pieces) if term in self._lists
        )
        sums: dict[int, float] = {}
        read = 0
        for length, term in terms:
            if read + length > MOST_READ and read:
                break
            read += length
            weight = self._idf(term, asked.known) ** 2
            for number in self._lists[term]:
                sums[number] = sums.get(number, 0.0) + weight
        if len(sums) <= CANDIDATES:
            return list(sums)
        kept = self._kept
        return heapq.nlargest(
            CANDIDATES, sums, key=lambda number: (sums[number] / math.sqrt(len(kept[number].pieces) + 8), -number)
        )

    def _terms(self, profile: Profile, counted: Mapping[str, float]) -> Iterator[str]:
        yield from counted
        for name in profile.found.matters:
            yield f"m:{name}"
        for name in profile.found.aspects:
            yield f"a:{name}"

    def _idf(self, piece: str, known: dict[str, float]) -> float:
        value = known.get(piece)
        if value is None:
            held = len(self._lists.get(piece, ()))
            value = max(math.log((len(self._kept) + 2) / (held + 0.5)), 0.05)
            known[piece] = value
        return value

    def _length(self, counted: Mapping[str, float], known: dict[str, float]) -> float:
        return math.sqrt(sum((weight * self._idf(piece, known)) ** 2 for piece, weight in counted.items()))
