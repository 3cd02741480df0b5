"""`zoufang review_visits IN.csv --out OUT.csv [--json]`: which visits are worth asking about, without a database."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from zoufang.doors.management.answers import out_file, refuse
from zoufang.engines.authenticity import Reviewed, read_visits, review
from zoufang.engines.refusal import Refused
from zoufang.engines.text_files import write_rows

HEADS = ("id", "score", "reasons")
MOST_PRINTED = 20


class Command(BaseCommand):
    help = "看哪些走访值得问一问,附理由;不是结论 / which visits are worth asking about"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="有 id 列的 .csv;其他列可以没有,照片放在旁边")
        parser.add_argument("--out", type=out_file, required=True, help="结果写到这个 .csv 或 .xlsx")
        parser.add_argument("--json", action="store_true", dest="as_json", help="只在标准输出印一个 JSON 值")

    def handle(self, *args: Any, file: Path, out: Path, as_json: bool, **options: Any) -> None:
        try:
            found = read_visits(file)
            reviewed = review(found.visits, file.parent)
            write_rows(out, HEADS, [(each.id, f"{each.score:.3f}", _told(each)) for each in reviewed])
        except Refused as refused:
            refuse(self, refused, as_json=as_json)
        asked = sum(each.is_worth_asking for each in reviewed)
        if as_json:
            print(json.dumps({"rows": len(reviewed), "ask": asked, "refused": found.refused}, ensure_ascii=False))
            return
        print(f"看了 {len(reviewed)} 次走访,{asked} 次值得问一问(不是结论),写到 {out.name}")
        for each in found.refused[:MOST_PRINTED]:
            print(f"  第 {each['row']} 行 {each['column']}:{each['reason']}")
        if len(found.refused) > MOST_PRINTED:
            print(f"  …还有 {len(found.refused) - MOST_PRINTED} 处,加 --json 看全部")


def _told(reviewed: Reviewed) -> str:
    return "；".join(f"{each.reason}（也许:{each.innocent}）" for each in reviewed.grounds)
