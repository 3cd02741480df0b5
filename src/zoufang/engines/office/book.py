"""A compiled Excel template: writes a workbook part by part into an open file, in constant memory."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from typing import Any, BinaryIO

from zoufang.engines.archive import EARLIEST
from zoufang.engines.office.drawing import Picture, sheet_anchor
from zoufang.engines.office.manifest_text import with_pictures
from zoufang.engines.office.nodes import Filling, compiled, run
from zoufang.engines.office.references import Layout, joined, moved
from zoufang.engines.office.sheet_writing import Sheet, Writing

# Rows are handed to the compressor by the thousand letters: one call a row would cost more than the row.
ROWS_AT_ONCE = 500
LEVEL = 1


class Book:
    """Made from a program by `Template`."""

    def __init__(self, program: dict[str, Any], parts: dict[str, bytes]) -> None:
        self.places: int = program["places"]
        self.parts = parts
        self.sheets = [Sheet(each, mac_days=program["mac_days"]) for each in program["sheets"]]
        self.follow: list[dict[str, Any]] = program["follow"]

    def fill(self, record: Any, out: BinaryIO) -> None:
        """Write the workbook of one record. Raises Missing, Refused (then what stands in `out` is no workbook)."""
        filling = Filling.of(record, self.places)
        layouts = {sheet.name.casefold(): sheet.plan(filling) for sheet in self.sheets}
        anchors: dict[str, tuple[str, dict[str, Picture]]] = {}
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL) as package:
            written = {sheet.part for sheet in self.sheets} | {each["name"] for each in self.follow}
            drawings = {sheet.drawing for sheet in self.sheets if sheet.drawing}
            for name, part in self.parts.items():
                if name not in written and _drawing_of(name) not in drawings:
                    package.writestr(_entry(name), part)
            for sheet in self.sheets:
                writing = self._sheet(package, sheet, layouts, filling)
                if sheet.drawing:
                    used = {f"rIdZf{picture.number}": picture for _, _, picture in writing.pictures}
                    anchors[sheet.drawing] = "".join(sheet_anchor(*each) for each in writing.pictures), used
            for each in self.follow:
                text = self._following(each, layouts, filling)
                if each["name"] in anchors:
                    added, used = anchors[each["name"]]
                    end = text.rfind("</")
                    text = text[:end] + added + text[end:]
                    rels, content = with_pictures(each["name"], self.parts, used, "xl/media")
                    package.writestr(_entry(rels), content)
                package.writestr(_entry(each["name"]), text.encode())
            for picture in filling.pictures.values():
                package.writestr(_entry(f"xl/media/{picture.file_name}"), picture.content, zipfile.ZIP_STORED)

    def _sheet(self, package: zipfile.ZipFile, sheet: Sheet, layouts: dict[str, Layout], filling: Filling) -> Writing:
        with package.open(_entry(sheet.part), "w", force_zip64=True) as opened:
            waiting: list[str] = [sheet.head]

            def put(text: str) -> None:
                waiting.append(text)
                if len(waiting) >= ROWS_AT_ONCE:
                    opened.write("".join(waiting).encode())
                    waiting.clear()

            writing = Writing(sheet, layouts, filling, put)
            writing.run()
            waiting += self._text(sheet.tail, layouts[sheet.name.casefold()], layouts, filling, writing)
            opened.write("".join(waiting).encode())
        return writing

    def _following(self, part: dict[str, Any], layouts: dict[str, Layout], filling: Filling) -> str:
        own = layouts[self.sheets[part["sheet"]].name.casefold()] if part["sheet"] is not None else Layout()
        return "".join(self._text(part["nodes"], own, layouts, filling, None))

    def _text(
        self,
        nodes: list[Any],
        own: Layout,
        layouts: dict[str, Layout],
        filling: Filling,
        writing: Writing | None,
    ) -> Iterator[str]:
        def span(sheet: str, first: int, last: int) -> tuple[int, int] | None:
            layout = layouts.get(sheet.casefold()) if sheet else own
            return layout.span(first, last) if layout else (first, last)

        def begin(sheet: str, first: int, last: int) -> tuple[int, int]:
            layout = (layouts.get(sheet.casefold()) if sheet else own) or Layout()
            return layout.start(first), layout.start(last)

        for node in nodes:
            if isinstance(node, str):
                yield node
            elif node[0] == "refs":
                yield moved(node[1], own.span) or "XFD1048576"
            elif node[0] in ("formula", "rule", "series"):
                text = joined(node[1], begin if node[0] == "rule" else span, grows=node[0] == "series")
                yield text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
            elif node[0] == "row":
                yield str(own.start(node[1]))
            elif node[0] == "row0":
                yield str(own.start(node[1] + 1) - 1)
            elif node[0] == "merges":
                yield writing.merge_cells() if writing else ""
            else:
                out: list[str] = []
                run(compiled([node]), filling, out)
                yield "".join(out)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, EARLIEST)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    entry._compresslevel = LEVEL  # type: ignore[attr-defined]
    return entry


def _drawing_of(rels: str) -> str:
    folder, _, file = rels.rpartition("/")
    return folder.removesuffix("_rels") + file.removesuffix(".rels") if folder.endswith("_rels") else ""
