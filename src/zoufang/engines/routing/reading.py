"""From a file's JSON to an instance or a plan; what is wrong is said in whole sentences, all at once where that can be."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Any, TypeGuard

from zoufang.engines.refusal import Reason, Refused
from zoufang.engines.routing.instance import Family, Instance, Plan, Prices, Session, Team, Visit, Wishes
from zoufang.engines.routing.travel import Travel

LARGEST_MINUTE = 366 * 1440
MOST_SAID = 20
PRICES = {"unplaced": "unplaced", "trip": "trip", "travel_min": "travel", "split_siblings": "split"}


class _Faults:
    """Gathers sentences; a value that is wrong is replaced so that reading can go on."""

    def __init__(self) -> None:
        self.reasons: list[str] = []

    def add(self, pattern: str, **values: object) -> None:
        self.reasons.append(Reason(pattern, **values))

    def raise_any(self) -> None:
        if self.reasons:
            rest = len(self.reasons) - MOST_SAID
            more = [Reason("还有 %(count)s 处同样的问题没有列出", count=rest)] if rest > 0 else []
            raise Refused([*self.reasons[:MOST_SAID], *more])


def instance_of(content: bytes) -> Instance:
    """Read an instance (format 1). Raises Refused with sentences."""
    whole = _object(content, "排期文件")
    faults = _Faults()
    sessions = tuple(_sessions(whole, faults))
    schools = {
        str(row["id"]): _place(row, f"学校 {row['id']}", faults) for row in _rows(whole, "kindergartens", faults)
    }
    teams = tuple(_teams(whole, schools, faults))
    known = {team.id for team in teams}
    places = dict(schools)
    families = []
    for row in _rows(whole, "families", faults):
        said = f"家庭 {row['id']}"
        if row["id"] in places:
            faults.add("%(what)s 和一所学校同名,请改编号", what=said)
        places[str(row["id"])] = _place(row, said, faults)
        families.append(_family(row, said, known, faults))
    hard_end = whole.get("hard_end_min", Instance.hard_end)
    if not _is_whole(hard_end) or not 0 < hard_end <= 1440:
        faults.add("hard_end_min(最晚结束)应是 1 到 1440 之间的整数分钟")
    travel = _travel(whole.get("travel", {}), places, faults)
    prices = _prices(whole.get("objective", {}), faults)
    wishes = _wishes(whole.get("wishes", {}), faults)
    faults.raise_any()
    return Instance(sessions, teams, tuple(families), travel, int(hard_end), prices, wishes)


def plan_of(content: bytes, instance: Instance) -> tuple[Plan, frozenset[tuple[str, str]]]:
    """Read a plan and which of its visits are confirmed, as (family, class).

    Where no visit says `confirmed`, all are: each family has been told its time. Visits to families or classes that the instance
    no longer has are left out.
    """
    whole = _object(content, "原来的安排")
    rows = whole.get("visits")
    if not isinstance(rows, list):
        raise Refused(Reason("原来的安排里没有 visits 列表"))
    faults = _Faults()
    pairs = {(family.id, klass) for family in instance.families for klass in family.classes}
    visits: dict[tuple[str, str], Visit] = {}
    confirmed = set()
    marked = any(isinstance(row, dict) and "confirmed" in row for row in rows)
    for number, row in enumerate(rows, start=1):
        if not isinstance(row, dict) or not _is_whole(row.get("start")):
            faults.add("原来的安排第 %(number)s 条看不懂:要有 family、class 和整数分钟 start", number=number)
            continue
        key = (str(row.get("family")), str(row.get("class")))
        if key not in pairs:
            continue
        if key in visits:
            faults.add("原来的安排里 %(family)s(%(klass)s)出现了两次", family=key[0], klass=key[1])
        visits[key] = Visit(key[1], int(row["start"]), key[0], bool(row.get("split", False)))
        if not marked or row.get("confirmed"):
            confirmed.add(key)
    faults.raise_any()
    return Plan(tuple(sorted(visits.values()))), frozenset(confirmed)


def written(plan: Plan) -> dict[str, object]:
    """A plan as the file's JSON value."""
    return {
        "visits": [
            {"family": v.family, "class": v.klass, "start": v.start, **({"split": True} if v.apart else {})}
            for v in plan.visits
        ]
    }


def _object(content: bytes, what: str) -> Mapping[str, Any]:
    try:
        whole = json.loads(content)
    except (ValueError, RecursionError):
        raise Refused(Reason("%(what)s不是 JSON 文件,或者没有写完", what=what)) from None
    if not isinstance(whole, dict):
        raise Refused(Reason("%(what)s的最外层应是一个对象", what=what))
    if whole.get("format", 1) != 1:
        raise Refused(Reason("%(what)s的格式是 %(format)s,这里只认识格式 1", what=what, format=whole["format"]))
    return whole


def _rows(whole: Mapping[str, Any], name: str, faults: _Faults) -> Iterator[Mapping[str, Any]]:
    rows = whole.get(name)
    if not isinstance(rows, list):
        faults.add("缺少列表 %(name)s", name=name)
        return
    seen = set()
    for number, row in enumerate(rows, start=1):
        if not isinstance(row, dict) or not isinstance(row.get("id"), str) or not row["id"]:
            faults.add("%(name)s 第 %(number)s 条没有编号 id", name=name, number=number)
        elif row["id"] in seen:
            faults.add("%(name)s 里编号 %(id)s 出现了两次", name=name, id=row["id"])
        else:
            seen.add(row["id"])
            yield row


def _sessions(whole: Mapping[str, Any], faults: _Faults) -> Iterator[Session]:
    rows = whole.get("sessions")
    if not isinstance(rows, list):
        faults.add("缺少列表 sessions(半天)")
        return
    before: list[Session] = []
    for number, row in enumerate(rows, start=1):
        span = _span([row.get("start"), row.get("end")]) if isinstance(row, dict) else None
        if span is None:
            faults.add("第 %(number)s 个半天的起止时间不对:要整数分钟,先起后止", number=number)
            continue
        made = Session(span[0] // 1440, str(row.get("name", "")), *span)
        if any(made.start < other.end and other.start < made.end for other in before):
            faults.add("第 %(number)s 个半天和前面的半天重叠", number=number)
        before.append(made)
        yield made


def _teams(whole: Mapping[str, Any], schools: Mapping[str, object], faults: _Faults) -> Iterator[Team]:
    for row in _rows(whole, "classes", faults):
        if row["id"] in schools:
            faults.add("班级 %(id)s 和一所学校同名,请改编号", id=row["id"])
        if row.get("kg") not in schools:
            faults.add("班级 %(id)s 的学校 kg 不在名单里", id=row["id"])
        spans = _spans(row.get("unavailable", []))
        if spans is None:
            faults.add("班级 %(id)s 的 unavailable(没空的时间)不对:要 [起, 止] 的列表", id=row["id"])
        teachers = row.get("teachers", [])
        names = tuple(str(each) for each in teachers) if isinstance(teachers, list) else ()
        yield Team(row["id"], str(row.get("kg")), names, spans or ())


def _family(row: Mapping[str, Any], said: str, known: set[str], faults: _Faults) -> Family:
    classes = row.get("classes")
    if not isinstance(classes, list) or not classes or any(each not in known for each in classes):
        faults.add("%(what)s 的班级 classes 要写已有的班级,至少一个", what=said)
        classes = []
    if len(set(classes)) < len(classes):
        faults.add("%(what)s 的同一个班级写了两次", what=said)
    service = row.get("service_min")
    if not _is_whole(service) or not 0 < service <= 600:
        faults.add("%(what)s 的 service_min(走访多少分钟)应是 1 到 600 的整数", what=said)
        service = 30
    windows = _spans(row.get("windows"))
    if windows is None:
        faults.add("%(what)s 的 windows(方便的时间)不对:要 [起, 止] 的列表,先起后止", what=said)
    return Family(
        row["id"],
        tuple(classes),
        int(service),
        tuple(sorted(windows or ())),
        str(row.get("neighbourhood") or ""),
        bool(row.get("unlit", False)),
    )


def _place(row: Mapping[str, Any], said: str, faults: _Faults) -> tuple[float, float]:
    lat, lon = row.get("lat"), row.get("lon")
    if not _is_number(lat) or not _is_number(lon) or not (-90 <= lat <= 90 and -180 <= lon <= 180):
        faults.add("%(what)s 的位置 lat、lon 不是经纬度", what=said)
        return (0.0, 0.0)
    return (float(lat), float(lon))


def _travel(row: object, places: Mapping[str, tuple[float, float]], faults: _Faults) -> Travel:
    if not isinstance(row, dict):
        faults.add("travel(路上时间)应是一个对象")
        return Travel(places)
    numbers = {}
    for name, ours, given in (("detour", "detour", 1.35), ("kmh", "kmh", 15.0), ("overhead_min", "overhead", 3.0)):
        value = row.get(name, given)
        if not _is_number(value) or value < 0 or (name == "kmh" and value == 0):
            faults.add("travel 的 %(name)s 应是正数", name=name)
            value = given
        numbers[ours] = float(value)
    table = row.get("minutes", {})
    rows = table.items() if isinstance(table, dict) else []
    wrong = not isinstance(table, dict) or any(
        not isinstance(line, dict) or any(not _is_number(m) or not 0 <= m <= 1440 for m in line.values())
        for _, line in rows
    )
    if wrong:
        faults.add("travel 的 minutes(路上时间表)要写成 从 → 到 → 分钟,0 到 1440")
        table = {}
    return Travel(places, **numbers, table=table)


def _prices(row: object, faults: _Faults) -> Prices:
    return Prices(**_whole_numbers(row, "objective", PRICES, faults))


def _wishes(row: object, faults: _Faults) -> Wishes:
    return Wishes(**_whole_numbers(row, "wishes", {each.name: each.name for each in fields(Wishes)}, faults))


def _whole_numbers(row: object, what: str, names: Mapping[str, str], faults: _Faults) -> dict[str, int]:
    if not isinstance(row, dict):
        faults.add("%(what)s 应是一个对象", what=what)
        return {}
    found = {}
    for name, value in row.items():
        if name not in names:
            faults.add("%(what)s 里的 %(name)s 不认识;可以写 %(names)s", what=what, name=name, names="、".join(names))
        elif not _is_whole(value) or not 0 <= value <= 1_000_000:
            faults.add("%(what)s 里的 %(name)s 应是 0 或正整数", what=what, name=name)
        else:
            found[names[name]] = int(value)
    return found


def _spans(value: object) -> tuple[tuple[int, int], ...] | None:
    if not isinstance(value, list):
        return None
    spans = [_span(each) for each in value]
    return None if None in spans else tuple(span for span in spans if span)


def _span(value: object) -> tuple[int, int] | None:
    if not isinstance(value, list) or len(value) != 2 or not all(_is_whole(each) for each in value):
        return None
    start, end = int(value[0]), int(value[1])
    return (start, end) if 0 <= start < end <= LARGEST_MINUTE else None


def _is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


def _is_whole(value: object) -> TypeGuard[float]:
    return isinstance(value, (int, float)) and _is_number(value) and value == int(value)
