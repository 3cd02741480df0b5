"""What a reading gives, as plain values that cross a process's border as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Grown:
    """A guardian as the row names one; phone in digits (11 for a mobile, area code first for a landline)."""

    name: str
    relation: str
    phone: str


@dataclass(frozen=True)
class Row:
    """One child. `class_name` as 小（1）班; `grade` 托小中大 or '', `class_number` where the name says them."""

    sheet: str
    row: int
    class_name: str
    grade: str
    class_number: int | None
    name: str
    sex: str
    born_on: date | None
    guardians: tuple[Grown, ...]
    address: str


@dataclass(frozen=True)
class RefusedRow:
    """A row that comes back: `row` as Excel counts, `column` one of name, birth, phone, class; the reason in words."""

    sheet: str
    row: int
    column: str
    reason: str


@dataclass(frozen=True)
class Reading:
    """A whole workbook, read."""

    rows: tuple[Row, ...] = ()
    refused: tuple[RefusedRow, ...] = ()
    ignored_columns: tuple[str, ...] = ()
    hidden_sheets: tuple[str, ...] = ()
    sheets_without_header: tuple[str, ...] = ()
    repeated_rows: int = 0
    written_in: tuple[int, int] | None = field(default=None)  # year and month that a title names

    def to_json(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False, default=date.isoformat).encode("utf-8", "surrogatepass")

    @classmethod
    def from_json(cls, content: bytes) -> Reading:
        said = json.loads(content.decode("utf-8", "surrogatepass"))
        rows = tuple(
            Row(
                **{
                    **row,
                    "born_on": date.fromisoformat(row["born_on"]) if row["born_on"] else None,
                    "guardians": tuple(Grown(**each) for each in row["guardians"]),
                }
            )
            for row in said.pop("rows")
        )
        refused = tuple(RefusedRow(**row) for row in said.pop("refused"))
        written_in = said.pop("written_in")
        lists: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in said.items()
        }
        return cls(rows=rows, refused=refused, written_in=tuple(written_in) if written_in else None, **lists)
