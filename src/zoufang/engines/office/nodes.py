"""A part's program made runnable: pieces of text, values between them, rows that repeat or vanish."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

from zoufang.engines.office import values
from zoufang.engines.office.drawing import Picture, picture_of, word_drawing
from zoufang.engines.office.marks import Nodes
from zoufang.engines.office.values import NOTHING, Missing, Once, Rows, look, rows_of, said


@dataclass
class Filling:
    """One file in the making: the data at place 0, the rows that are being written after it; pictures met on the way."""

    places: list[Any]
    pictures: dict[bytes, Picture] = field(default_factory=dict)
    used: list[tuple[str, Picture]] = field(default_factory=list)
    drawn: int = 0

    @classmethod
    def of(cls, record: Any, places: int) -> Filling:
        """A filling with room for so many lists."""
        return cls([record, *[None] * places])

    def take(self, picture: Picture) -> str:
        """Keep a picture once; the id of its relationship in this part."""
        picture = self.pictures.setdefault(picture.content, picture.numbered(len(self.pictures) + 1))
        key = f"rIdZf{picture.number}"
        if (key, picture) not in self.used:
            self.used.append((key, picture))
        return key


Step = Callable[[Filling, list[str]], None]
Writer = Callable[[str], str]


def writer_of(mode: str) -> Writer:
    """How words are written down: `w:` and a prefix in Word's text, `a` in a drawing's, `h` in a header's, `x` in a cell's."""
    if mode.startswith("w:"):
        return values.word_text(mode[2:])
    return {"a": values.line_text, "h": values.header_text, "x": values.cell_text}[mode]


def compiled(nodes: Nodes) -> list[str | Step]:
    """The program with its verbs made functions."""
    return [node if isinstance(node, str) else _step(node) for node in nodes]


def run(program: Sequence[str | Step], filling: Filling, out: list[str]) -> None:
    """Write the program's text into `out`. Raises Missing, Refused."""
    for piece in program:
        if isinstance(piece, str):
            out.append(piece)
        else:
            piece(filling, out)


def value_of(placed: list[Any], filling: Filling) -> Any:
    """A name's value; empty for an optional one that is missing."""
    place, keys, full, optional, _ = placed
    try:
        return look(filling.places[place], keys, full)
    except Missing:
        if optional:
            return ""
        raise


def is_empty(value: Any) -> bool:
    """Whether an optional name counts as empty."""
    return value is None or (isinstance(value, str) and not value.strip()) or (values.is_list(value) and not len(value))


def lists_needed(nodes: Nodes) -> set[int]:
    """The places of lists of which a name is not optional."""
    found: set[int] = set()
    for node in nodes:
        if isinstance(node, str):
            continue
        if node[0] == "v":
            found |= set() if node[4] else {node[1]}
        elif node[0] == "each":
            inner = lists_needed(node[2])
            found |= inner | {outer for outer, _, own, _ in node[1] if own in inner}
        else:
            found |= lists_needed(node[-2] if node[0] == "may" else node[1])
    return found


def found_lists(lists: list[Any], needed: set[int], filling: Filling) -> list[tuple[int, Rows]]:
    """Lists that repeat together, each with its place; objects among them are put in their place and left out."""
    found: list[tuple[int, Rows]] = []
    for outer, keys, own, full in lists:
        rows = rows_of(filling.places[outer], keys, full, needed=own in needed)
        if isinstance(rows, Once):
            filling.places[own] = rows[0]
        else:
            found.append((own, rows))
    return found


def side_by_side(lists: list[Any], needed: set[int]) -> Callable[[Filling], Iterator[None]]:
    """Walks lists that repeat together: sets each one's row, the shorter ones' empty. Objects alone are one row."""

    def walk(filling: Filling) -> Iterator[None]:
        places, found = filling.places, found_lists(lists, needed, filling)
        if not found:
            yield
        elif len(found) == 1:
            own, rows = found[0]
            for row in rows:
                places[own] = row
                yield
        else:
            for together in zip_longest(*(rows for _, rows in found), fillvalue=NOTHING):
                for (own, _), row in zip(found, together, strict=True):
                    places[own] = row
                yield

    return walk


def _step(node: list[Any]) -> Step:
    verb = node[0]
    if verb == "v":
        return _picture(node[1:6], node[6]) if node[5] != "text" else _value(node[1:6], writer_of(node[6]))
    if verb == "each":
        return _each(node[1], node[2], node[3])
    if verb == "may":
        return _may(node[1], node[2], node[3])
    return _table(node[1])


def _value(placed: list[Any], write: Writer) -> Step:
    full = placed[2]

    def step(filling: Filling, out: list[str]) -> None:
        out.append(write(said(value_of(placed, filling), full)))

    return step


def _picture(placed: list[Any], mode: str) -> Step:
    w, full, kind = mode[2:], placed[2], placed[4]

    def step(filling: Filling, out: list[str]) -> None:
        value = value_of(placed, filling)
        if not is_empty(value):
            picture = picture_of(kind, value, full)
            filling.drawn += 1
            out.append(word_drawing(w, filling.take(picture), picture, filling.drawn))

    return step


def _each(lists: list[Any], inner: Nodes, otherwise: str) -> Step:
    program, walk = compiled(inner), side_by_side(lists, lists_needed(inner))

    def step(filling: Filling, out: list[str]) -> None:
        before = len(out)
        for _ in walk(filling):
            run(program, filling, out)
        if len(out) == before and otherwise:
            out.append(otherwise)

    return step


def _may(names: list[list[Any]], inner: Nodes, otherwise: str) -> Step:
    program = compiled(inner)

    def step(filling: Filling, out: list[str]) -> None:
        if all(is_empty(value_of(placed, filling)) for placed in names):
            out += [otherwise] if otherwise else []
        else:
            run(program, filling, out)

    return step


def _table(inner: Nodes) -> Step:
    # All of its rows repeat or vanish; a table without a row is none.
    head, *rows, foot = compiled(inner)

    def step(filling: Filling, out: list[str]) -> None:
        written: list[str] = []
        run(rows, filling, written)
        if any(text.strip() for text in written):
            run([head, *written, foot], filling, out)

    return step
