"""The rows that were not taken, as a workbook to mend and hand in again."""

from __future__ import annotations

import io
from collections.abc import Iterable

from zoufang.engines.staff_reading import RefusedRow, StaffRow

HEAD = ("姓名", "手机号", "岗位", "班级", "邮箱", "用户名", "没有导入的原因", "原来在哪里")


def refused_copy(refused: Iterable[RefusedRow], rows: Iterable[StaffRow]) -> bytes:
    """An .xlsx, every cell text; the reason beside each row. Columns that were ignored are not in it."""
    import xlsxwriter  # here, not above: it costs a start 15 ms

    known = {(row.sheet, row.row): row for row in rows}
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet, bold = book.add_worksheet("没有导入的"), book.add_format({"bold": True})
    sheet.set_column(0, len(HEAD) - 1, 16)
    sheet.set_column(6, 6, 48)
    for place, words in enumerate(HEAD):
        sheet.write_string(0, place, words, bold)
    for number, one in enumerate(refused, start=1):
        row = known.get((one.sheet, one.row)) or StaffRow(one.sheet, one.row, "")
        cells = (row.name, row.phone, "、".join(row.roles), "、".join(row.classes), row.email, row.username, one.reason)
        for place, text in enumerate((*cells, f"{one.sheet} 第 {one.row} 行".strip())):
            sheet.write_string(number, place, text)
    book.close()
    return out.getvalue()
