"""What likeness knows of one text: its characters, and the thing, aspect, place and mood that the lexicon finds in it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date

from zoufang.engines.lexicon import Found, Lexicon, lexicon, normalise
from zoufang.engines.sorting import Sorted, Sorter
from zoufang.engines.sorting import sorter as usual_sorter

_PLACE = re.compile(
    r"[托小中大][一二三四五六1-6]班|[一二三四五六1-6]楼|[东南西北前后侧]门|厕所|睡房|教室|走廊|楼道|门口|厨房|操场|公园|广场|[一二三四五六1-6]号线"
)
_NUMBER = re.compile(r"\d+|[一二两三四五六七八九十百千]{2,}|[二三四五六七八九][块天点岁元]")


@dataclass(frozen=True)
class Profile:
    """A text ready to be compared."""

    plain: str
    found: Found
    sorted: Sorted
    places: frozenset[str]
    numbers: frozenset[str]
    on: date | None = None

    @property
    def is_praise(self) -> bool:
        """Is it thanks rather than a wish?"""
        return self.sorted.nature[0].label == "表扬"


def profile(
    text: str, *, on: date | None = None, words: Lexicon | None = None, sorter: Sorter | None = None
) -> Profile:
    """The profile of one text; `on` is the day on which it was said."""
    found = (words or lexicon()).find(text)
    return Profile(
        plain=normalise(text).replace(" ", ""),
        found=found,
        sorted=(sorter or usual_sorter()).sort_found(found),
        places=frozenset(_PLACE.findall(found.text)),
        numbers=frozenset(_NUMBER.findall(found.text)),
        on=on,
    )


def pieces(text: str) -> Counter[str]:
    """The text's characters, singly and in pairs."""
    joined = text.replace(" ", "")
    return Counter(joined) + Counter(joined[at : at + 2] for at in range(len(joined) - 1))
