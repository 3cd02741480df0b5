"""Which of many texts are one matter: single link inside a school, with a limit to a group's size."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from zoufang.engines.likeness.index import Index
from zoufang.engines.likeness.profiles import profile

THRESHOLD = 0.38
# One matter of one school is rarely told by more families than this; a chain of likenesses easily is longer.
MOST_IN_A_GROUP = 40
LINKS = 8


@dataclass(frozen=True)
class Text:
    """One text to be grouped; `on` is the day on which it was said."""

    key: str
    text: str
    school: str = ""
    on: date | None = None


@dataclass(frozen=True)
class Placed:
    """A text's group (named after its first text) and its likeness (0–1) to the nearest text of its school."""

    key: str
    group: str
    score: float


def group(texts: Sequence[Text], *, threshold: float = THRESHOLD) -> list[Placed]:
    """Each text with its group, in the order given. Texts of two schools are never one group."""
    schools: dict[str, list[Text]] = {}
    for each in texts:
        schools.setdefault(each.school, []).append(each)
    placed: dict[str, Placed] = {}
    for together in schools.values():
        placed |= {each.key: each for each in _group_school(together, threshold)}
    return [placed[each.key] for each in texts]


def linked(keys: Sequence[str], near: Mapping[str, Sequence[tuple[str, float]]], threshold: float) -> dict[str, str]:
    """The group of each key, named after its first key: single link, the likeliest first, up to the limit of size."""
    order = {key: at for at, key in enumerate(keys)}
    links = {
        (chance, min(key, other, key=order.__getitem__), max(key, other, key=order.__getitem__))
        for key, others in near.items()
        for other, chance in others
        if chance >= threshold
    }
    leads, sizes = {key: key for key in keys}, dict.fromkeys(keys, 1)
    for _, one, other in sorted(links, key=lambda link: (-link[0], order[link[1]], order[link[2]])):
        first, second = sorted((_lead(leads, one), _lead(leads, other)), key=order.__getitem__)
        if first != second and sizes[first] + sizes[second] <= MOST_IN_A_GROUP:
            leads[second] = first
            sizes[first] += sizes[second]
    return {key: _lead(leads, key) for key in keys}


def _group_school(texts: Sequence[Text], threshold: float) -> Iterator[Placed]:
    index = Index()
    profiles = {each.key: profile(each.text, on=each.on) for each in texts}
    for key, seen in profiles.items():
        index.add(key, seen)
    near = {
        key: [(found.key, found.chance) for found in index.nearest(seen, most=LINKS, but=(key,))]
        for key, seen in profiles.items()
    }
    group_of = linked(list(profiles), near, threshold)
    for key, others in near.items():
        yield Placed(key, group_of[key], max((chance for _, chance in others), default=0.0))


def _lead(leads: dict[str, str], key: str) -> str:
    while leads[key] != key:
        leads[key] = leads[leads[key]]
        key = leads[key]
    return key
