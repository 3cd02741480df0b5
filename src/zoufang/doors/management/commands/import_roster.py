"""`zoufang import_roster FILE --school NAME`: a school's roster from a workbook."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from zoufang.engines.refusal import Refused
from zoufang.engines.roster_reading import CannotRead, Reading, annotated_copy
from zoufang.ground.accounts.actor import SYSTEM
from zoufang.ground.org.actions import found_school
from zoufang.ground.org.models import Unit
from zoufang.ground.org.queries import school_named
from zoufang.stages.roster.actions import ImportResult, import_roster, preview_roster, read_or_refuse


class Command(BaseCommand):
    help = "导入花名册 / import a roster (.xlsx, .xls, .csv); importing again updates and creates nothing twice"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file")
        parser.add_argument("--school", required=True, help="its name; made where missing")
        parser.add_argument("--dry-run", action="store_true", help="show what would change, write nothing")
        parser.add_argument("--refused", default="", metavar="OUT.xlsx", help="where refused rows go, with reasons")
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(
        self, *args: Any, file: str, school: str, dry_run: bool, refused: str, as_json: bool, **options: Any
    ) -> None:
        try:
            content = Path(file).read_bytes()
        except OSError as fault:
            raise CommandError(f"{file} 读不了:{fault.strerror}", returncode=2) from None
        try:
            reading = read_or_refuse(content)
            result = self._import(reading, school.strip(), Path(file).name, dry_run)
            if refused and reading.refused:
                rows = tuple((r.sheet, r.row, r.column, r.reason) for r in reading.refused)
                Path(refused).write_bytes(annotated_copy(content, rows))
        except (Refused, CannotRead) as fault:
            reasons = list(fault.reasons) if isinstance(fault, Refused) else [fault.reason]
            if as_json:
                self.stdout.write(json.dumps({"reasons": [str(reason) for reason in reasons]}, ensure_ascii=False))
            for reason in reasons:
                self.stderr.write(str(reason))
            raise SystemExit(1) from None
        self.stdout.write(json.dumps(said(reading, result), ensure_ascii=False) if as_json else words(reading, result))

    def _import(self, reading: Reading, name: str, file_name: str, dry_run: bool) -> ImportResult:
        now = timezone.now()
        if not name:
            raise Refused("请用 --school 写明学校名称")
        school = school_named(name)
        if dry_run:
            return preview_roster(school=school or Unit(name=name), reading=reading, at=now)
        school = school or found_school(name=name)
        return import_roster(school=school, reading=reading, by=SYSTEM, at=now, file_name=file_name)


def said(reading: Reading, result: ImportResult) -> dict[str, object]:
    """The one JSON value; its names stay (docs: names that stay)."""
    return {
        **result.counts,
        "refused": [{"sheet": r.sheet, "row": r.row, "column": r.column, "reason": r.reason} for r in reading.refused],
        "ignored_columns": list(reading.ignored_columns),
        "repeated_rows": reading.repeated_rows,
        "hidden_sheets": list(reading.hidden_sheets),
        "sheets_without_header": list(reading.sheets_without_header),
        "missing": len(result.missing),
    }


def words(reading: Reading, result: ImportResult) -> str:
    """The same for people."""
    labels = {"classes": "班级", "children": "幼儿", "households": "家庭", "guardians": "家长"}
    lines = [
        f"{labels[kind]}: 新增 {count['created']}, 更新 {count['updated']}, 未变 {count['unchanged']}"
        for kind, count in result.counts.items()
    ]
    lines += [f"退回: 表“{r.sheet}”第 {r.row} 行:{r.reason}" for r in reading.refused]
    if reading.repeated_rows:
        lines.append(f"重复的行(同一孩子): {reading.repeated_rows}")
    if reading.ignored_columns:
        lines.append(f"没有导入的列: {'、'.join(reading.ignored_columns)}")
    if reading.hidden_sheets:
        lines.append(f"隐藏的工作表没有读: {'、'.join(reading.hidden_sheets)}")
    return "\n".join(lines)
