"""Read a list of staff as schools keep it: .xlsx, .xls or .csv, title rows above the header, headers by many names.

Only the columns that are needed are read. All others, ID numbers above all, are named as ignored and never leave here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from zoufang.engines.refusal import Reason
from zoufang.engines.staff_reading.tables import CannotRead, Table, tables_in

__all__ = ["CannotRead", "RefusedRow", "StaffList", "StaffRow", "read_staff"]

HEADERS: dict[str, tuple[str, ...]] = {
    "name": ("姓名", "教师姓名", "教职工姓名", "员工姓名", "名字", "人员姓名"),
    "phone": (
        "手机号",
        "手机",
        "手机号码",
        "联系电话",
        "电话",
        "联系方式",
        "移动电话",
        "电话号码",
        "本人手机",
        "本人电话",
    ),
    "roles": ("职务", "岗位", "职务岗位", "岗位职务", "职位", "身份", "角色", "任职", "现任职务", "工作岗位"),
    "classes": ("班级", "所在班级", "任教班级", "所带班级", "带班", "任班", "负责班级"),
    "email": ("邮箱", "电子邮箱", "电子邮件", "邮件", "email", "e-mail", "mail"),
    "username": ("用户名", "账号", "登录名", "登录账号", "帐号"),
}
WITHOUT_MEANING = ("", "序号", "编号", "no", "no.")
TOTALS = ("合计", "总计", "小计", "共计", "制表", "填表", "备注", "说明", "注:")
LOOKED_THROUGH_FOR_HEADER = 30
_SPLIT = re.compile("[、,\uff0c;\uff1b/\uff0f+&|\n]+")
_KNOWN = {alias: field_name for field_name, aliases in HEADERS.items() for alias in aliases}


@dataclass(frozen=True)
class StaffRow:
    """One row of the list, as written: texts without blanks around them. `row` as a spreadsheet counts (from 1)."""

    sheet: str
    row: int
    name: str
    phone: str = ""
    roles: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    email: str = ""
    username: str = ""


@dataclass(frozen=True)
class RefusedRow:
    """A row that was not taken, the column at fault, and why: in the user's words."""

    sheet: str
    row: int
    column: str
    reason: str


@dataclass
class StaffList:
    """What a file says."""

    rows: list[StaffRow] = field(default_factory=list)
    refused: list[RefusedRow] = field(default_factory=list)
    ignored_columns: list[str] = field(default_factory=list)
    repeated_rows: int = 0


def read_staff(content: bytes) -> StaffList:
    """The rows of every visible sheet that has a header. Raises CannotRead with a sentence for the user."""
    found = StaffList()
    said: set[tuple[object, ...]] = set()
    headed = 0
    for table in tables_in(content):
        header = _header_row(table.rows)
        if header is None:
            continue
        headed += 1
        columns, ignored = _columns(table.rows[header])
        found.ignored_columns += [each for each in ignored if each not in found.ignored_columns]
        for number, cells in enumerate(table.rows[header + 1 :], start=header + 2):
            row = _row(table, number, columns, cells)
            if row is None:
                continue
            what = (row.name, row.phone, row.roles, row.classes, row.email, row.username)
            if not row.name:
                found.refused.append(RefusedRow(table.name, number, "姓名", Reason("这一行没有姓名,请补上")))
            elif what in said:
                found.repeated_rows += 1
            else:
                said.add(what)
                found.rows.append(row)
    if not headed:
        raise CannotRead("没有找到表头。请在表头里写明“姓名”,以及“手机号”“岗位”“班级”中的至少一项")
    return found


def _header_row(rows: Sequence[Sequence[str]]) -> int | None:
    for number, cells in enumerate(rows[:LOOKED_THROUGH_FOR_HEADER]):
        fields = {_field(cell) for cell in cells} - {None}
        if "name" in fields and len(fields) > 1:
            return number
    return None


def _columns(cells: Sequence[str]) -> tuple[dict[str, int], list[str]]:
    columns: dict[str, int] = {}
    ignored: list[str] = []
    for place, cell in enumerate(cells):
        name = _field(cell)
        if name is not None and name not in columns:
            columns[name] = place
        elif _bare(cell) not in WITHOUT_MEANING:
            ignored.append(cell.strip())
    return columns, ignored


def _row(table: Table, number: int, columns: dict[str, int], cells: Sequence[str]) -> StaffRow | None:
    def said(name: str) -> str:
        place = columns.get(name)
        return cells[place].strip() if place is not None and place < len(cells) else ""

    texts = {name: said(name) for name in HEADERS}
    if not any(texts.values()):
        return None
    first = next((cell.strip() for cell in cells if cell.strip()), "")
    if any(first.replace(" ", "").startswith(word) for word in TOTALS) or _field(texts["name"]) == "name":
        return None
    return StaffRow(
        sheet=table.name,
        row=number,
        name=" ".join(texts["name"].split()),
        phone=texts["phone"],
        roles=_parts(texts["roles"]),
        classes=_parts(texts["classes"]),
        email=texts["email"],
        username=texts["username"],
    )


def _parts(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in _SPLIT.split(text) if part.strip()))


def _bare(header: str) -> str:
    text = unicodedata.normalize("NFKC", header).lower()
    text = re.sub(r"\(.*?\)|\[.*?\]|【.*?】", "", text)
    return re.sub(r"[\s*:/]", "", text)


def _field(header: str) -> str | None:
    return _KNOWN.get(_bare(header))
