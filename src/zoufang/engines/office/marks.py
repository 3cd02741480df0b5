"""Placeholders in a parsed part become marks (processing instructions of our own), so that the written text can be cut at them.

Word splits `{{name}}` over runs, colours, proofing marks and bookmarks: the texts of a paragraph are read as one, the mark takes
the place of the first brace with its run's look, the rest of the placeholder is taken out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from lxml import etree

from zoufang.engines.office.names import Name, Path, found_in
from zoufang.engines.refusal import Reason, Refused

TARGET = "zf"
_MARK = re.compile(rf"<\?{TARGET} (\w+) ?(\d*)\?>")
SPACE = "{http://www.w3.org/XML/1998/namespace}space"

# A program is text and [verb, …] by turns; plain lists, so that a limited process can hand it over as JSON.
Nodes = list[Any]


def parsed(xml: bytes) -> Any:
    """The root element, without comments and foreign processing instructions; nothing outside is ever fetched."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True, huge_tree=False
    )
    try:
        root = etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as fault:
        raise Refused(Reason("模板里有一部分读不懂,请用 Word 或 Excel 打开后另存一份")) from fault
    if root.getroottree().docinfo.internalDTD is not None:
        raise Refused(Reason("模板里有不该有的声明(DTD),请用 Word 或 Excel 另存一份"))
    return root


def sheet_parsed(xml: bytes) -> Any:
    """The same for a workbook's part, whose own elements then have no prefix: rows are written without one."""
    if prefix := re.match(
        rb"\s*(?:<\?[^>]*>\s*)?<([A-Za-z]\w*):(?:worksheet|sst|workbook|styleSheet|table|comments)[\s>]", xml
    ):
        own = re.escape(prefix[1])
        xml = re.sub(rb"(</?)" + own + rb":", rb"\1", xml).replace(b"xmlns:" + prefix[1] + b"=", b"xmlns=", 1)
    return parsed(xml)


class Marks:
    """Puts marks into one part and cuts its text at them."""

    def __init__(self) -> None:
        self.table: list[list[Any]] = []

    def mark(self, verb: str, *what: Any) -> Any:
        """A mark to be put into the tree."""
        self.table.append([verb, *what])
        return etree.ProcessingInstruction(TARGET, f"{verb} {len(self.table) - 1}")

    def texts(self, pieces: Sequence[Any], mode: str, *, pictures: bool = True) -> list[Name]:
        """Put marks for the placeholders in these text elements, read as one text; the names found."""
        whole = "".join(piece.text or "" for piece in pieces)
        found = list(found_in(whole))
        if not found:
            return []
        for _, _, name in found:
            if name.kind != "text" and not pictures:
                raise Refused(Reason("“%(name)s”是图片,不能放在这里", name=name.full))
        begin = 0
        for piece in pieces:
            text = piece.text or ""
            self._cut(piece, text, begin, found, mode)
            begin += len(text)
        return [name for _, _, name in found]

    def _cut(self, piece: Any, text: str, begin: int, found: Iterable[tuple[int, int, Name]], mode: str) -> None:
        end, at, last = begin + len(text), begin, None
        piece.text = ""
        for start, stop, name in found:
            if stop <= begin or start >= end:
                continue
            if start > at:
                _add(piece, last, text[at - begin : start - begin])
            if start >= begin:
                last = self.mark("v", name, mode)
                piece.append(last)
            at = max(at, min(stop, end))
        _add(piece, last, text[at - begin :])
        piece.set(SPACE, "preserve")

    def program(self, xml: str, scopes: dict[Path, int], base: int = 1) -> Nodes:
        """The text cut at its marks. `scopes`: the lists that already repeat around it, with their place."""
        pieces = _MARK.split(xml)
        tokens: list[Any] = [pieces[0]]
        for at in range(1, len(pieces), 3):
            tokens += [(pieces[at], pieces[at + 1]), pieces[at + 2]]
        nodes, rest = self._nested(tokens, 0, scopes, base)
        if rest != len(tokens):
            raise ValueError("marks do not nest")
        return nodes

    def _nested(self, tokens: list[Any], at: int, scopes: dict[Path, int], free: int) -> tuple[Nodes, int]:
        nodes: Nodes = []
        while at < len(tokens):
            token = tokens[at]
            at += 1
            if isinstance(token, str):
                if token:
                    nodes.append(token)
                continue
            verb, number = token
            if verb == "end":
                return nodes, at
            entry = self.table[int(number)]
            if verb == "v":
                nodes.append(["v", *placed(entry[1], scopes), entry[2]])
            elif verb == "each":
                lists, within, inside = loops(entry[1], scopes, free)
                inner, at = self._nested(tokens, at, within, inside)
                nodes.append(["each", lists, inner, entry[2]])
            elif verb == "may":
                inner, at = self._nested(tokens, at, scopes, free)
                nodes.append(["may", [placed(name, scopes) for name in entry[1]], inner, entry[2]])
            else:
                inner, at = self._nested(tokens, at, scopes, free)
                nodes.append(["table", inner])
        return nodes, at


def loops(paths: Iterable[Path], scopes: dict[Path, int], free: int) -> tuple[list[Any], dict[Path, int], int]:
    """Lists that repeat side by side: [place of the outer, keys, own place, full name] each; scopes inside; the next free place."""
    found, within = [], dict(scopes)
    for path in sorted(paths):
        outer, keys = _outer(path, scopes)
        found.append([outer, list(keys), free, ".".join(path)])
        within[path] = free
        free += 1
    return found, within, free


def placed(name: Name, scopes: dict[Path, int]) -> list[Any]:
    """[place, keys, full name, optional, kind]: where a name's value is found."""
    place, keys = _outer(name.path, scopes)
    return [place, list(keys), name.full, name.optional, name.kind]


def _outer(path: Path, scopes: dict[Path, int]) -> tuple[int, Path]:
    for length in range(len(path) - 1, 0, -1):
        if path[:length] in scopes:
            return scopes[path[:length]], path[length:]
    return 0, path


def _add(piece: Any, last: Any, text: str) -> None:
    if last is None:
        piece.text = (piece.text or "") + text
    else:
        last.tail = (last.tail or "") + text


def grouped(rows: Sequence[frozenset[Path]], within: frozenset[Path]) -> list[tuple[frozenset[Path], int, int]]:
    """Which rows repeat together: (lists, first, last), outer before inner. `rows`: the lists that each row's names stand in.

    Neighbours that stand in the same list are one record of several rows; a list inside a list repeats inside it.
    """
    found: list[tuple[frozenset[Path], int, int]] = []
    at = 0
    while at < len(rows):
        new = next_lists(rows[at], within)
        stop = at + 1
        if new:
            while stop < len(rows) and next_lists(rows[stop], within) == new:
                stop += 1
            found.append((new, at, stop - 1))
            found += [(lists, at + first, at + last) for lists, first, last in grouped(rows[at:stop], within | new)]
        at = stop
    return found


def next_lists(lists: frozenset[Path], within: frozenset[Path]) -> frozenset[Path]:
    """The lists of a row that begin to repeat here: their outer lists already do."""
    return frozenset(path for path in lists - within if len(path) == 1 or path[:-1] in within)
