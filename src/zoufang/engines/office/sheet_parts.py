"""One sheet of an Excel template turned into a program: what stands before its rows, the rows, what stands behind them."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import escape
from itertools import pairwise
from typing import Any

from lxml import etree

from zoufang.engines.office.drawing import CODE_POINTS, EMU_PER_POINT
from zoufang.engines.office.manifest import OFFICE, Relations, written
from zoufang.engines.office.marks import Marks, Nodes, loops, next_lists, placed, sheet_parsed
from zoufang.engines.office.names import PLACEHOLDER, Name, Path, found_in
from zoufang.engines.office.references import cut, rows_in
from zoufang.engines.office.styles import Styles
from zoufang.engines.refusal import Reason, Refused

URI = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
X = f"{{{URI}}}"
MOST_CELLS = 300_000
_TOKEN = re.compile("\ue000([0-9]+)\ue001")
_DECLARED = re.compile(r' xmlns(?::\w+)?="[^"]*"')
# Behind these the drawing's element has its place (the schema's order).
_BEFORE_DRAWING = frozenset(
    re.findall(
        r"\w+",
        """
        sheetData sheetCalcPr sheetProtection protectedRanges scenarios autoFilter sortState dataConsolidate customSheetViews mergeCells phoneticPr
        conditionalFormatting dataValidations hyperlinks printOptions pageMargins pageSetup headerFooter rowBreaks colBreaks customProperties cellWatches ignoredErrors smartTags
    """,
    )
)


@dataclass
class Row:
    """A template row: its number, attributes, cells, the lists that its names stand in."""

    number: int
    attributes: str = ""
    cells: list[Any] = field(default_factory=list)
    names: list[Name] = field(default_factory=list)
    lists: frozenset[Path] = frozenset()
    has_other: bool = False
    # How high a picture may be, in EMU; 0 where there is none.
    room: int = 0


class Follow:
    """Text in which references to rows stand: each is noted as a token, so that the text can be cut at them."""

    def __init__(self) -> None:
        self.noted: list[Any] = []

    def token(self, *what: Any) -> str:
        """A token for ["refs", ranges], ["formula", "rule" or "series", pieces], ["row" or "row0" (counted from 0), number], ["merges"]."""
        self.noted.append(list(what))
        return f"\ue000{len(self.noted) - 1}\ue001"

    def cut(self, nodes: Nodes) -> Nodes:
        """The nodes with their text cut at the tokens."""
        out: Nodes = []
        for node in nodes:
            if not isinstance(node, str):
                out.append(node)
                continue
            pieces = _TOKEN.split(node)
            for at, piece in enumerate(pieces):
                out += [self.noted[int(piece)]] if at % 2 else [piece] if piece else []
        return out

    def note(self, root: Any) -> None:
        """Note every reference in this element and below."""
        for each in root.iter(etree.Element):
            kind = etree.QName(each).localname
            for attribute in ("ref", "sqref"):
                if (value := each.get(attribute)) and kind not in ("f", "mergeCell"):
                    each.set(attribute, self.token("refs", value))
            if kind in ("f", "definedName") and each.text:
                each.text = self.token("series" if "chart" in each.tag else "formula", cut(each.text))
            elif kind in ("formula", "formula1", "formula2") and each.text:
                each.text = self.token("rule", cut(each.text))
            elif kind == "brk" and etree.QName(each.getparent()).localname == "rowBreaks":
                each.set("id", self.token("row", int(each.get("id", 0))))
            elif kind == "row" and "drawingml" in each.tag and each.text:
                each.text = self.token("row0", int(each.text))
            elif kind == "sqref" and each.text:
                each.text = self.token("refs", each.text)


class SheetPart:
    """Reads one sheet; `program` is what the parent process gets."""

    def __init__(self, xml: bytes, relations: Relations | None, strings: list[Any], styles: Styles) -> None:
        self.root = sheet_parsed(xml)
        if etree.QName(self.root).namespace != URI:
            raise Refused(Reason("这份文件是“严格开放 XML”格式,请另存为普通的 .xlsx"))
        self.strings, self.styles = strings, styles
        self.marks, self.follow = Marks(), Follow()
        self.used: set[int] = set()
        self.names: list[Name] = []
        self.has_pictures = False
        self.tables = relations.leading_to("table") if relations else []
        self._clean(relations.loose if relations else set())
        self.rows = self._rows()

    def program(self, drawing: str) -> dict[str, Any]:
        """Head, rows and tail. `drawing`: the id of a drawing to be added for pictures, or nothing."""
        data = self.root.find(X + "sheetData")
        children = list(self.root)
        place = children.index(data)
        merges = [each.get("ref", "") for each in self.root.iterfind(f"{X}mergeCells/{X}mergeCell")]
        self._join_merged(merges)
        data.clear()
        if drawing and self.root.find(X + "drawing") is None:
            self._add_drawing(drawing)
        for before, each in pairwise(children[place:]):
            if each.tag == X + "mergeCells":
                self.root.remove(each)
                before.tail = self.follow.token("merges")
            elif etree.QName(each).localname == "headerFooter":
                for line in each:
                    self.names += self.marks.texts([line], "h", pictures=False)
                    line.attrib.pop("{http://www.w3.org/XML/1998/namespace}space", None)
            else:
                self.follow.note(each)
        data.text = "\ue002"
        head, _, tail = written(self.root).partition("\ue002")
        return {
            "head": head,
            "rows": self._tree(self.rows, {}, 1),
            "tail": self.follow.cut(self.marks.program(tail, {})),
            "merges": merges,
        }

    def _clean(self, loose: set[str]) -> None:
        for each in self.root.findall(X + "dimension"):
            self.root.remove(each)
        for each in self.root.iter(etree.Element):
            if each.get(f"{{{OFFICE}}}id") in loose:
                if etree.QName(each).localname == "hyperlink":
                    each.set("gone", "1")
                else:
                    del each.attrib[f"{{{OFFICE}}}id"]
        for links in self.root.findall(X + "hyperlinks"):
            for each in [each for each in links if each.get("gone")]:
                links.remove(each)
            if not len(links):
                self.root.remove(links)

    def _rows(self) -> list[Row]:
        rows, number, count = [], 0, 0
        shared: dict[str, tuple[str, str]] = {}
        for element in self.root.iterfind(f"{X}sheetData/{X}row"):
            number = int(element.get("r", number + 1))
            row = Row(number, _attributes(element, without=("r", "spans")))
            column = 0
            for cell in element:
                letters = re.match(r"[A-Z]+", cell.get("r", ""))
                column = _column(letters[0]) if letters else column + 1
                count += 1
                if count > MOST_CELLS or column > 16_384:
                    raise Refused(Reason("模板的表格太大,请删去多余的行和列"))
                self._cell(row, _letters(column), cell, shared)
            row.lists = frozenset().union(*(name.lists for name in row.names))
            self.names += row.names
            rows.append(row)
        return rows

    def _cell(self, row: Row, column: str, cell: Any, shared: dict[str, tuple[str, str]]) -> None:
        style, kind = cell.get("s", ""), cell.get("t", "")
        look = f' s="{int(style)}"' if style else ""
        formula, value = cell.find(X + "f"), cell.findtext(X + "v")
        if formula is not None:
            row.has_other = True
            row.cells.append(["f", column, look, *_formula(formula, f"{column}{row.number}", shared)])
            return
        text = cell.find(X + "is") if kind == "inlineStr" else None
        if kind == "s" and value is not None and 0 <= int(value) < len(self.strings):
            text = self.strings[int(value)]
        pieces = _texts(text) if text is not None else []
        words = "".join(piece.text or "" for piece in pieces)
        found = list(found_in(words))
        if not found:
            row.has_other |= bool(words.strip()) or (text is None and value is not None)
            row.cells.append(["=", column, _rest(cell, look)])
            return
        if kind == "s":
            self.used.add(int(value or 0))
        names = [name for _, _, name in found]
        row.names += names
        whole = len(found) == 1 and PLACEHOLDER.fullmatch(words.strip()) is not None
        if any(name.kind != "text" for name in names):
            if not whole:
                raise Refused(Reason("“%(name)s”是图片,请让它单独占一个单元格", name=names[0].full))
            self.has_pictures = True
            row.room = _room(row)
            row.cells.append(["p", column, look, names[0]])
        elif whole:
            kind_of, dated, timed = self.styles.of(int(style or 0))
            row.cells.append(["v", column, look, names[0], kind_of, f' s="{dated}"', f' s="{timed}"'])
        else:
            row.has_other |= bool(PLACEHOLDER.sub("", words).strip())
            row.cells.append(["m", column, look, text])

    def _join_merged(self, merges: Iterable[str]) -> None:
        """Rows that a merged cell ties to a repeating row repeat with it."""
        by_number = {row.number: row for row in self.rows}
        for first, last in map(rows_in, merges):
            top = by_number.get(first)
            if top is None or not top.lists or last - first > 50:
                continue
            for number in range(first + 1, last + 1):
                row = by_number.setdefault(number, Row(number))
                row.lists = row.lists or top.lists
        self.rows = [by_number[number] for number in sorted(by_number)]

    def _tree(self, rows: list[Row], scopes: dict[Path, int], free: int) -> list[Any]:
        nodes: list[Any] = []
        at = 0
        while at < len(rows):
            new, stop = next_lists(rows[at].lists, frozenset(scopes)), at + 1
            if not new:
                nodes.append(["row", self._placed(rows[at], scopes)])
            else:
                while (
                    stop < len(rows)
                    and rows[stop].number == rows[stop - 1].number + 1
                    and next_lists(rows[stop].lists, frozenset(scopes)) == new
                ):
                    stop += 1
                lists, within, after = loops(new, scopes, free)
                inner = self._tree(rows[at:stop], within, after)
                nodes.append(["each", lists, inner, rows[at].number, rows[stop - 1].number])
            at = stop
        return nodes

    def _placed(self, row: Row, scopes: dict[Path, int]) -> dict[str, Any]:
        cells = []
        for cell in row.cells:
            if cell[0] in "vp":
                cell = [*cell[:3], placed(cell[3], scopes), *cell[4:]]
            elif cell[0] == "m":
                marks = Marks()
                # Many cells may share one text.
                text = copy.deepcopy(cell[3])
                marks.texts(_texts(text), "x")
                cell = [*cell[:3], marks.program(_inside(text), scopes, len(scopes) + 1)]
            cells.append(cell)
        vanishes = row.names and not row.has_other and all(name.optional for name in row.names)
        may = [placed(name, scopes) for name in row.names] if vanishes else []
        return {"r": row.number, "attributes": row.attributes, "cells": cells, "may": may, "room": row.room}

    def _add_drawing(self, key: str) -> None:
        before = [each for each in self.root if etree.QName(each).localname in _BEFORE_DRAWING]
        element = self.root.makeelement(X + "drawing", {f"{{{OFFICE}}}id": key})
        before[-1].addnext(element)


def _room(row: Row) -> int:
    """The row's own height, or (where Excel would choose one) that of a code, which the row is then given."""
    set_height = re.search(r' ht="([0-9.]+)"', row.attributes)
    if set_height and "customHeight" in row.attributes:
        return int(float(set_height[1]) * EMU_PER_POINT)
    row.attributes = (
        re.sub(r' (?:ht|customHeight)="[^"]*"', "", row.attributes) + f' ht="{CODE_POINTS}" customHeight="1"'
    )
    return CODE_POINTS * EMU_PER_POINT


def _texts(text: Any) -> list[Any]:
    return [*text.findall(X + "t"), *text.findall(f"{X}r/{X}t")]


def _inside(element: Any) -> str:
    kept = [each for each in element if etree.QName(each).localname in ("t", "r", "v", "is")]
    written = "".join(_DECLARED.sub("", etree.tostring(each, encoding="unicode", with_tail=False)) for each in kept)
    # A copy out of its tree may be given a prefix.
    return re.sub(r"(</?)\w+:", r"\1", written)


def _rest(cell: Any, look: str) -> str:
    kind = cell.get("t")
    inside = _inside(cell)
    about = look + (f' t="{escape(kind)}"' if kind else "")
    return f"{about}>{inside}</c>" if inside else f"{look}/>"


def _attributes(element: Any, *, without: tuple[str, ...]) -> str:
    kept = [(key, value) for key, value in element.items() if key not in without and not key.startswith("{")]
    return "".join(f' {key}="{escape(value)}"' for key, value in kept)


def _formula(formula: Any, at: str, shared: dict[str, tuple[str, str]]) -> tuple[str, Any]:
    """Attributes and pieces; a formula that Excel wrote once for many cells is written out. Raises Refused."""
    text, kind = formula.text or "", formula.get("t", "")
    if PLACEHOLDER.search(text):
        raise Refused(Reason("名字不能写在公式里(单元格 %(cell)s)", cell=at))
    if kind == "dataTable":
        raise Refused(Reason("模板里有“模拟运算表”,请删去再上传"))
    if kind == "shared":
        if text:
            shared[formula.get("si", "")] = (text, at)
        elif formula.get("si", "") in shared:
            from openpyxl.formula.translate import Translator

            origin, place = shared[formula.get("si", "")]
            text = Translator("=" + origin, origin=place).translate_formula(at).removeprefix("=")
    return (formula.get("ref", "") if kind == "array" else ""), cut(text)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _letters(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
