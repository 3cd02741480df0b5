"""`zoufang sort_problems IN.csv|xlsx --out OUT [--json]`: nature, topic and area of each sentence, without a database."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from zoufang.doors.management.answers import out_file, refuse
from zoufang.engines.refusal import Refused
from zoufang.engines.sorting import Guess, sort_text
from zoufang.engines.text_files import Line, read_lines, write_rows

HEADS = ("id", "nature", "topic", "area", "confidence")


class Command(BaseCommand):
    help = "给每句话判断诉求类型、问题类别和九有,各给三个,最可能的在前 / sort sentences"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="有 id、text 两列的 .csv 或 .xlsx")
        parser.add_argument("--out", type=out_file, required=True, help="结果写到这个 .csv 或 .xlsx")
        parser.add_argument("--json", action="store_true", dest="as_json", help="只在标准输出印一个 JSON 值")

    def handle(self, *args: Any, file: Path, out: Path, as_json: bool, **options: Any) -> None:
        try:
            found = read_lines(file)
            write_rows(out, HEADS, _sorted(found.lines))
        except Refused as refused:
            refuse(self, refused, as_json=as_json)
        if as_json:
            print(json.dumps({"rows": len(found.lines), "refused": found.refused}, ensure_ascii=False))
            return
        print(f"已判断 {len(found.lines)} 行,写到 {out.name}")
        for each in found.refused:
            print(f"  第 {each['row']} 行 {each['column']}:{each['reason']}")


def _sorted(lines: list[Line]) -> Iterator[tuple[str, ...]]:
    for line in lines:
        if not line.text:
            yield line.id, "", "", "", "0"
            continue
        said = sort_text(line.text)
        yield line.id, _three(said.nature), _three(said.topic), _three(said.area), f"{said.confidence:.3f}"


def _three(guesses: tuple[Guess, ...]) -> str:
    return "|".join(guess.label for guess in guesses)
