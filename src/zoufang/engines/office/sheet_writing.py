"""A sheet's program run: first where each row will stand, then the rows themselves, streamed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from zoufang.engines.office.cells import RowWriter
from zoufang.engines.office.nodes import Filling, found_lists, is_empty, lists_needed, side_by_side, value_of
from zoufang.engines.office.references import Layout, Pieces, joined, moved, rows_in
from zoufang.engines.office.values import NOTHING
from zoufang.engines.refusal import Reason, Refused

MOST_ROWS = 1_048_576


@dataclass
class Leaf:
    """A row of the template."""

    writer: RowWriter
    # Merged cells that begin in it and repeat with it.
    merges: list[str] = field(default_factory=list)


@dataclass
class Each:
    """Rows that repeat: `first` to `last` in the template."""

    lists: list[Any]
    needed: set[int]
    walk: Callable[[Filling], Any]
    inner: list[Any]
    first: int
    last: int
    # Something refers to its rows: an empty one stays where there is none.
    kept: bool
    # Each record takes the same rows.
    is_plain: bool
    has_formulas: bool

    @property
    def height(self) -> int:
        """Rows of the template."""
        return self.last - self.first + 1


class Sheet:
    """One sheet's program."""

    def __init__(self, program: dict[str, Any], *, mac_days: bool) -> None:
        self.name: str = program["name"]
        self.part: str = program["part"]
        self.drawing: str = program["drawing"]
        self.head, self.tail = program["head"], program["tail"]
        self.needed = _all_needed(program["rows"])
        self.kept = program["kept"]
        self.merges: list[str] = list(program["merges"])
        self.nodes = [self._node(each, mac_days) for each in program["rows"]]

    def plan(self, filling: Filling) -> Layout:
        """Where the rows will stand. Raises Missing, Refused."""
        layout = Layout()
        shift = 0
        for node in self.nodes:
            shift = _planned(node, shift, filling, layout)
            layout.passed(node.last if isinstance(node, Each) else node.writer.number, shift)
        if max(layout.last.values(), default=0) > MOST_ROWS:
            raise Refused(Reason("内容超过 Excel 一张表的 %(most)s 行,请分成几份", most=MOST_ROWS))
        return layout

    def _node(self, node: list[Any], mac_days: bool) -> Leaf | Each:
        if node[0] == "row":
            return Leaf(RowWriter(node[1], mac_days=mac_days))
        _, lists, inner, first, last = node
        kept = any(first <= begin and end <= last and not first <= row <= last for begin, end, row in self.kept)
        made = Each(
            lists,
            self.needed,
            side_by_side(lists, self.needed),
            [self._node(each, mac_days) for each in inner],
            first,
            last,
            kept,
            is_plain=all(each[0] == "row" and not each[1]["may"] for each in inner),
            has_formulas=_has_formulas(inner),
        )
        # Inner rows have taken theirs already.
        leaves = {leaf.writer.number: leaf for leaf in made.inner if isinstance(leaf, Leaf)}
        for ranges in list(self.merges):
            begin, end = rows_in(ranges)
            if first <= begin and end <= last and begin in leaves:
                leaves[begin].merges.append(ranges)
                self.merges.remove(ranges)
        return made


def _all_needed(rows: Sequence[Any]) -> set[int]:
    found: set[int] = set()
    for node in rows:
        if node[0] == "row":
            for cell in node[1]["cells"]:
                if cell[0] in "vp" and not cell[3][3]:
                    found.add(cell[3][0])
                elif cell[0] == "m":
                    found |= lists_needed(cell[3])
        else:
            inner = _all_needed(node[2])
            found |= inner | {outer for outer, _, own, _ in node[1] if own in inner}
    return found


def _has_formulas(rows: Sequence[Any]) -> bool:
    return any(
        any(cell[0] == "f" for cell in node[1]["cells"]) if node[0] == "row" else _has_formulas(node[2])
        for node in rows
    )


def _planned(node: Leaf | Each, shift: int, filling: Filling, layout: Layout) -> int:
    if isinstance(node, Leaf):
        number = node.writer.number
        if node.writer.may and all(is_empty(value_of(placed, filling)) for placed in node.writer.may):
            layout.stands(number, number + shift, number + shift - 1)
            return shift - 1
        layout.stands(number, number + shift, number + shift)
        return shift
    found = found_lists(node.lists, node.needed, filling)
    count = max((len(rows) for _, rows in found), default=1)
    if not count and node.kept:
        count = 1
    if node.is_plain or not count:
        end = shift + (count - 1) * node.height
        for number in range(node.first, node.last + 1):
            layout.stands(number, number + shift, number + end)
        return end
    for _ in _records(node, filling):
        for each in node.inner:
            shift = _planned(each, shift, filling, layout)
        shift += node.height
    return shift - node.height


def _records(node: Each, filling: Filling) -> Any:
    none = True
    for each in node.walk(filling):
        none = False
        yield each
    if none and node.kept:
        for _, _, own, _ in node.lists:
            filling.places[own] = NOTHING
        yield


class Writing:
    """One sheet being written: rows go to `put`, merged cells and pictures are noted on the way."""

    def __init__(self, sheet: Sheet, layouts: dict[str, Layout], filling: Filling, put: Callable[[str], None]) -> None:
        self.sheet, self.layouts, self.filling, self.put = sheet, layouts, filling, put
        self.layout = layouts[sheet.name.casefold()]
        self.merged: list[str] = []
        self.pictures: list[Any] = []
        # The copies of repeating rows that are being written, outer first: first and last row in the template, and where
        # the rows of this copy stand.
        self.copies: list[tuple[int, int, Layout]] = []

    def run(self) -> None:
        """Write the rows."""
        shift = 0
        for node in self.sheet.nodes:
            shift = self._written(node, shift)
        for ranges in self.sheet.merges:
            # A range of one cell is no merged one.
            if (now := moved(ranges, self.layout.span)) and ":" in now:
                self.merged.append(now)

    def merge_cells(self) -> str:
        """The element that lists merged cells, or nothing."""
        if not self.merged:
            return ""
        return "<mergeCells>" + "".join(f'<mergeCell ref="{each}"/>' for each in self.merged) + "</mergeCells>"

    def _written(self, node: Leaf | Each, shift: int) -> int:
        if isinstance(node, Leaf):
            return self._row(node, shift)
        for _ in _records(node, self.filling):
            self.copies.append((node.first, node.last, self._copy(node, shift)))
            for each in node.inner:
                shift = self._written(each, shift)
            self.copies.pop()
            shift += node.height
        return shift - node.height

    def _copy(self, node: Each, shift: int) -> Layout:
        if not node.has_formulas:
            return self.layout
        layout = Layout()
        if node.is_plain:
            # Nothing in it grows: all of its rows are moved alike.
            layout.passed(0, shift)
        else:
            for each in node.inner:
                shift = _planned(each, shift, self.filling, layout)
        return layout

    def _row(self, leaf: Leaf, shift: int) -> int:
        writer, filling = leaf.writer, self.filling
        if writer.may and writer.vanishes(filling):
            return shift - 1
        number = writer.number + shift
        self.put(writer.write(number, filling, self._formula, self.pictures))
        for ranges in leaf.merges:
            self.merged.append(moved(ranges, lambda first, last: (first + shift, last + shift)))
        return shift

    def _formula(self, pieces: Pieces, row: int) -> str:
        def span(sheet: str, first: int, last: int) -> tuple[int, int] | None:
            if sheet and sheet.casefold() != self.sheet.name.casefold():
                layout = self.layouts.get(sheet.casefold())
                return layout.span(first, last) if layout else (first, last)
            for begin, end, layout in reversed(self.copies):
                if begin <= first and last <= end:
                    return layout.span(first, last)
            return self.layout.span(first, last)

        return joined(pieces, span)
