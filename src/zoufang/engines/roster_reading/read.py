"""A whole workbook: every visible sheet's rows, each accepted, refused with a reason, or seen before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from zoufang.engines.refusal import Reason
from zoufang.engines.roster_reading.answer import Grown, Reading, RefusedRow, Row
from zoufang.engines.roster_reading.cells import (
    BadDate,
    BadPhone,
    class_in,
    class_of,
    day_of,
    name_of,
    phones_of,
    relation_of,
    sex_of,
    text_of,
    without_id_numbers,
)
from zoufang.engines.roster_reading.guard import CannotRead
from zoufang.engines.roster_reading.headers import TOTAL, Header, field_of, header_in, id_columns_by_content, plain
from zoufang.engines.roster_reading.tables import Sheet, sheets_of

KIN = (("first", ""), ("father", "父亲"), ("mother", "母亲"), ("second", ""))
DEFAULT_SHEET = re.compile(r"(?i)^(sheet|工作表|表格?)\s*\d*$|^$")
NOT_STORED_QUIETLY = frozenset({"number"})


class _Refused(ValueError):
    """This row comes back."""

    def __init__(self, column: str, reason: str) -> None:
        self.column, self.reason = column, reason
        super().__init__(reason)


def reading_of(content: bytes) -> Reading:
    """Read the workbook in this process. Raises CannotRead where it holds no roster at all."""
    sheets = sheets_of(content)
    seen = _Seen()
    hidden = tuple(sheet.name for sheet in sheets if sheet.is_hidden)
    headless, ignored, written_in = [], [], None
    rows: list[Row] = []
    refused: list[RefusedRow] = []
    for sheet in sheets:
        if sheet.is_hidden or not any(text_of(cell) for _, cells in sheet.rows for cell in cells):
            continue
        header = header_in(sheet.rows)
        if header is None:
            headless.append(sheet.name)
            continue
        ids = id_columns_by_content(sheet.rows, header)
        used = {column for field, column in header.fields.items() if column not in ids}
        ignored += [
            head
            for column, head in sorted(header.heads.items())
            if column in ids or (column not in used and field_of(plain(head)) not in NOT_STORED_QUIETLY)
        ]
        titles = [text_of(cell) for _, cells in sheet.rows[: max(0, header.last)] for cell in cells[:6]]
        written_in = written_in or _month_in([*titles, sheet.name])
        _read_sheet(sheet, header, ids, titles, rows, refused, seen)
    if not rows and not refused:
        raise CannotRead(_why_nothing(headless, hidden))
    return Reading(
        rows=tuple(rows),
        refused=tuple(refused),
        ignored_columns=tuple(dict.fromkeys(ignored)),
        hidden_sheets=hidden,
        sheets_without_header=tuple(headless),
        repeated_rows=seen.repeated,
        written_in=written_in,
    )


def _read_sheet(
    sheet: Sheet,
    header: Header,
    ids: frozenset[int],
    titles: list[str],
    rows: list[Row],
    refused: list[RefusedRow],
    seen: _Seen,
) -> None:
    of_sheet = _class_of_sheet(sheet.name, titles)
    for number, cells in sheet.rows[header.last + 1 :]:
        texts = [text_of(cell) for cell in cells]
        if _is_no_child(texts, header):
            continue
        try:
            row = _row(sheet.name, number, cells, header, ids, of_sheet)
        except _Refused as fault:
            refused.append(RefusedRow(sheet.name, number, fault.column, fault.reason))
            continue
        if seen.before(row):
            continue
        rows.append(row)


def _row(
    sheet: str,
    number: int,
    cells: Sequence[Any],
    header: Header,
    ids: frozenset[int],
    of_sheet: tuple[str, str, int | None] | None,
) -> Row:
    def cell(field: str) -> Any:
        column = header.fields.get(field)
        return cells[column] if column is not None and column < len(cells) and column not in ids else None

    name = name_of(cell("name"))
    if not name:
        raise _Refused("name", "没有姓名,请补上幼儿姓名")
    try:
        born_on = day_of(cell("birth"))
    except BadDate:
        raise _Refused("birth", "出生日期看不懂或不存在,请改成像 2020-03-05 这样") from None
    guardians = _guardians(cell)
    named = class_of(text_of(cell("class"))) or of_sheet
    if named is None:
        raise _Refused("class", "看不出是哪个班,请加一列“班级”,或把工作表改成班名")
    class_name, grade, class_number = named
    address = re.sub(r"\s+", "", without_id_numbers(text_of(cell("address"))))[:200]
    return Row(sheet, number, class_name, grade, class_number, name, sex_of(cell("sex")), born_on, guardians, address)


def _guardians(cell: Any) -> tuple[Grown, ...]:
    found: list[Grown] = []
    for kin, relation in KIN:
        name = name_of(cell(f"{kin}_name"))
        try:
            phones = phones_of(cell(f"{kin}_phone"))
        except BadPhone:
            raise _Refused("phone", "电话号码不对(手机应为 11 位,座机请带区号),请核对") from None
        relation = relation_of(cell(f"{kin}_relation")) or relation
        if name or phones:
            found.append(Grown(name, relation, phones[0] if phones else ""))
            # A second number in the same cell is a second way to reach the family.
            found += [Grown("", "", phone) for phone in phones[1:]]
    known: dict[str, Grown] = {}
    for each in found:
        known.setdefault(each.phone or f"name:{each.name}", each)
    return tuple(known.values())


def _is_no_child(texts: list[str], header: Header) -> bool:
    filled = [text for text in texts if text]
    if not filled:
        return True
    if TOTAL.match(filled[0]) or TOTAL.match(
        texts[header.fields["name"]] if header.fields["name"] < len(texts) else ""
    ):
        return True
    # The header again, further down (printed pages), or a note that runs over the whole row.
    if sum(bool(field_of(plain(text))) for text in filled) >= max(2, len(filled) - 1):
        return True
    if len(set(filled)) == 1 and (len(filled) > 2 or filled[0].startswith(("注", "说明", "备注", "填表", "※"))):
        return True
    only_number = all(text.isdigit() and len(text) <= 4 for text in filled)
    return only_number and len(filled) == 1


def _class_of_sheet(name: str, titles: list[str]) -> tuple[str, str, int | None] | None:
    if found := class_in(name):
        return found
    for title in titles:
        if title and (found := class_in(title)):
            return found
    if DEFAULT_SHEET.match(name.strip()):
        return None
    return class_of(name) if name.strip().endswith("班") else None


def _month_in(titles: list[str]) -> tuple[int, int] | None:
    for title in titles:
        found = re.search(r"(20[0-9]{2})\s*年\s*(0?[1-9]|1[0-2])\s*月", title)
        if found and not title.startswith(("注", "说明")):
            return int(found[1]), int(found[2])
    return None


def _why_nothing(headless: list[str], hidden: tuple[str, ...]) -> str:
    if headless:
        return Reason("没有找到表头:表里要有一行写着“姓名”“班级”“家长电话”等列名,请补上后再导入")
    if hidden:
        return Reason("能看见的工作表都是空的(隐藏的工作表不读),请取消隐藏或换一个文件")
    return Reason("表里没有一行幼儿,请填好后再导入")


class _Seen:
    """Remembers children, so that the same child twice is one."""

    def __init__(self) -> None:
        self.repeated = 0
        self._known: dict[tuple[str, object], list[Row]] = {}

    def before(self, row: Row) -> bool:
        """Is this a child that a row before named? Twins and namesakes differ in what they are asked for."""
        alike = self._known.setdefault((row.name, row.born_on), [])
        if any(_same_child(row, other) for other in alike):
            self.repeated += 1
            return True
        alike.append(row)
        return False


def _same_child(one: Row, other: Row) -> bool:
    phones = {g.phone for g in one.guardians if g.phone}, {g.phone for g in other.guardians if g.phone}
    names = {g.name for g in one.guardians if g.name}, {g.name for g in other.guardians if g.name}
    shared = bool(phones[0] & phones[1]) or (bool(one.address) and one.address == other.address)
    if shared or (names[0] & names[1] and one.class_name == other.class_name):
        return one.born_on is not None or one.class_name == other.class_name
    nothing_known = not (phones[0] or one.address) or not (phones[1] or other.address)
    return one.class_name == other.class_name and nothing_known
