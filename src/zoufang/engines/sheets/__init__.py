"""Workbooks (.xlsx) in which every value is text, laid out to be printed, with the same bytes for the same content.

XlsxWriter would otherwise read meaning into text: `=1+1` becomes a formula, `http://…` a link, and anything between
`<r>` and `</r>` is written into the file as raw XML. All of it is switched off or cleaned here.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

# Excel's own limit for one cell, in UTF-16 units.
LONGEST_CELL = 32_767
CUT = "…(过长,此处截断)"
# What XML 1.0 cannot hold, and halves of surrogate pairs that no encoding can.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_FORBIDDEN_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\]")
# A file's date would make two drawings of the same data differ.
MADE_ON = datetime(2000, 1, 1)  # noqa: DTZ001  (the format knows no zone)


@dataclass(frozen=True)
class Column:
    """A column; `width` in Excel's units (about one Latin letter, half a Chinese one)."""

    title: str
    width: float = 12


@dataclass(frozen=True)
class Sheet:
    """A sheet: a title, lines below it, the header, and rows of text (None is empty)."""

    title: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[str | None]]
    captions: Sequence[str] = field(default=())


def clean(text: str) -> str:
    """The text as one cell may hold it: no control characters, lone surrogates or raw XML, at most 32,767 units."""
    cleaned = _FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    if cleaned.startswith("<r>") and cleaned.endswith("</r>"):
        cleaned += " "
    if len(cleaned) * 2 > LONGEST_CELL and _units(cleaned) > LONGEST_CELL:
        cleaned = _cut(cleaned, LONGEST_CELL - len(CUT)) + CUT
    return cleaned


def workbook(sheets: Iterable[Sheet]) -> bytes:
    """The workbook's bytes. Header frozen and repeated on each page, A4 landscape, one page wide."""
    import xlsxwriter

    # Built in memory: a temporary file would hold families' words in the clear.
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    book.set_properties({"created": MADE_ON, "title": "", "author": ""})
    font = {"font_name": "宋体", "font_size": 10, "valign": "vcenter", "text_wrap": True}
    styles = {
        "title": book.add_format({**font, "font_size": 16, "bold": True, "align": "center"}),
        "caption": book.add_format({**font, "text_wrap": False}),
        "head": book.add_format({**font, "bold": True, "align": "center", "border": 1, "bg_color": "#E6F2F1"}),
        "cell": book.add_format({**font, "border": 1, "num_format": "@"}),
    }
    names: set[str] = set()
    for sheet in sheets:
        _fill(book.add_worksheet(_sheet_name(sheet.title, names)), sheet, styles)
    book.close()
    return out.getvalue()


def _fill(page: object, sheet: Sheet, styles: dict[str, object]) -> None:
    last = len(sheet.columns) - 1
    if last > 0:
        page.merge_range(0, 0, 0, last, "", styles["title"])  # type: ignore[attr-defined]
    page.write_string(0, 0, clean(sheet.title), styles["title"])  # type: ignore[attr-defined]
    page.set_row(0, 30)  # type: ignore[attr-defined]
    for number, line in enumerate(sheet.captions, start=1):
        page.write_string(number, 0, clean(line), styles["caption"])  # type: ignore[attr-defined]
    header = 1 + len(sheet.captions)
    for place, column in enumerate(sheet.columns):
        page.set_column(place, place, column.width)  # type: ignore[attr-defined]
        page.write_string(header, place, clean(column.title), styles["head"])  # type: ignore[attr-defined]
    row = header
    for row, values in enumerate(sheet.rows, start=header + 1):
        for place, value in enumerate(values):
            if value:
                page.write_string(row, place, clean(value), styles["cell"])  # type: ignore[attr-defined]
            else:
                page.write_blank(row, place, None, styles["cell"])  # type: ignore[attr-defined]
    page.freeze_panes(header + 1, 0)  # type: ignore[attr-defined]
    page.repeat_rows(header)  # type: ignore[attr-defined]
    page.autofilter(header, 0, max(row, header), last)  # type: ignore[attr-defined]
    page.set_landscape()  # type: ignore[attr-defined]
    page.set_paper(9)  # type: ignore[attr-defined]
    page.fit_to_pages(1, 0)  # type: ignore[attr-defined]
    page.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)  # type: ignore[attr-defined]
    page.set_footer("&C第 &P 页 / 共 &N 页")  # type: ignore[attr-defined]


def _sheet_name(title: str, taken: set[str]) -> str:
    wanted = _FORBIDDEN_IN_SHEET_NAMES.sub(" ", clean(title)).strip(" '")[:28] or "表"
    name, number = wanted, 1
    while name.casefold() in taken:
        number += 1
        name = f"{wanted}{number}"
    taken.add(name.casefold())
    return name


def _units(text: str) -> int:
    return len(text) + sum(letter > "\uffff" for letter in text)


def _cut(text: str, units: int) -> str:
    kept = 0
    for place, letter in enumerate(text):
        kept += 2 if letter > "\uffff" else 1
        if kept > units:
            return text[:place]
    return text
