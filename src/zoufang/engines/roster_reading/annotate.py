"""Refused rows come back in a copy of the workbook: every row where it was, the doubtful cell marked, the reason beside it.

Corrected in place, the copy can be imported again whole: what was taken already is only found unchanged. Identity numbers
are not carried over; hidden sheets stay out.
"""

from __future__ import annotations

import io
from collections import defaultdict

from zoufang.engines.roster_reading.cells import text_of, without_id_numbers
from zoufang.engines.roster_reading.headers import header_in, id_columns_by_content
from zoufang.engines.roster_reading.tables import Sheet, sheets_of

REASON = "退回原因"
MARKED = {
    "name": ("name",),
    "birth": ("birth",),
    "class": ("class",),
    "phone": ("first_phone", "father_phone", "mother_phone", "second_phone"),
}
Refusals = dict[int, tuple[str, str]]


def annotated(content: bytes, refused: list[tuple[str, int, str, str]]) -> bytes:
    """The copy as .xlsx. `refused`: sheet, row as Excel counts, field, reason."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    by_sheet: dict[str, Refusals] = defaultdict(dict)
    for name, number, field, reason in refused:
        by_sheet[name][number] = (field, reason)
    for sheet in sheets_of(content):
        if not sheet.is_hidden:
            _copy(book.create_sheet(sheet.name[:31] or "名单"), sheet, by_sheet.get(sheet.name, {}))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _copy(page, sheet: Sheet, refusals: Refusals) -> None:  # type: ignore[no-untyped-def]
    from openpyxl.styles import Font, PatternFill
    from openpyxl.utils import get_column_letter

    header = header_in(sheet.rows)
    ids = id_columns_by_content(sheet.rows, header) if header else frozenset()
    head_row = sheet.rows[header.last][0] if header else 0
    widest = max((len(cells) for _, cells in sheet.rows), default=0)
    for number, cells in sheet.rows:
        for column, value in enumerate(cells, start=1):
            text = without_id_numbers(text_of(value)) if column - 1 not in ids or number <= head_row else ""
            if text:
                # What was typed stays text: never a formula.
                page.cell(number, column, text).data_type = "s"
    if not header or not refusals:
        return
    page.cell(head_row, widest + 1, REASON).font = Font(bold=True)
    page.column_dimensions[get_column_letter(widest + 1)].width = 50
    amber = PatternFill("solid", fgColor="FFE2A8")
    for number, (field, reason) in refusals.items():
        page.cell(number, widest + 1, reason).fill = amber
        for name in MARKED[field]:
            if name in header.fields:
                page.cell(number, header.fields[name] + 1).fill = amber
