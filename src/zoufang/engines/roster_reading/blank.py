"""An empty roster whose heads are read without a doubt."""

from __future__ import annotations

import io

HEADS = (
    ("班级", 12),
    ("幼儿姓名", 14),
    ("性别", 8),
    ("出生日期", 14),
    ("家长姓名", 14),
    ("关系", 10),
    ("家长电话", 18),
    ("家长2姓名", 14),
    ("家长2关系", 10),
    ("家长2电话", 18),
    ("家庭住址", 40),
)


def blank_roster() -> bytes:
    """An .xlsx with one sheet: heads, every column as text so that phones stay whole."""
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("花名册")
        bold, text = book.add_format({"bold": True, "bg_color": "#E3F1EF"}), book.add_format({"num_format": "@"})
        for column, (head, width) in enumerate(HEADS):
            sheet.set_column(column, column, width, text)
            sheet.write_string(0, column, head, bold)
        sheet.freeze_panes(1, 0)
    return out.getvalue()
