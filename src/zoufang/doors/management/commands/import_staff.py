"""`zoufang import_staff FILE --school NAME [--dry-run] [--refused OUT.xlsx] [--json]`"""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from zoufang.engines.refusal import Refused
from zoufang.engines.staff_reading.refused_copy import refused_copy
from zoufang.ground.accounts.actions import import_staff
from zoufang.ground.accounts.actor import SYSTEM
from zoufang.ground.org.actions import found_school


class Command(BaseCommand):
    help = "导入一所学校的教职工名单(.xlsx、.xls、.csv);再次导入只补不重"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--school", required=True, help="学校的名称;没有就新建")
        parser.add_argument("--dry-run", action="store_true", help="只看会怎样,什么都不写")
        parser.add_argument("--refused", type=Path, help="没有导入的行写到这个 .xlsx,旁边写明原因")
        parser.add_argument("--json", action="store_true", help="只在标准输出印一个 JSON 值")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            content = options["file"].read_bytes()
            with transaction.atomic():
                if not options["school"].strip():
                    raise Refused("请写出学校的名称")
                school = found_school(name=options["school"])
                done = import_staff(content=content, school=school, by=SYSTEM, at=timezone.now())
                if options["dry_run"]:
                    transaction.set_rollback(True)
        except (Refused, OSError) as fault:
            reasons = list(fault.reasons) if isinstance(fault, Refused) else [f"文件打不开:{options['file'].name}"]
            if options["json"]:
                print(json.dumps({"reasons": reasons}, ensure_ascii=False))
            else:
                self.stderr.write("\n".join(reasons))
            raise SystemExit(1) from None
        if options["refused"]:
            options["refused"].write_bytes(refused_copy(done.refused, done.rows))
        if options["json"]:
            print(json.dumps(done.as_json(), ensure_ascii=False))
            return
        people, posts = done.people, done.posts
        print(f"教职工:新增 {people.created},更新 {people.updated},不变 {people.unchanged}")
        print(f"任职:新增 {posts.created},不变 {posts.unchanged};没有导入 {len(done.refused)} 行")
        for each in done.refused:
            print(f"  {each.sheet} 第 {each.row} 行 {each.column}:{each.reason}")
