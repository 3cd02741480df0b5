"""The caller's side: what a paper says, and its bytes."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from functools import lru_cache
from importlib.util import find_spec
from typing import Literal

from zoufang.engines.codes import qr_drawing
from zoufang.engines.sandbox import Crashed, TooHeavy, run_limited

SECONDS = 20
# Address space; the longest letter and four hundred slips need less than 200.
MEGABYTES = 600
# Six A4 pages of close print; a letter beyond that is a book.
MOST_LETTERS = 20_000
MOST_SLIPS = 400

Sheet = Literal["a4", "a6"]


class TooLong(Exception):
    """More text, or more slips, than is drawn in one paper."""


@dataclass(frozen=True)
class CardLine:
    """A line of the card: words, whose, and the number at its end. Without a number it is a sentence."""

    words: str
    name: str = ""
    number: str = ""


@dataclass(frozen=True)
class CardSection:
    """A part of the card under its title."""

    title: str
    lines: tuple[CardLine, ...]


@dataclass(frozen=True)
class Card:
    """What stands on a contact card, in reading order; `code` is what a phone scans."""

    language: str
    school: str
    title: str
    sections: tuple[CardSection, ...]
    code: str
    code_title: str
    code_hint: str
    edition: str


@dataclass(frozen=True)
class Letter:
    """An open letter: (kind, words) with kind "head" or anything else for a paragraph."""

    language: str
    school: str
    title: str
    paragraphs: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Slip:
    """One family's slip: the child's name, whose link, its address and the code to type by hand."""

    name: str
    whose: str
    address: str
    code: str


@dataclass(frozen=True)
class Slips:
    """The slips of a class, with what all of them say."""

    language: str
    title: str
    how: str
    by_hand: str
    class_address: str
    warning: str
    slips: tuple[Slip, ...]


def can_draw() -> bool:
    """Is typst here? It is the extra `papers`; without it papers are pages that the browser prints."""
    return find_spec("typst") is not None


def card_pdf(card: Card, *, sheet: Sheet = "a4") -> bytes:
    """The card on one A4 sheet, or on the two sides of an A6 card."""
    return _kept("card", "pdf", _words(asdict(card) | {"sheet": sheet, "code": qr_drawing(card.code)}))


def card_picture(card: Card) -> bytes:
    """The card as one PNG, 1080 pixels wide and as high as it needs."""
    return _kept("card", "png", _words(asdict(card) | {"sheet": "picture", "code": qr_drawing(card.code)}))


def letter_pdf(letter: Letter) -> bytes:
    """The letter on A4. Raises TooLong."""
    if sum(len(words) for _kind, words in letter.paragraphs) > MOST_LETTERS:
        raise TooLong
    return _kept("letter", "pdf", _words(asdict(letter)))


def slips_pdf(slips: Slips) -> bytes:
    """Ten slips on each A4 sheet, with lines to cut along. Never kept: they hold families' links. Raises TooLong."""
    if len(slips.slips) > MOST_SLIPS:
        raise TooLong
    drawn = [asdict(slip) | {"qr": qr_drawing(slip.address)} for slip in slips.slips]
    return _drawn("slips", "pdf", _words(asdict(slips) | {"slips": drawn}))


def letters_missing(text: str) -> str:
    """The characters of `text` that the font does not hold and that would be drawn as boxes: CJK's extensions."""
    return "".join(sorted({letter for letter in text if "㐀" <= letter <= "䶿" or letter > "\U0001ffff"}))


def _words(said: dict[str, object]) -> str:
    return json.dumps(_without_controls(said), ensure_ascii=False, sort_keys=True)


def _without_controls(value: object) -> object:
    # What no font draws: control characters, marks that turn the direction of reading, halves of pairs.
    if isinstance(value, str):
        return "".join(letter if letter.isprintable() or letter in "\n\t\u3000" else " " for letter in value)
    if isinstance(value, list | tuple):
        return [_without_controls(each) for each in value]
    if isinstance(value, dict):
        return {name: _without_controls(each) for name, each in value.items()}
    return value


# A class's families all fetch the same card: it is drawn once.
@lru_cache(maxsize=24)
def _kept(paper: str, kind: str, words: str) -> bytes:
    return _drawn(paper, kind, words)


def _drawn(paper: str, kind: str, words: str) -> bytes:
    order = "\n".join((paper, kind, words)).encode()
    try:
        return run_limited("zoufang.engines.typesetting:drawn", order, seconds=SECONDS, megabytes=MEGABYTES)
    except (TooHeavy, Crashed) as fault:
        raise TooLong from fault
