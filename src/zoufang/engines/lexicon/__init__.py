"""What families talk about, in their everyday words: things, aspects (defect, wish, praise), natures, ways of speaking.

The four .csv files beside this one are the lexicon and are meant to be edited: words stand apart by blanks, `甲…乙` is 甲
followed closely by 乙, `吗$` stands at the end of a clause. Sorting and likeness read the same lexicon.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

# How far the second part of `甲…乙` may stand behind the first, in characters.
GAP = 9
_NOT_WORDS = re.compile(r"[^\w]+")
_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+")


@dataclass(frozen=True)
class Matter:
    """A thing families talk about, where it belongs, and how surely its words mean it (1 weak … 3 sure).

    `told`: its name on a page of another family; empty where the thing itself could point at a child, a family or a person.
    """

    name: str
    topic: str
    area: str
    weight: int
    told: str = ""


@dataclass(frozen=True)
class Aspect:
    """What is said of a thing; `kind` is defect, praise, wish, conduct or ask; `opposite` another aspect or empty."""

    name: str
    kind: str
    opposite: str


@dataclass(frozen=True)
class Found:
    """What a text says, each with its strength and the words that say it (`words["matter:空调"]`)."""

    text: str
    matters: dict[str, float]
    aspects: dict[str, float]
    natures: dict[str, float]
    forms: dict[str, int]
    words: dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class _Entry:
    kind: str
    name: str
    weight: float
    first: str
    second: str
    ends_clause: bool


def normalise(text: str) -> str:
    """One way of writing: NFKC, lower case, clauses apart by single blanks, no punctuation."""
    plain = unicodedata.normalize("NFKC", text).lower()
    return _NOT_WORDS.sub(" ", _NUMBER.sub(lambda found: found[0].replace(",", ""), plain)).strip()


class Lexicon:
    """The files read once; `find` is what texts are asked with.

    `knows` leaves words of matters and aspects out: a learner that has also seen the lexicon with gaps leans less on it.
    How people ask, wish and thank is a closed set and stays whole.
    """

    def __init__(self, knows: Callable[[str], bool] = lambda word: True) -> None:
        self._folds = {row["word"]: row["instead"] for row in _rows("folds.csv")}
        self._fold_lengths = _lengths(self._folds)
        self.matters = {row["matter"]: _matter(row) for row in _rows("matters.csv")}
        self.aspects = {
            row["aspect"]: Aspect(row["aspect"], row["kind"], row["opposite"]) for row in _rows("aspects.csv")
        }
        self._entries: dict[str, list[_Entry]] = {}
        for kind, name, weight, words in self._all_words():
            for word in words.split():
                if kind in ("nature", "form") or knows(word):
                    self._enter(kind, name, weight, word)
        self._word_lengths = _lengths(self._entries)

    def _all_words(self) -> Iterator[tuple[str, str, float, str]]:
        for row in _rows("matters.csv"):
            yield "matter", row["matter"], int(row["weight"]) / 3, row["words"]
        for row in _rows("aspects.csv"):
            yield "aspect", row["aspect"], 1.0, row["words"]
        for row in _rows("natures.csv"):
            yield "nature", row["nature"], int(row["weight"]) / 3, row["words"]
        for row in _rows("forms.csv"):
            yield "form", row["form"], 1.0, row["words"]

    def _enter(self, kind: str, name: str, weight: float, word: str) -> None:
        # Apart before they are folded: NFKC turns the mark between them into three dots.
        first, _, second = word.removesuffix("$").partition("…")
        first, second = self.fold(first), self.fold(second)
        if first:
            entry = _Entry(kind, name, weight, first, second, word.endswith("$"))
            self._entries.setdefault(first, []).append(entry)

    def fold(self, text: str) -> str:
        """The text with dialect, small slips and many names of one thing turned into one way of speaking."""
        text, out, at = normalise(text), [], 0
        while at < len(text):
            for length in self._fold_lengths.get(text[at], ()):
                instead = self._folds.get(text[at : at + length])
                if instead is not None:
                    out.append(instead)
                    at += length
                    break
            else:
                out.append(text[at])
                at += 1
        return "".join(out)

    def find(self, text: str) -> Found:
        """Matters, aspects and natures of a text. A word within a longer one of its own kind does not count."""
        folded = self.fold(text)
        hits = list(self._hits(folded))
        kept = _without_inner(hits)
        strengths: dict[str, dict[str, float]] = {"matter": {}, "aspect": {}, "nature": {}}
        words: dict[str, list[str]] = {}
        last = folded.rfind(" ") + 1
        forms: dict[str, int] = {}
        for entry, spans in kept:
            if entry.kind == "form":
                in_last = spans[-1][0] >= last
                forms[entry.name] = max(forms.get(entry.name, 0), 2 if in_last else 1)
                continue
            length = sum(end - start for start, end in spans)
            strength = entry.weight * min(length, 4) / 2
            known = strengths[entry.kind]
            # The surest word counts whole, further ones a little: three words of one thing are not three things.
            known[entry.name] = max(known.get(entry.name, 0), strength) + 0.25 * min(known.get(entry.name, 0), strength)
            words.setdefault(f"{entry.kind}:{entry.name}", []).append(
                "…".join(folded[start:end] for start, end in spans)
            )
        return Found(
            text=folded,
            matters=strengths["matter"],
            aspects=strengths["aspect"],
            natures=strengths["nature"],
            forms=forms,
            words={name: tuple(dict.fromkeys(each)) for name, each in words.items()},
        )

    def _hits(self, text: str) -> Iterator[tuple[_Entry, tuple[tuple[int, int], ...]]]:
        for start in range(len(text)):
            for length in self._word_lengths.get(text[start], ()):
                end = start + length
                for entry in self._entries.get(text[start:end], ()):
                    if entry.ends_clause and end < len(text) and text[end] != " ":
                        continue
                    if not entry.second:
                        yield entry, ((start, end),)
                    elif (at := text.find(entry.second, end, end + GAP + len(entry.second))) >= 0:
                        yield entry, ((start, end), (at, at + len(entry.second)))


def _without_inner(
    hits: list[tuple[_Entry, tuple[tuple[int, int], ...]]],
) -> list[tuple[_Entry, tuple[tuple[int, int], ...]]]:
    kept = []
    for kind in dict.fromkeys(entry.kind for entry, _ in hits):
        sized = [
            (sum(end - start for start, end in spans), entry, spans) for entry, spans in hits if entry.kind == kind
        ]
        sized.sort(key=lambda each: -each[0])
        for at, (size, entry, spans) in enumerate(sized):
            if not any(
                bigger > size and other.name != entry.name and _within(spans, others)
                for bigger, other, others in sized[:at]
            ):
                kept.append((entry, spans))
    return kept


def _within(spans: tuple[tuple[int, int], ...], others: tuple[tuple[int, int], ...]) -> bool:
    for start, end in spans:
        for low, high in others:
            if low <= start and end <= high:
                break
        else:
            return False
    return True


def _lengths(words: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """How long the words are that begin with a character, the longest first."""
    found: dict[str, set[int]] = {}
    for word in words:
        found.setdefault(word[0], set()).add(len(word))
    return {first: tuple(sorted(lengths, reverse=True)) for first, lengths in found.items()}


def _matter(row: dict[str, str]) -> Matter:
    area = row["area"] or usual_area(row["topic"])
    return Matter(row["matter"], row["topic"], area, int(row["weight"]), row["told"])


def usual_area(topic: str) -> str:
    """The area of a topic where the matter says nothing else."""
    return "弱有众扶" if topic == "资助与特殊需要" else "幼有善育"


def _rows(name: str) -> list[dict[str, str]]:
    with files(__package__).joinpath(name).open(encoding="utf-8") as opened:
        return list(csv.DictReader(opened))


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The one lexicon of this process."""
    return Lexicon()
