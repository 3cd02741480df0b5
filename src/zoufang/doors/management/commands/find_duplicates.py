"""`zoufang find_duplicates IN.csv|xlsx --out OUT [--threshold T] [--json]`: which sentences are one matter, without a database."""

from __future__ import annotations

import json
from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from zoufang.doors.management.answers import out_file, refuse
from zoufang.engines.likeness import THRESHOLD, Text, group
from zoufang.engines.refusal import Refused
from zoufang.engines.text_files import read_lines, write_rows

HEADS = ("id", "cluster", "score")


def _share(text: str) -> float:
    try:
        share = float(text)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        raise ArgumentTypeError("--threshold 要在 0 到 1 之间,例如 0.35")
    return share


class Command(BaseCommand):
    help = "找出说的是同一件事的话;不同学校的不会放在一起 / which sentences are one matter"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="有 id、text 列的 .csv 或 .xlsx;可以有 family、school、date 列")
        parser.add_argument("--out", type=out_file, required=True, help="结果写到这个 .csv 或 .xlsx")
        parser.add_argument("--threshold", type=_share, default=THRESHOLD, help="多像才算同一件事(0–1)")
        parser.add_argument("--json", action="store_true", dest="as_json", help="只在标准输出印一个 JSON 值")

    def handle(self, *args: Any, file: Path, out: Path, threshold: float, as_json: bool, **options: Any) -> None:
        try:
            found = read_lines(file)
            texts = [Text(str(each.row), each.text, school=each.school, on=each.on) for each in found.lines]
            placed = group(texts, threshold=threshold)
            name_of = {str(each.row): each.id for each in found.lines}
            rows = [(name_of[each.key], name_of[each.group], f"{each.score:.3f}") for each in placed]
            write_rows(out, HEADS, _told_apart(rows, [each.group for each in placed]))
        except Refused as refused:
            refuse(self, refused, as_json=as_json)
        sizes: dict[str, int] = {}
        for each in placed:
            sizes[each.group] = sizes.get(each.group, 0) + 1
        several = sum(size > 1 for size in sizes.values())
        if as_json:
            told = {"rows": len(rows), "clusters": several, "refused": found.refused}
            print(json.dumps(told, ensure_ascii=False))
            return
        print(f"共 {len(rows)} 行,{several} 件事被说了不止一次,写到 {out.name}")
        for refusal in found.refused:
            print(f"  第 {refusal['row']} 行 {refusal['column']}:{refusal['reason']}")


def _told_apart(rows: list[tuple[str, str, str]], groups: list[str]) -> list[tuple[str, str, str]]:
    """An id that stands twice must not make two clusters one: then the cluster's row is added to its name."""
    holds: dict[str, set[str]] = {}
    for (_, name, _), group_row in zip(rows, groups, strict=True):
        holds.setdefault(name, set()).add(group_row)
    return [
        (row_id, name if len(holds[name]) == 1 else f"{name}#{group_row}", score)
        for (row_id, name, score), group_row in zip(rows, groups, strict=True)
    ]
