"""An Excel template turned into programs: its sheets, and the parts that follow their rows (tables, drawings, notes, print areas)."""

from __future__ import annotations

import posixpath
import re
from typing import Any

from lxml import etree

from zoufang.engines.office.guard import CONTENT_TYPES
from zoufang.engines.office.manifest import OFFICE, Relations, rels_of, types_of, written
from zoufang.engines.office.marks import Marks, sheet_parsed
from zoufang.engines.office.names import PLACEHOLDER, Name
from zoufang.engines.office.references import rows_in
from zoufang.engines.office.sheet_parts import Follow, SheetPart, X
from zoufang.engines.office.styles import Styles
from zoufang.engines.refusal import Reason, Refused

BOOK, STRINGS, STYLES = "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
_MAIN = "http://schemas.openxmlformats.org/drawingml/2006/main"
_DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.drawing+xml"
_NOTE_ROW = re.compile(r"(<x:Row>\s*)([0-9]+)(\s*</x:Row>)")
_NEW_DRAWING = f'<xdr:wsDr xmlns:xdr="{_DRAWING}" xmlns:a="{_MAIN}" xmlns:r="{OFFICE}"></xdr:wsDr>'
KEY = "rIdZfDrawing"


class BookParts:
    """What the parent process gets: `texts` (whole parts), `follow` (parts that follow a sheet's rows), `sheets`."""

    def __init__(self, parts: dict[str, bytes], relations: dict[str, Relations]) -> None:
        self.parts, self.relations = parts, relations
        self.texts: dict[str, str] = {}
        self.follow: list[dict[str, Any]] = []
        self.sheets: list[dict[str, Any]] = []
        self.names: list[Name] = []
        self.has_pictures = False
        self.added: list[str] = []
        self.styles = Styles(parts[STYLES]) if STYLES in parts else Styles(f'<styleSheet xmlns="{X[1:-1]}"/>'.encode())
        self.book = sheet_parsed(parts[BOOK])
        sst = sheet_parsed(parts[STRINGS]) if STRINGS in parts else None
        strings = list(sst) if sst is not None else []
        used: set[int] = set()
        for name, part in self._sheet_parts():
            used |= self._sheet(name, part, strings)
        self._book()
        if STYLES in parts:
            self.texts[STYLES] = self.styles.text()
        if sst is not None:
            for number in used:
                strings[number].clear()
                strings[number].append(strings[number].makeelement(X + "t"))
            self.texts[STRINGS] = written(sst)
        self._charts()
        self._keep_referred()

    def types(self) -> str:
        """The list of content types, with the parts that were added."""
        kept = {*self.parts, *self.texts, *(each["name"] for each in self.follow)}
        text = types_of(self.parts[CONTENT_TYPES], parts=kept, pictures=self.has_pictures)
        new = "".join(f'<Override PartName="/{part}" ContentType="{_DRAWING_TYPE}"/>' for part in self.added)
        return text.replace("</Types>", new + "</Types>")

    def _sheet_parts(self) -> list[tuple[str, str]]:
        relations = self.relations.get(BOOK)
        found = []
        for each in self.book.iterfind(f"{X}sheets/{X}sheet"):
            name = each.get("name", "")
            if PLACEHOLDER.search(name):
                raise Refused(Reason("工作表的名称里不能写 {{名字}},请写在单元格里"))
            part = relations.targets.get(each.get(f"{{{OFFICE}}}id", ""), "") if relations else ""
            if part in self.parts and part.startswith("xl/worksheets/"):
                found.append((name, part))
        if not found:
            raise Refused(Reason("模板里没有工作表"))
        return found

    def _sheet(self, name: str, part: str, strings: list[Any]) -> set[int]:
        relations = self.relations.setdefault(part, Relations(rels_of(part), None))
        sheet = SheetPart(self.parts[part], relations, strings, self.styles)
        number = len(self.sheets)
        drawings = relations.leading_to("drawing")
        drawing = drawings[0] if drawings else ""
        if sheet.has_pictures and not drawing:
            drawing = f"xl/drawings/zfdrawing{number + 1}.xml"
            self.added.append(drawing)
            self.parts[drawing] = _NEW_DRAWING.encode()
            etree.SubElement(
                relations.root,
                "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship",
                Id=KEY,
                Type=f"{OFFICE}/drawing",
                Target=posixpath.relpath(drawing, posixpath.dirname(part)),
            )
            self.texts[rels_of(part)] = relations.text()
            self.sheets.append(sheet.program(KEY))
        else:
            self.sheets.append(sheet.program(""))
        # A table must keep a row.
        self.sheets[-1] |= {"name": name, "part": part, "drawing": drawing if sheet.has_pictures else ""}
        self.sheets[-1]["kept"] = []
        self.has_pictures |= sheet.has_pictures
        if drawing:
            self._part(drawing, number)
        for table in sheet.tables:
            self._part(table, number)
        for notes in [*relations.leading_to("comments"), *relations.leading_to("threadedComment")]:
            self._part(notes, number)
        for notes in relations.leading_to("vmlDrawing"):
            if notes in self.parts:
                self._notes(notes, number)
        self.names += sheet.names
        return sheet.used

    def _part(self, part: str, sheet: int) -> None:
        if part not in self.parts:
            return
        root, follow, marks = sheet_parsed(self.parts[part]), Follow(), Marks()
        for line in root.iter(f"{{{_MAIN}}}p"):
            found = marks.texts(list(line.iter(f"{{{_MAIN}}}t")), "a", pictures=False)
            for each in line.iter(f"{{{_MAIN}}}t"):
                each.attrib.pop("{http://www.w3.org/XML/1998/namespace}space", None)
            if any(name.lists for name in found):
                raise Refused(Reason("列表的名字不能写在文本框里,请写在单元格里"))
            self.names += found
        follow.note(root)
        if not len(root):
            # So that it is written with an end, before which pictures will stand.
            root.text = "\n"
        nodes = follow.cut(marks.program(written(root), {}))
        self.follow.append({"name": part, "sheet": sheet, "nodes": nodes})

    def _notes(self, part: str, sheet: int) -> None:
        # Excel writes these with <br>, which is no XML.
        pieces = _NOTE_ROW.split(self.parts[part].decode("utf-8", "replace"))
        nodes: list[Any] = []
        for at in range(0, len(pieces), 4):
            nodes.append(pieces[at])
            if at + 3 < len(pieces):
                nodes += [pieces[at + 1], ["row0", int(pieces[at + 2])], pieces[at + 3]]
        self.follow.append({"name": part, "sheet": sheet, "nodes": nodes})

    def _book(self) -> None:
        follow = Follow()
        for names in self.book.iterfind(X + "definedNames"):
            follow.note(names)
        for tag in ("externalReferences", "pivotCaches", "fileSharing"):
            for each in self.book.findall(X + tag):
                self.book.remove(each)
        calculation = self.book.find(X + "calcPr")
        if calculation is None:
            place = self.book.find(X + "definedNames")
            place = self.book.find(X + "sheets") if place is None else place
            calculation = self.book.makeelement(X + "calcPr")
            place.addnext(calculation)
        # What formulas came to in the template is not what they come to now.
        calculation.set("fullCalcOnLoad", "1")
        self.follow.append({"name": BOOK, "sheet": None, "nodes": follow.cut([written(self.book)])})

    def _charts(self) -> None:
        for part in [each for each in self.parts if re.fullmatch(r"xl/charts/chart\w*\.xml", each)]:
            root, follow = sheet_parsed(self.parts[part]), Follow()
            follow.note(root)
            self.follow.append({"name": part, "sheet": None, "nodes": follow.cut([written(root)])})

    def _keep_referred(self) -> None:
        """Lists whose rows a total, a table or a chart refers to keep an empty row when they are empty."""
        by_name = {each["name"].casefold(): each for each in self.sheets}
        for sheet in self.sheets:
            for row, cell in _formulas(sheet["rows"]):
                for piece in cell[-1]:
                    if isinstance(piece, list):
                        at = by_name.get(piece[1].casefold()) if piece[1] else sheet
                        if at is not None:
                            at["kept"].append([piece[3], piece[5], row if at is sheet else 0])
        for part in self.follow:
            for node in part["nodes"]:
                if isinstance(node, list) and node[0] == "refs" and part["name"].startswith("xl/tables/"):
                    self.sheets[part["sheet"]]["kept"].append([rows_in(node[1])[0] + 1, rows_in(node[1])[1], 0])
                if isinstance(node, list) and node[0] == "series":
                    for piece in node[1]:
                        if isinstance(piece, list) and (at := by_name.get(piece[1].casefold())) is not None:
                            at["kept"].append([piece[3], piece[5], 0])


def _formulas(nodes: list[Any]) -> list[tuple[int, Any]]:
    found = []
    for node in nodes:
        if node[0] == "row":
            found += [(node[1]["r"], cell) for cell in node[1]["cells"] if cell[0] == "f"]
        else:
            found += _formulas(node[2])
    return found
