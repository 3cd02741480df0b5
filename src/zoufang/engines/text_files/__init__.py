"""Lists of sentences as files: read from .csv, .xlsx or .xls by the names of their columns, answers written as .csv or .xlsx."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from zoufang.engines.refusal import Reason, Refused
from zoufang.engines.sheets import Column, Sheet, workbook

HEADS = {
    "id": ("id", "编号", "序号", "问题编号"),
    "text": ("text", "内容", "问题内容", "反映内容", "原话", "反映的事"),
    "family": ("family", "家庭", "家庭编号"),
    "school": ("school", "学校", "幼儿园", "园所"),
    "date": ("date", "日期", "时间", "反映时间"),
}
NEEDED = ("id", "text")
MOST_BYTES = 200 * 1024 * 1024
MOST_UNPACKED_BYTES = 2_000 * 1024 * 1024
# What is longer is looked at only so far: nobody words one matter in more.
MOST_LETTERS = 5_000
_KNOWN = {alias: name for name, aliases in HEADS.items() for alias in aliases}
_DAYS = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d")


@dataclass(frozen=True)
class Line:
    """One row: `row` as a spreadsheet counts (from 1); what it does not say is empty."""

    row: int
    id: str
    text: str
    family: str = ""
    school: str = ""
    on: date | None = None


@dataclass
class Lines:
    """What a file says: its rows, and what is wrong with some of them."""

    lines: list[Line] = field(default_factory=list)
    refused: list[dict[str, object]] = field(default_factory=list)

    def refuse(self, row: int, column: str, reason: str) -> None:
        """Note what a row lacks."""
        self.refused.append({"row": row, "column": column, "reason": reason})


def read_lines(path: Path) -> Lines:
    """The rows of a file. Raises Refused where it cannot be read or lacks a needed column."""
    return _lines(table_rows(path))


def table_rows(path: Path) -> Iterator[Sequence[str]]:
    """Every row of a .csv, .xlsx or .xls as text, its heads first. Raises Refused where it cannot be read."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Refused(Reason("文件太大了(上限 %(most)s MB),请分成几份", most=MOST_BYTES // 1024**2))
        content = path.read_bytes()
    except OSError:
        raise Refused(Reason("文件打不开:%(name)s", name=path.name)) from None
    if not content.strip():
        raise Refused("这个文件是空的")
    is_book = content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0"))
    return _book_rows(content) if is_book else _csv_rows(content)


def write_rows(path: Path, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """The answers as .csv (UTF-8) or .xlsx, whole or not at all. Raises Refused where it cannot be written."""
    if path.suffix.lower() == ".xlsx":
        content = workbook([Sheet("结果", [Column(head, 24) for head in heads], rows)])
    else:
        out = io.StringIO(newline="")
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(heads)
        writer.writerows(rows)
        content = out.getvalue().encode()
    beside = path.with_name(f"{path.name}.part")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    except OSError:
        raise Refused(Reason("写不进 %(name)s,请换个文件夹", name=path.name)) from None


def _lines(rows: Iterator[Sequence[str]]) -> Lines:
    place: dict[str, int] = {}
    for at, head in enumerate(next(rows, ())):
        known = _KNOWN.get(head.strip().lower())
        if known:
            place.setdefault(known, at)
    if lacking := [name for name in NEEDED if name not in place]:
        raise Refused(Reason("第一行要有这些列名:id、text;没有找到:%(lacking)s", lacking="、".join(lacking)))
    found = Lines()
    for number, row in enumerate(rows, start=2):
        cells = {name: row[at].strip() if at < len(row) else "" for name, at in place.items()}
        if not any(cells.values()):
            continue
        if not cells["id"]:
            found.refuse(number, "id", "这一行没有 id,没有处理")
            continue
        if not cells["text"]:
            found.refuse(number, "text", "这一行没有内容,没有判断")
        on = _day(cells.get("date", ""))
        if cells.get("date") and on is None:
            found.refuse(number, "date", "日期认不出,这一行按没有日期处理;请写成 2026-09-01 这样")
        text = cells["text"][:MOST_LETTERS]
        found.lines.append(Line(number, cells["id"], text, cells.get("family", ""), cells.get("school", ""), on))
    if not found.lines:
        raise Refused("文件里没有一行内容")
    return found


def _day(text: str) -> date | None:
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        pass
    for pattern in _DAYS:
        try:
            return datetime.strptime(text, pattern).date()  # noqa: DTZ007  (a day has no zone)
        except ValueError:
            continue
    return None


def _book_rows(content: bytes) -> Iterator[Sequence[str]]:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        if content.startswith(b"PK"):
            unpacked = sum(part.file_size for part in zipfile.ZipFile(io.BytesIO(content)).infolist())
            if unpacked > MOST_UNPACKED_BYTES:
                raise Refused("文件展开后太大了,请分成几份")
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except PasswordError:
        raise Refused("这个文件设了打开密码,请去掉密码另存一份再试") from None
    except (CalamineError, zipfile.BadZipFile, ValueError, OSError, IndexError):
        raise Refused("这不是能读的表格,或者已损坏。请用表格软件打开,另存为 .xlsx 再试") from None
    return iter([[_text(cell) for cell in row] for row in rows])


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date):
        return cell.isoformat()
    return "" if cell is None else str(cell)


def _csv_rows(content: bytes) -> Iterator[Sequence[str]]:
    if b"\x00" in content[:4096] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Refused("这不是表格文件。请给 .csv 或 .xlsx")
    for encoding in ("utf-16",) if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding).replace("\x00", "")
            break
        except UnicodeDecodeError:
            continue
    else:
        raise Refused("文字编码认不出。请用表格软件打开,另存为 .xlsx 再试")
    head = text.split("\n", 1)[0]
    separator = max((",", "\t", ";"), key=head.count)
    try:
        return iter(list(csv.reader(io.StringIO(text, newline=""), delimiter=separator)))
    except csv.Error:
        raise Refused("这个 .csv 读不下去。请用表格软件打开,另存为 .xlsx 再试") from None
