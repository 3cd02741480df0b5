"""A template row made runnable: what it writes for one record. Most rows hold plain text, and are written in one go."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from math import isfinite
from operator import itemgetter
from typing import Any

from zoufang.engines.office.drawing import Picture, picture_of
from zoufang.engines.office.nodes import Filling, compiled, is_empty, run, value_of
from zoufang.engines.office.references import Pieces
from zoufang.engines.office.values import cell_text, said

# Where one of these stands among a row's texts, each text is looked at alone.
_CARE = re.compile("[&<>\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]|_x")
_MOST_AT_ONCE = 16_000
_TEXT = ' t="inlineStr"><is><t xml:space="preserve">'
_END = "</t></is></c>"
_DAY = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?")
_FIRST_DAY = datetime(1899, 12, 30)  # noqa: DTZ001  (Excel's days know no zone)
_FIRST_RIGHT = 61  # Excel believes in 29 February 1900
_MAC_DAYS = 1462
_LARGEST = 10**15  # from here on a number in Excel loses digits

Write = Callable[[int, Filling], str]
Formula = Callable[[Pieces, int], str]


class RowWriter:
    """One template row. `write` gives its text for the row that it now is; `pictures` notes what stands over its cells."""

    def __init__(self, row: dict[str, Any], *, mac_days: bool) -> None:
        self.number: int = row["r"]
        self.mac_days = mac_days
        self.may = row["may"]
        self.room: int = row["room"]
        self.formulas = [cell for cell in row["cells"] if cell[0] == "f"]
        self.pattern, self.quick, self.bodies = self._patterns(row)
        self.count = self.pattern.count("%s")
        self.getter, self.place = self._getter(row["cells"])
        self.keys = len(self.bodies)
        self.slots = [at for at, _ in self.bodies]
        self.slice = slice(2, None, 2) if self.slots == list(range(2, self.count, 2)) else None

    def vanishes(self, filling: Filling) -> bool:
        """Whether the row holds only optional names, all empty."""
        return bool(self.may) and all(is_empty(value_of(placed, filling)) for placed in self.may)

    def write(self, number: int, filling: Filling, formula: Formula, pictures: list[Any]) -> str:
        """The row's text. Raises Missing, Refused."""
        parts: list[Any] = [number] * self.count
        if self.getter is not None and (values := self._texts(filling.places[self.place])) is not None:
            if self.slice is not None:
                parts[self.slice] = values
            else:
                for at, value in zip(self.slots, values, strict=True):
                    parts[at] = value
            return self.quick % tuple(parts)
        for at, body in self.bodies:
            parts[at] = body(number, filling, formula, pictures)
        return self.pattern % tuple(parts)

    def _texts(self, row: Any) -> tuple[str, ...] | None:
        """The row's values where all are plain, not empty texts."""
        if not isinstance(row, Mapping):
            return None
        try:
            values: tuple[str, ...] = self.getter(row)  # type: ignore[misc]
            joined = "\n".join(values)
        except (KeyError, TypeError):
            return None
        if len(joined) > _MOST_AT_ONCE or "" in values or _CARE.search(joined):
            return None
        return values

    def _getter(self, cells: list[Any]) -> tuple[Callable[[Any], tuple[str, ...]] | None, int]:
        moving = [cell for cell in cells if cell[0] != "="]
        places = {cell[3][0] for cell in moving if cell[0] == "v"}
        plain = all(cell[0] == "v" and len(cell[3][1]) == 1 and cell[4] != "d" for cell in moving)
        if not plain or len(places) != 1 or len(moving) < 2:
            return None, 0
        return itemgetter(*(cell[3][1][0] for cell in moving)), places.pop()

    def _patterns(self, row: dict[str, Any]) -> tuple[str, str, list[tuple[int, Any]]]:
        pattern = quick = '<row r="%s"' + row["attributes"].replace("%", "%%") + ">"
        bodies, count = [], 1
        for cell in row["cells"]:
            begin = f'<c r="{cell[1]}%s"'
            count += 1
            if cell[0] == "=":
                pattern += begin + cell[2].replace("%", "%%")
                quick += begin + cell[2].replace("%", "%%")
                continue
            pattern += begin + "%s"
            quick += f"{begin}{cell[2]}{_TEXT}%s{_END}"
            bodies.append((count, self._body(cell)))
            count += 1
        return pattern + "</row>", quick + "</row>", bodies

    def _body(self, cell: list[Any]) -> Callable[[int, Filling, Formula, list[Any]], str]:
        verb, column, look = cell[:3]
        if verb == "v":
            return self._value(cell[3], look, cell[4], cell[5], cell[6])
        if verb == "m":
            program = compiled(cell[3])

            def mixed(number: int, filling: Filling, formula: Formula, pictures: list[Any]) -> str:
                out: list[str] = []
                run(program, filling, out)
                return f'{look} t="inlineStr"><is>{"".join(out)}</is></c>'

            return mixed
        if verb == "f":
            about, pieces = cell[3], cell[4]

            def computed(number: int, filling: Filling, formula: Formula, pictures: list[Any]) -> str:
                text = cell_formula(formula(pieces, self.number))
                array = f' t="array" ref="{formula([["", "", *_ends(about)]], self.number)}"' if about else ""
                return f"{look}><f{array}>{text}</f></c>"

            return computed
        placed = cell[3]

        def pictured(number: int, filling: Filling, formula: Formula, pictures: list[tuple[str, int, Picture]]) -> str:
            value = value_of(placed, filling)
            if not is_empty(value):
                picture = picture_of(placed[4], value, placed[2])
                filling.take(picture)
                pictures.append((column, number, filling.pictures[picture.content].fitted(self.room)))
            return f"{look}/>"

        return pictured

    def _value(
        self, placed: list[Any], look: str, kind: str, day: str, moment: str
    ) -> Callable[[int, Filling, Formula, list[Any]], str]:
        full = placed[2]

        def body(number: int, filling: Filling, formula: Formula, pictures: list[Any]) -> str:
            value = value_of(placed, filling)
            if kind == "d" and isinstance(value, str) and _DAY.fullmatch(value.strip()):
                value = _moment(value.strip())
            if value is None or value == "":
                return f"{look}/>"
            if isinstance(value, date) and (serial := self._serial(value)) is not None:
                style = look if kind == "d" else moment if isinstance(value, datetime) else day
                return f"{style}><v>{serial}</v></c>"
            if kind != "t" and _is_number(value):
                return f"{look}><v>{value}</v></c>"
            return f"{look}{_TEXT}{cell_text(said(value, full))}{_END}"

        return body

    def _serial(self, value: date) -> str | None:
        if not isinstance(value, datetime):
            value = datetime(value.year, value.month, value.day)  # noqa: DTZ001
        passed = value.replace(tzinfo=None) - _FIRST_DAY
        days = passed.days + passed.seconds / 86_400 + passed.microseconds / 86_400_000_000
        if days < _FIRST_RIGHT:
            return None
        return repr(days - _MAC_DAYS * self.mac_days).removesuffix(".0")


def cell_formula(text: str) -> str:
    """The formula as XML."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _is_number(value: Any) -> bool:
    if isinstance(value, float):
        return isfinite(value)
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
        return False
    # What is no number compares to nothing.
    return -_LARGEST < value < _LARGEST


def _moment(text: str) -> Any:
    try:
        return datetime.fromisoformat(text) if len(text) > 10 else date.fromisoformat(text)
    except ValueError:
        return text


def _ends(ranges: str) -> list[Any]:
    from zoufang.engines.office.references import cut

    piece = next((piece for piece in cut(ranges) if isinstance(piece, list)), None)
    return piece[2:] if piece else ["A", 1, None, 1]
