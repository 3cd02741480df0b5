"""Visits from a .csv: any column but `id` may be missing, any value empty; what cannot be read is empty and said."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from pathlib import Path

from zoufang.engines.authenticity.visits import Answer, Mode, Visit
from zoufang.engines.refusal import Reason, Refused
from zoufang.engines.text_files import table_rows

HEADS = (
    "id", "school", "class", "teachers", "family", "mode", "started_at", "ended_at", "recorded_at", "synced_at",
    "device", "latitude", "longitude", "text", "picture", "family_answer", "family_device",
)  # fmt: skip
LOCAL = timezone(timedelta(hours=8))
MOST_LETTERS = 2_000


@dataclass
class ReadVisits:
    """What a file says, and what of it could not be read."""

    visits: list[Visit] = field(default_factory=list)
    refused: list[dict[str, object]] = field(default_factory=list)

    def refuse(self, row: int, column: str, reason: str) -> None:
        """Note what a row lacks."""
        self.refused.append({"row": row, "column": column, "reason": reason})


def read_visits(path: Path) -> ReadVisits:
    """The visits of a file. Raises Refused where it cannot be read or has no `id`."""
    rows = table_rows(path)
    place: dict[str, int] = {}
    for at, head in enumerate(next(rows, ())):
        if (name := head.strip().lower()) in HEADS:
            place.setdefault(name, at)
    if "id" not in place:
        raise Refused(Reason("第一行要有列名 id,其他列可以没有:%(heads)s", heads="、".join(HEADS[1:])))
    found = ReadVisits()
    ids: set[str] = set()
    for number, row in enumerate(rows, start=2):
        cells = {name: row[at].strip() if at < len(row) else "" for name, at in place.items()}
        if not any(cells.values()):
            continue
        if not cells["id"]:
            found.refuse(number, "id", "这一行没有 id,没有处理")
            continue
        if cells["id"] in ids:
            found.refuse(number, "id", "这个 id 上面已经有过,两行都按各自的内容看")
        ids.add(cells["id"])
        found.visits.append(_visit(number, cells, found))
    if not found.visits:
        raise Refused("文件里没有一行内容")
    return found


def _visit(row: int, cells: dict[str, str], found: ReadVisits) -> Visit:
    mode, answer = cells.get("mode", "").lower(), cells.get("family_answer", "").lower()
    if mode not in set(Mode):
        found.refuse(row, "mode", "方式认不出,按没有写处理;可以写 home、school、phone、chat、video、community")
        mode = ""
    if answer not in set(Answer):
        found.refuse(row, "family_answer", "家长的回答认不出,按没有回答处理;可以写 yes、no、unsure")
        answer = ""
    latitude = _degrees(row, "latitude", cells, 90, found)
    longitude = _degrees(row, "longitude", cells, 180, found)
    if latitude == longitude == 0:
        latitude = longitude = None
    return Visit(
        row=row,
        id=cells["id"],
        school=cells.get("school", ""),
        klass=cells.get("class", ""),
        teachers=_names(cells.get("teachers", "")),
        family=cells.get("family", ""),
        mode=Mode(mode),
        started=_time(row, "started_at", cells, found),
        ended=_time(row, "ended_at", cells, found),
        recorded=_time(row, "recorded_at", cells, found),
        synced=_time(row, "synced_at", cells, found),
        device=cells.get("device", ""),
        latitude=latitude,
        longitude=longitude,
        text=cells.get("text", "")[:MOST_LETTERS],
        picture=cells.get("picture", ""),
        answer=Answer(answer),
        family_device=cells.get("family_device", ""),
    )


def _names(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.strip() for name in text.replace("＋", "+").split("+") if name.strip()))


def _time(row: int, column: str, cells: dict[str, str], found: ReadVisits) -> datetime | None:
    text = cells.get(column, "")
    if not text:
        return None
    try:
        time = datetime.fromisoformat(text.replace("/", "-"))
        return time.astimezone(LOCAL).replace(tzinfo=None) if time.tzinfo else time
    except (ValueError, OverflowError):
        found.refuse(row, column, "时间认不出,按没有写处理;请写成 2026-09-01T15:30 这样")
        return None


def _degrees(row: int, column: str, cells: dict[str, str], most: float, found: ReadVisits) -> float | None:
    text = cells.get(column, "")
    if not text:
        return None
    try:
        degrees = float(text)
    except ValueError:
        degrees = math.nan
    if not abs(degrees) <= most:
        found.refuse(row, column, "经纬度认不出,按没有位置处理;请写成度数,例如 36.81")
        return None
    return degrees
