"""References to rows (in formulas, print areas, merged cells, tables) that move when rows above them repeat or vanish."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

_CELL = r"\$?[A-Z]{1,3}\$?[0-9]{1,7}"
_FOUND = re.compile(
    rf"""(?P<words>"(?:[^"]|"")*")
    | (?P<sheet>'(?:[^']|'')+'!|(?<![\w.'!$])[\w.]+!)?
      (?<![\w.$])(?P<ref>{_CELL}(?::{_CELL})?|\$?[0-9]{{1,7}}:\$?[0-9]{{1,7}})(?![\w(.!$])""",
    re.X,
)
_END = re.compile(r"(\$?[A-Z]*\$?)([0-9]+)")

# Text, or [sheet as written, its name, "$A$", 5, "$B$" or None, 9]: plain lists, so that they travel as JSON.
Pieces = list[Any]
Span = Callable[[str, int, int], "tuple[int, int] | None"]


def cut(formula: str) -> Pieces:
    """The formula as text and references by turns."""
    pieces: Pieces = []
    at = 0
    for match in _FOUND.finditer(formula):
        if match["words"] is not None:
            continue
        pieces.append(formula[at : match.start()])
        at = match.end()
        sheet = match["sheet"] or ""
        one, _, two = match["ref"].partition(":")
        lead, row = _end(one)
        far, last = _end(two) if two else (None, row)
        pieces.append([sheet, sheet[:-1].strip("'").replace("''", "'"), lead, row, far, last])
    pieces.append(formula[at:])
    return [piece for piece in pieces if piece]


def joined(pieces: Pieces, span: Span, *, grows: bool = False) -> str:
    """The formula with each reference where `span` says that its rows are now. `grows`: one cell may become several."""
    out = []
    grows = grows or any("(" in piece for piece in pieces if isinstance(piece, str))
    for piece in pieces:
        if isinstance(piece, str):
            out.append(piece)
            continue
        written, sheet, lead, row, far, last = piece
        now = span(sheet, row, last)
        if now is None:
            out.append("#REF!")
        elif far is not None:
            out.append(f"{written}{lead}{now[0]}:{far}{now[1]}")
        elif now[0] == now[1] or not grows:
            out.append(f"{written}{lead}{now[0]}")
        else:
            # SUM(C5) under a repeating row means all of its copies.
            out.append(f"{written}{lead}{now[0]}:{lead}{now[1]}")
    return "".join(out)


def moved(ranges: str, span: Callable[[int, int], tuple[int, int] | None]) -> str:
    """Ranges parted by blanks (`A1:B2 C3`), each where its rows are now; those whose rows vanished left out."""
    out = []
    for each in ranges.split():
        one, _, two = each.partition(":")
        if not (_END.fullmatch(one) and (not two or _END.fullmatch(two))):
            out.append(each)
            continue
        lead, row = _end(one)
        far, last = _end(two) if two else (lead, row)
        if now := span(row, last):
            out.append(f"{lead}{now[0]}" + (f":{far}{now[1]}" if two or now[0] != now[1] else ""))
    return " ".join(out)


def rows_in(ranges: str) -> tuple[int, int]:
    """First and last row of one range."""
    ends = [int(row) for _, row in _END.findall(ranges)]
    return (ends[0], ends[-1]) if ends else (0, 0)


def _end(text: str) -> tuple[str, int]:
    match = _END.fullmatch(text)
    return (match[1], int(match[2])) if match else ("", 0)


@dataclass
class Layout:
    """Where a sheet's template rows stand in the filled one."""

    first: dict[int, int] = field(default_factory=dict)
    last: dict[int, int] = field(default_factory=dict)
    # Rows in order, and by how much what follows each is moved.
    ends: list[int] = field(default_factory=list)
    shifts: list[int] = field(default_factory=list)

    def stands(self, row: int, begin: int, end: int) -> None:
        """A template row is written from this row to that."""
        self.first[row] = min(self.first.get(row, begin), begin)
        self.last[row] = max(self.last.get(row, end), end)

    def passed(self, row: int, shift: int) -> None:
        """What follows this template row is moved by so much."""
        self.ends.append(row)
        self.shifts.append(shift)

    def start(self, row: int) -> int:
        """Where a template row begins now."""
        return self.first.get(row, row + self._shift(row))

    def end(self, row: int) -> int:
        """Where it ends now; one less than where it would begin, if it vanished."""
        return self.last.get(row, row + self._shift(row))

    def span(self, row: int, last: int) -> tuple[int, int] | None:
        """From the first row's begin to the last row's end; None if nothing is left."""
        begin, end = self.start(row), self.end(last)
        return (begin, end) if begin <= end else None

    def _shift(self, row: int) -> int:
        at = bisect_left(self.ends, row)
        return self.shifts[at - 1] if at else 0
