"""Reads a campaign's file (TOML, UTF-8) into a plan; what is wrong is said with the key that holds it."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from zoufang.engines.refusal import Reason, Refused
from zoufang.ground.campaign.plan import (
    Basics,
    CampaignPlan,
    CategoryPlan,
    PhasePlan,
    RoundPlan,
    TextPlan,
    what_is_wrong_with,
    whole_round,
)
from zoufang.ground.campaign.rules import DEFAULT_LIMITS
from zoufang.ground.campaign.states import CategoryAxis, TextKind
from zoufang.ground.org.rules import entry_year_of
from zoufang.ground.org.states import Grade

LARGEST = 1_000_000
TOP = {"unit", "part_of", "name", "goals", "starts", "ends", "submit_until", "contact"} | {
    "basis",
    "addressee",
    "limits",
    "phase",
    "round",
    "categories",
    "texts",
}
GRADES = {str(grade.value): grade for grade in Grade if grade != Grade.LEFT} | {
    "托班": Grade.NURSERY,
    "小班": Grade.JUNIOR,
    "中班": Grade.MIDDLE,
    "大班": Grade.SENIOR,
}
_SPELT_DAY = re.compile(r"\s*(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?\s*")


def read_plan(file: Path) -> CampaignPlan:
    """The campaign that this file says. Raises Refused with every reason at once."""
    try:
        content = file.read_bytes()
    except OSError:
        raise Refused(Reason("文件打不开:%(file)s", file=file.name)) from None
    return parse_plan(content, beside=file.parent)


def parse_plan(content: bytes, *, beside: Path | None = None) -> CampaignPlan:
    """As `read_plan`, from bytes; texts named by `file` are looked for in the folder `beside`."""
    if len(content) > LARGEST:
        raise Refused("文件太大,不像一份活动方案")
    try:
        said = tomllib.loads(content.decode("utf-8-sig").replace("\r\n", "\n"))
    except UnicodeDecodeError:
        raise Refused("文件不是 UTF-8 编码,请另存为 UTF-8 后再试") from None
    except tomllib.TOMLDecodeError as fault:
        raise Refused(Reason("文件不是正确的 TOML 写法:%(fault)s", fault=_plainly(str(fault)))) from None
    reading = _Reading()
    plan = reading.campaign(said, beside)
    if plan is None or reading.wrong:
        raise Refused(reading.wrong)
    if wrong := what_is_wrong_with(plan):
        raise Refused(wrong)
    return plan


class _Reading:
    """One reading, gathering what is wrong."""

    def __init__(self) -> None:
        self.wrong: list[Reason] = []

    def campaign(self, said: Mapping[str, Any], beside: Path | None) -> CampaignPlan | None:
        self.known(said, TOP, "")
        basis = self.table(said, "basis", {"title", "number", "issuer"})
        addressee = self.table(said, "addressee", {"name", "mail"})
        starts, ends = self.day(said, "starts"), self.day(said, "ends")
        until = self.day(said, "submit_until")
        words = {
            "name": self.text(said, "name", needed=True),
            "basis_title": self.text(basis, "title", "basis."),
            "basis_number": self.text(basis, "number", "basis."),
            "issuer": self.text(basis, "issuer", "basis."),
            "goals": self.text(said, "goals"),
            "addressee_name": self.text(addressee, "name", "addressee."),
            "addressee_mail": self.text(addressee, "mail", "addressee."),
            "contact_line": self.text(said, "contact"),
        }
        unit, part_of = self.text(said, "unit", needed=True), self.text(said, "part_of")
        phases = [self.phase(each, n) for n, each in enumerate(self.tables(said, "phase"), 1)]
        rounds = [self.round(each, n) for n, each in enumerate(self.tables(said, "round"), 1)]
        limits, categories = self.limits(said), self.categories(said)
        texts = self.texts(said, beside)
        if starts is None or ends is None or until is None:
            return None
        basics = Basics(starts_on=starts, ends_on=ends, submit_until=until, **words)
        kept = tuple(each for each in rounds if each is not None)
        if not kept and phases:
            kept = (whole_round(basics),)
        return CampaignPlan(
            unit=unit,
            part_of=part_of,
            basics=basics,
            limits=limits,
            phases=tuple(each for each in phases if each is not None),
            rounds=kept,
            categories=categories,
            texts=texts,
        )

    # Parts ------------------------------------------------------------------------------------------------------
    def phase(self, said: Mapping[str, Any], n: int) -> PhasePlan | None:
        where = f"第 {n} 个 [[phase]] 的 "
        self.known(said, {"name", "grade", "entry_year", "starts", "ends"}, where)
        name = self.text(said, "name", where, needed=True)
        starts, ends = self.day(said, "starts", where), self.day(said, "ends", where)
        grade = GRADES.get(str(said.get("grade", "")).strip())
        if grade is None:
            self.fault("%(key)s 请写 托班、小班、中班 或 大班", f"{where}grade")
        year = said.get("entry_year")
        if year is None and grade is not None and starts is not None:
            year = entry_year_of(grade, starts)
        elif year is not None and (not isinstance(year, int) or isinstance(year, bool)):
            self.fault("%(key)s 请写四位的年份,例如 2023", f"{where}entry_year")
            year = None
        if grade is None or year is None or starts is None or ends is None:
            return None
        return PhasePlan(name, grade, year, starts, ends)

    def round(self, said: Mapping[str, Any], n: int) -> RoundPlan | None:
        where = f"第 {n} 个 [[round]] 的 "
        self.known(said, {"number", "name", "starts", "ends"}, where)
        number = said.get("number", n)
        name = self.text(said, "name", where, needed=True)
        starts, ends = self.day(said, "starts", where), self.day(said, "ends", where)
        if not isinstance(number, int) or isinstance(number, bool):
            self.fault("%(key)s 请写数字", f"{where}number")
            return None
        return RoundPlan(number, name, starts, ends) if starts and ends else None

    def limits(self, said: Mapping[str, Any]) -> dict[str, int]:
        table = self.table(said, "limits", set(DEFAULT_LIMITS))
        kept: dict[str, int] = {}
        for name, value in table.items():
            if name not in DEFAULT_LIMITS:
                continue
            if isinstance(value, int) and not isinstance(value, bool):
                kept[name] = value
            else:
                self.fault("%(key)s 请写数字", f"limits.{name}")
        return kept

    def categories(self, said: Mapping[str, Any]) -> tuple[CategoryPlan, ...] | None:
        if "categories" not in said:
            return None
        names = {"natures": CategoryAxis.NATURE, "topics": CategoryAxis.TOPIC, "areas": CategoryAxis.AREA}
        table = self.table(said, "categories", set(names))
        kept: list[CategoryPlan] = []
        for key, axis in names.items():
            listed = table.get(key, [])
            if not isinstance(listed, list):
                self.fault("%(key)s 请写成一列,例如 [“甲”, “乙”]", f"categories.{key}")
                continue
            for each in listed:
                made = self.category(axis, each, f"categories.{key} 的 ")
                if made is not None and all((made.axis, made.name) != (k.axis, k.name) for k in kept):
                    kept.append(made)
        return tuple(kept)

    def category(self, axis: CategoryAxis, said: Any, where: str) -> CategoryPlan | None:
        if isinstance(said, str) and said.strip():
            return CategoryPlan(axis, said.strip()[:40])
        if not isinstance(said, dict):
            self.fault(
                "%(key)s 里每一项请写名称,或 { name = …, below = […], department = … }", where.removesuffix(" 的 ")
            )
            return None
        self.known(said, {"name", "below", "department"}, where)
        below = said.get("below", [])
        name = self.text(said, "name", where, needed=True)
        if not isinstance(below, list) or not all(isinstance(each, str) for each in below):
            self.fault("%(key)s 请写成一列名称", f"{where}below")
            below = []
        department = self.text(said, "department", where)
        return (
            CategoryPlan(axis, name[:40], tuple(each.strip()[:40] for each in below), department[:60]) if name else None
        )

    def texts(self, said: Mapping[str, Any], beside: Path | None) -> tuple[TextPlan, ...]:
        kept: list[TextPlan] = []
        for name, each in self.table(said, "texts", set(TextKind.values)).items():
            where = f"texts.{name}."
            if name not in TextKind.values:
                continue
            if not isinstance(each, dict):
                self.fault("%(key)s 请写成一节,含 title 和 body(或 file)", f"texts.{name}")
                continue
            self.known(each, {"title", "body", "file", "approved_on"}, where)
            kind = TextKind(name)
            title = self.text(each, "title", where) or str(kind.label)
            approved = self.day(each, "approved_on", where) if "approved_on" in each else None
            if ("body" in each) == ("file" in each):
                self.fault("%(key)s 请写 body(正文)或 file(旁边的文件)其中一个", f"texts.{name}")
                continue
            body = self.text(each, "body", where) if "body" in each else self.beside(each["file"], where, beside)
            if body is not None:
                kept.append(TextPlan(kind, title, body.strip(), approved))
        return tuple(kept)

    def beside(self, name: Any, where: str, folder: Path | None) -> str | None:
        if not isinstance(name, str) or folder is None or Path(name).name != name or not name.endswith((".md", ".txt")):
            self.fault("%(key)s 请写同一文件夹下一个 .md 或 .txt 文件的名称", f"{where}file")
            return None
        try:
            content = (folder / name).read_bytes()
        except OSError:
            self.wrong.append(Reason("%(key)s:旁边没有文件“%(file)s”", key=f"{where}file", file=name))
            return None
        if len(content) > LARGEST:
            self.wrong.append(Reason("%(key)s:文件“%(file)s”太大", key=f"{where}file", file=name))
            return None
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError:
            self.wrong.append(Reason("文件“%(file)s”不是 UTF-8 编码,请另存为 UTF-8 后再试", file=name))
            return None

    # Values -----------------------------------------------------------------------------------------------------
    def table(self, said: Mapping[str, Any], key: str, known: set[str]) -> Mapping[str, Any]:
        found = said.get(key, {})
        if not isinstance(found, dict):
            self.fault("%(key)s 请写成一节:[%(key)s]", key)
            return {}
        self.known(found, known, f"{key}.")
        return found

    def tables(self, said: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
        found = said.get(key, [])
        if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
            self.fault("%(key)s 请写成 [[%(key)s]],每个一节", key)
            return []
        return found

    def known(self, said: Mapping[str, Any], known: set[str], where: str) -> None:
        for key in said:
            if key in known:
                continue
            if near := difflib.get_close_matches(key, sorted(known), 1, 0.6):
                self.wrong.append(Reason("不认识 %(key)s,是不是想写 %(near)s?", key=f"{where}{key}", near=near[0]))
            else:
                listed = "、".join(sorted(known))
                self.wrong.append(Reason("不认识 %(key)s;这里可以写:%(listed)s", key=f"{where}{key}", listed=listed))

    def text(self, said: Mapping[str, Any], key: str, where: str = "", *, needed: bool = False) -> str:
        value = said.get(key, "")
        if not isinstance(value, str):
            self.fault("%(key)s 请写成文字(加引号)", f"{where}{key}")
            return ""
        if needed and not value.strip():
            self.fault("缺少 %(key)s,请补上", f"{where}{key}")
        return value.strip()

    def day(self, said: Mapping[str, Any], key: str, where: str = "") -> date | None:
        value = said.get(key)
        if value is None:
            self.fault("缺少 %(key)s,请补上日期,例如 2023-07-19", f"{where}{key}")
            return None
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        spelt = _SPELT_DAY.fullmatch(value) if isinstance(value, str) else None
        try:
            if spelt is not None:
                return date(*(int(part) for part in spelt.groups()))
        except ValueError:
            pass
        self.fault("%(key)s 不是日期,请写成 2023-07-19", f"{where}{key}")
        return None

    def fault(self, pattern: str, key: str) -> None:
        self.wrong.append(Reason(pattern, key=key))


_FAULTS: tuple[tuple[str, Callable[[re.Match[str]], str]], ...] = (
    (r"\(at line (\d+), column (\d+)\)", lambda m: f"第 {m[1]} 行第 {m[2]} 个字附近"),
    (r"\(at end of document\)", lambda m: "文件末尾"),
)


def _plainly(fault: str) -> str:
    for pattern, words in _FAULTS:
        if found := re.search(pattern, fault):
            return f"{words(found)},请检查引号、等号和方括号"
    return "请检查引号、等号和方括号"
