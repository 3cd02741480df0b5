"""A value on its way into a file: what it says in words, and how each format writes those words down."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from html import escape
from typing import Any, Protocol

from zoufang.engines.refusal import Reason, Refused

# Excel's own limit for one cell, in UTF-16 units.
LONGEST_CELL = 32_767
LONGEST_HEADER = 255
CUT = "…(过长,此处截断)"
# What XML 1.0 cannot hold, and halves of surrogate pairs that no encoding can.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_CARE = re.compile("[&<>\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# Excel reads _x0041_ in a text as the letter A.
_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


class Missing(Exception):
    """The data lack a name that the template needs."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(name)


class Rows(Protocol):
    """A list whose length is known and that can be walked more than once: a list, or a query's rows."""

    def __len__(self) -> int: ...
    def __iter__(self) -> Iterator[Any]: ...


@dataclass(frozen=True)
class Counted:
    """So many rows, walked anew by each call of `walk`: for lists that should never stand in memory."""

    count: int
    walk: Callable[[], Iterator[Any]]

    def __len__(self) -> int:
        return self.count

    def __iter__(self) -> Iterator[Any]:
        return self.walk()


class _Nothing(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return ""


class Once(list[Any]):
    """An object that stands where a list could: it repeats nothing, and stays the same beside a list."""


# Stands for a row of the shorter of two lists that stand side by side.
NOTHING = _Nothing()


def look(place: Any, keys: Sequence[str], name: str) -> Any:
    """The value under these keys. Raises Missing."""
    for key in keys:
        if not isinstance(place, Mapping):
            raise Missing(name)
        try:
            place = place[key]
        except KeyError:
            raise Missing(name) from None
    return place


def is_list(value: Any) -> bool:
    """Whether the value is a list that may repeat rows."""
    return isinstance(value, (list, tuple, Counted)) or (
        not isinstance(value, (str, bytes, Mapping)) and hasattr(value, "__len__") and hasattr(value, "__iter__")
    )


def rows_of(place: Any, keys: Sequence[str], name: str, *, needed: bool) -> Rows:
    """The rows of a list; an object is `Once`. Raises Missing, Refused."""
    try:
        value = look(place, keys, name)
    except Missing:
        if needed:
            raise
        return []
    if value is None or value == "":
        return []
    if isinstance(value, Mapping):
        return Once([value])
    if not is_list(value):
        raise Refused(Reason("“%(name)s”应当是一个列表", name=name))
    rows: Rows = value
    return rows


def said(value: Any, name: str) -> str:
    """The value in words: true is 是, a list of words is joined, nothing is empty. Raises Refused for an object."""
    if type(value) is str:
        return value
    if value is None:
        return ""
    if value is True or value is False:
        return "是" if value else "否"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, (int, str, date, Decimal)):
        return str(value)
    if is_list(value) and not any(isinstance(each, Mapping) or is_list(each) for each in value):
        return "、".join(said(each, name) for each in value)
    raise Refused(Reason("“%(name)s”是一个列表,请在模板里写成 {{%(name)s.…}},写明要哪一项", name=name))


def without_forbidden(text: str) -> str:
    """The text without what XML cannot hold; every end of a line is `\\n`."""
    return _FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def word_text(w: str) -> Callable[[str], str]:
    """Writes words inside `<w:t>` (`w`: the prefix with its colon): line breaks and tabs are Word's own."""
    again = f'</{w}t><{w}%s/><{w}t xml:space="preserve">'
    line, tab = again % "br", again % "tab"

    def write(text: str) -> str:
        if not _CARE.search(text):
            return text
        return escape(without_forbidden(text), quote=False).replace("\n", line).replace("\t", tab)

    return write


def line_text(text: str) -> str:
    """Writes words where a line cannot break."""
    return escape(without_forbidden(text).replace("\n", " "), quote=False) if _CARE.search(text) else text


def header_text(text: str) -> str:
    """Writes words in a sheet's header or footer, where & begins a command and 255 letters are the limit."""
    return escape(without_forbidden(text)[:LONGEST_HEADER].replace("&", "&&"), quote=False)


def cell_text(text: str) -> str:
    """Writes words in a cell: text, whatever it begins with, at most 32,767 units."""
    if len(text) <= LONGEST_CELL // 2 and not _CARE.search(text):
        return _ESCAPED.sub("_x005F_", text) if "_x" in text else text
    plain = without_forbidden(text)
    return _ESCAPED.sub("_x005F_", escape(_cut(plain), quote=False))


def _cut(text: str) -> str:
    if len(text) + sum(letter > "\uffff" for letter in text) <= LONGEST_CELL:
        return text
    room, kept = LONGEST_CELL - len(CUT), 0
    for place, letter in enumerate(text):
        kept += 2 if letter > "\uffff" else 1
        if kept > room:
            return text[:place] + CUT
    return text
