"""From bytes to sheets of cells, with rows numbered as Excel counts them and merged cells filled."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from zoufang.engines.roster_reading.guard import MOST_COLUMNS, MOST_ROWS, CannotRead, kind_of

Cells = Sequence[Any]


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name, and (row number, cells) for every row."""

    name: str
    rows: list[tuple[int, Cells]]
    is_hidden: bool = False


def sheets_of(content: bytes) -> list[Sheet]:
    """Every sheet of the workbook, hidden ones without rows. Raises CannotRead."""
    if kind_of(content) == "csv":
        return [Sheet("", _csv_rows(content))]
    return _workbook_sheets(content)


def _workbook_sheets(content: bytes) -> list[Sheet]:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        found = []
        for about in book.sheets_metadata:
            if about.visible != SheetVisibleEnum.Visible:
                found.append(Sheet(about.name, [], is_hidden=True))
                continue
            if "WorkSheet" not in str(about.typ):
                continue
            found.append(Sheet(about.name, _sheet_rows(book.get_sheet_by_name(about.name))))
        return found
    except PasswordError as fault:
        raise CannotRead("文件有密码保护;请在 Excel 里取消密码,另存后再导入") from fault
    except CalamineError as fault:
        raise CannotRead("文件打不开,可能没有传完或已损坏;请用 Excel 打开后另存一份再导入") from fault


def _sheet_rows(sheet: Any) -> list[tuple[int, Cells]]:
    if sheet.total_height > MOST_ROWS or sheet.total_width > 16_384:
        raise CannotRead(f"表“{sheet.name}”超过 {MOST_ROWS} 行,请分成几个文件再导入")
    rows = [list(row[:MOST_COLUMNS]) for row in sheet.to_python(skip_empty_area=False)]
    for first, last in sheet.merged_cell_ranges or ():
        _fill(rows, first, last)
    return list(enumerate(rows, start=1))


def _fill(rows: list[list[Any]], first: tuple[int, int], last: tuple[int, int]) -> None:
    (top, left), (bottom, right) = first, last
    if top >= len(rows) or left >= len(rows[top]):
        return
    value = rows[top][left]
    for row in rows[top : bottom + 1]:
        for column in range(left, min(right + 1, len(row))):
            row[column] = value


def _csv_rows(content: bytes) -> list[tuple[int, Cells]]:
    text = _decoded(content)
    head = "\n".join(text.splitlines()[:20])
    separator = max(",\t;", key=head.count)
    csv.field_size_limit(200_000)
    rows: list[tuple[int, Cells]] = []
    try:
        reader = csv.reader(io.StringIO(text.replace("\x00", ""), newline=""), delimiter=separator)
        for number, cells in enumerate(reader, start=1):
            if number > MOST_ROWS:
                raise CannotRead(f"文件超过 {MOST_ROWS} 行,请分成几个文件再导入")
            rows.append((number, cells[:MOST_COLUMNS]))
    except csv.Error as fault:
        raise CannotRead("文件里的引号或分隔符不成对;请用 Excel 打开后另存为 .xlsx 再导入") from fault
    return rows


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise CannotRead("文件的文字编码认不出来;请用 Excel 打开后另存为 .xlsx 再导入")
