"""A Word template's parts (text, headers, footers, notes; text boxes inside them) turned into programs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from lxml import etree

from zoufang.engines.office.manifest import OFFICE, Relations, written
from zoufang.engines.office.marks import Marks, Nodes, grouped, parsed
from zoufang.engines.office.names import PLACEHOLDER, Name, Path
from zoufang.engines.refusal import Reason, Refused

FILLED = re.compile(r"word/(?:document|header\d*|footer\d*|footnotes|endnotes)\.xml")
SETTINGS = "word/settings.xml"
_URI = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W = f"{{{_URI}}}"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_P, _TR, _TBL, _BOX = W + "p", W + "tr", W + "tbl", W + "txbxContent"
# Between these a placeholder cannot go on.
_BREAKS = {W + tag for tag in ("br", "tab", "cr", "ptab", "drawing", "pict", "object", "footnoteReference")}
_SHOWN = {W + tag for tag in ("drawing", "pict", "object", "sdt")}
_DECLARED = re.compile(r' xmlns(?::\w+)?="[^"]*"')


def letter_part(xml: bytes, relations: Relations | None) -> tuple[Nodes, list[Name]]:
    """The part's program, and the names in it in their order. Raises Refused."""
    return _Part(xml, relations).program()


def settings_part(xml: bytes, relations: Relations | None) -> str:
    """The settings without what leads outside: the attached template, the source of a mail merge."""
    root = parsed(xml)
    for tag in ("attachedTemplate", "mailMerge"):
        for each in root.findall(W + tag):
            root.remove(each)
    return written(root)


class _Part:
    def __init__(self, xml: bytes, relations: Relations | None) -> None:
        self.root = parsed(xml)
        if etree.QName(self.root).namespace != _URI:
            raise Refused(Reason("这份文件是“严格开放 XML”格式,请另存为普通的 .docx"))
        self.marks = Marks()
        self.names: dict[Any, list[Name]] = {}
        self.wrapped: dict[Any, frozenset[Path]] = {}
        self._clean(relations.loose if relations else set())

    def program(self) -> tuple[Nodes, list[Name]]:
        owned: dict[Any, list[Name]] = {}
        for paragraph in self.root.iter(_P):
            found = [name for line in _lines(paragraph) for name in self.marks.texts(line, _mode(line))]
            if found:
                self.names[paragraph] = found
                owned.setdefault(_owner(paragraph), []).extend(found)
        self._repeat(owned)
        self._vanish()
        self._tables()
        every = [name for found in self.names.values() for name in found]
        return self.marks.program(written(self.root), {}), every

    def _clean(self, loose: set[str]) -> None:
        for tag in ("proofErr", "dataBinding"):
            for each in list(self.root.iter(W + tag)):
                each.getparent().remove(each)
        for field in self.root.iter(W + "instrText"):
            if PLACEHOLDER.search(field.text or ""):
                raise Refused(Reason("名字不能写在域代码里,请写在正文里"))
        for field in self.root.iter(W + "fldSimple"):
            if PLACEHOLDER.search(field.get(W + "instr", "")):
                raise Refused(Reason("名字不能写在域代码里,请写在正文里"))
        for each in self.root.iter(etree.Element):
            if each.get(f"{{{OFFICE}}}id") in loose:
                del each.attrib[f"{{{OFFICE}}}id"]
            # A repeated row would repeat them.
            for name in (_W14 + "paraId", _W14 + "textId"):
                each.attrib.pop(name, None)

    def _repeat(self, owned: dict[Any, list[Name]]) -> None:
        lists = {owner: frozenset().union(*(name.lists for name in found)) for owner, found in owned.items()}
        done: set[Any] = set()
        for owner in [each for each in self.root.iter(_TR, _P) if lists.get(each)]:
            if owner in done:
                continue
            series = _neighbours(owner)
            for row, below in pairwise(series):
                if lists.get(row) and not lists.get(below) and _tied(row, below):
                    lists[below] = lists[row]
            done.update(series)
            around: frozenset[Path] = frozenset().union(*(self.wrapped.get(up, ()) for up in owner.iterancestors()))
            for paths, first, last in grouped([lists.get(each, frozenset()) for each in series], around):
                empty = _empty(series[last]) if owner.tag == _P else ""
                self._wrap("each", (paths, empty), series[first], series[last])
                for each in series[first : last + 1]:
                    self.wrapped[each] = self.wrapped.get(each, frozenset()) | paths
                    self._without_bookmarks(each)

    def _without_bookmarks(self, repeated: Any) -> None:
        # A bookmark's name may stand once.
        for start in list(repeated.iter(W + "bookmarkStart")):
            for end in list(self.root.iter(W + "bookmarkEnd")):
                if end.get(W + "id") == start.get(W + "id"):
                    end.getparent().remove(end)
            start.getparent().remove(start)

    def _vanish(self) -> None:
        for row in list(self.root.iter(_TR)):
            if names := self._only_optional(row):
                self.wrapped.setdefault(row, frozenset())
                self._wrap("may", (names, ""), row, row)
        for paragraph in list(self.names):
            if names := self._only_optional(paragraph):
                self._wrap("may", (names, _empty(paragraph)), paragraph, paragraph)

    def _only_optional(self, place: Any) -> list[Name]:
        names = [name for each in place.iter(_P) for name in self.names.get(each, ())]
        if not names or not all(name.optional for name in names):
            return []
        if any(each.tag in _SHOWN for each in place.iter()) or any(each in self.wrapped for each in _inside(place)):
            return []
        rest = "".join(piece.xpath("string()") for piece in place.iter(W + "t"))
        return [] if rest.strip() else names

    def _tables(self) -> None:
        for table in list(self.root.iter(_TBL)):
            rows = table.findall(_TR)
            if rows and all(row in self.wrapped for row in rows) and table.find(W + "sdt") is None:
                self._wrap("table", (), table, table)

    def _wrap(self, verb: str, what: tuple[Any, ...], first: Any, last: Any) -> None:
        first.addprevious(self.marks.mark(verb, *what))
        last.addnext(self.marks.mark("end"))


def _inside(place: Any) -> Iterator[Any]:
    return (each for each in place.iter(_TR, _P) if each is not place)


def _owner(paragraph: Any) -> Any:
    """The table row that a paragraph stands in (not seen through a text box), else itself."""
    for up in paragraph.iterancestors():
        if up.tag == _TR:
            return up
        if up.tag == _BOX:
            break
    return paragraph


def _neighbours(owner: Any) -> list[Any]:
    """The rows of a table; the paragraphs that follow each other."""
    if owner.tag == _TR:
        return [each for each in owner.getparent() if each.tag == _TR]
    series = [owner]
    for each in owner.itersiblings(tag=etree.Element):
        if each.tag != _P:
            break
        series.append(each)
    return series


def _tied(row: Any, below: Any) -> bool:
    """Whether a merged cell that begins in a row, or goes on in it, ties the next row to it."""
    above = {each.get(W + "val", "continue") for each in row.iterfind(f"{W}tc/{W}tcPr/{W}vMerge")}
    return bool(above) and any(
        each.get(W + "val", "continue") == "continue" for each in below.iterfind(f"{W}tc/{W}tcPr/{W}vMerge")
    )


def _lines(paragraph: Any) -> list[list[Any]]:
    """The paragraph's text elements, those of a text box in it left out, cut at breaks and tabs."""
    lines: list[list[Any]] = [[]]

    def walk(place: Any) -> None:
        for each in place:
            if each.tag == _BOX:
                continue
            if each.tag in _BREAKS and place.tag != W + "tabs":
                lines.append([])
            if each.tag == W + "t":
                lines[-1].append(each)
            else:
                walk(each)

    walk(paragraph)
    return [line for line in lines if line]


def _mode(line: list[Any]) -> str:
    prefix = line[0].prefix
    return f"w:{prefix}:" if prefix else "w:"


def _empty(paragraph: Any) -> str:
    """What stays where this paragraph vanishes: nothing, or an empty one where its place must not end without one."""
    properties = paragraph.find(W + "pPr")
    ends_section = properties is not None and properties.find(W + "sectPr") is not None
    followed = any(each.tag == _P for each in paragraph.itersiblings())
    if not ends_section and (followed or paragraph.getparent().tag == W + "body"):
        return ""
    look = (
        "" if properties is None else _DECLARED.sub("", etree.tostring(properties, encoding="unicode", with_tail=False))
    )
    tag = f"{paragraph.prefix}:p" if paragraph.prefix else "p"
    return f"<{tag}>{look}</{tag}>"
