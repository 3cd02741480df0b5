"""Open a spreadsheet or a .csv of unknown origin as rows of text, with its size capped before anything is parsed."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from zoufang.engines.refusal import Reason

# A district's whole staff is some thousand rows; a file beyond these is none of ours.
MOST_BYTES = 5 * 1024 * 1024
MOST_UNPACKED_BYTES = 60 * 1024 * 1024
MOST_PARTS = 500
MOST_ROWS = 20_000
MOST_COLUMNS = 100


class CannotRead(Exception):
    """The file cannot be read; the words say why and what to do."""


@dataclass(frozen=True)
class Table:
    """A sheet as rows of text, from its first row on."""

    name: str
    rows: Sequence[Sequence[str]]


def tables_in(content: bytes) -> list[Table]:
    """Every visible sheet with something in it. Raises CannotRead."""
    if not content.strip():
        raise CannotRead("这个文件是空的,请选有内容的名单")
    if len(content) > MOST_BYTES:
        raise CannotRead("文件太大了(上限 5 MB)。请只留教职工名单这一张表再试")
    if content.startswith(b"PK\x03\x04"):
        _refuse_bombs(content)
        found = _sheets(content)
    elif content.startswith(b"\xd0\xcf\x11\xe0"):
        found = _sheets(content)
    else:
        found = [Table("", _csv_rows(content))]
    if any(len(table.rows) > MOST_ROWS for table in found):
        raise CannotRead("行数太多了(上限 20000 行)。请只留教职工名单这一张表再试")
    return [table for table in found if any(any(cell.strip() for cell in row) for row in table.rows)]


def _refuse_bombs(content: bytes) -> None:
    try:
        parts = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except zipfile.BadZipFile:
        raise CannotRead("这个文件已损坏,打不开。请用表格软件打开后另存一份再试") from None
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED_BYTES:
        raise CannotRead("文件展开后太大了。请新建一个空白表格,只把名单贴进去再试")


def _sheets(content: bytes) -> list[Table]:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        visible = [
            each.name
            for each in book.sheets_metadata
            if each.visible == SheetVisibleEnum.Visible and each.typ == SheetTypeEnum.WorkSheet
        ]
        return [Table(name, list(_rows_of(book, name))) for name in visible]
    except PasswordError:
        raise CannotRead("这个文件设了打开密码。请去掉密码另存一份再试") from None
    except (CalamineError, ValueError, OSError):
        words = Reason("这不是能读的表格,或者设了密码、已损坏。请用表格软件打开,另存为 .xlsx 再试")
        raise CannotRead(words) from None


def _rows_of(book: CalamineWorkbook, name: str) -> Iterator[list[str]]:
    sheet = book.get_sheet_by_name(name)
    if sheet.total_height > MOST_ROWS:
        raise CannotRead("行数太多了(上限 20000 行)。请只留教职工名单这一张表再试")
    for row in sheet.to_python(skip_empty_area=False):
        yield [_text(cell) for cell in row[:MOST_COLUMNS]]


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date | time):
        return cell.isoformat()
    return "" if cell is None else str(cell).replace("\x00", "")


def _csv_rows(content: bytes) -> list[list[str]]:
    if b"\x00" in content[:4096] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise CannotRead("这不是表格文件。请选 .xlsx、.xls 或 .csv 的教职工名单")
    for encoding in ("utf-16",) if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise CannotRead("这不是表格文件,或文字编码认不出。请用表格软件打开,另存为 .xlsx 再试")
    text = text.replace("\x00", "")
    first = text.splitlines()[0] if text.splitlines() else ""
    separator = max((",", "\t", ";"), key=lambda each: (text[:2000].count(each), each in first))
    try:
        return [row[:MOST_COLUMNS] for row in csv.reader(io.StringIO(text), delimiter=separator)]
    except csv.Error:
        raise CannotRead("这个 .csv 读不下去。请用表格软件打开,另存为 .xlsx 再试") from None
