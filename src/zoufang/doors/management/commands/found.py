"""`zoufang found --district NAME --admin USERNAME --name NAME [--json]`: a real installation begins."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from zoufang.engines.refusal import Refused
from zoufang.ground.accounts.actions import address_of, found_district


class Command(BaseCommand):
    help = "建立区县和第一位区级管理员,印出邀请链接(没有任何默认密码)"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--district", required=True, help="区县的名称")
        parser.add_argument("--admin", required=True, help="管理员的用户名")
        parser.add_argument("--name", required=True, help="管理员的姓名")
        parser.add_argument("--json", action="store_true", help="只在标准输出印一个 JSON 值")

    def handle(self, *args: Any, **options: Any) -> None:
        said = {"district": options["district"], "username": options["admin"], "name": options["name"]}
        try:
            district, user, token = found_district(**said, at=timezone.now())
        except Refused as refused:
            if options["json"]:
                print(json.dumps({"reasons": list(refused.reasons)}, ensure_ascii=False))
            else:
                self.stderr.write("\n".join(refused.reasons))
            raise SystemExit(1) from None
        if options["json"]:
            made = {"district": district.public_id, "user": user.username, "invitation": address_of(token)}
            print(json.dumps(made, ensure_ascii=False))
            return
        print(f"已建立 {district.name},管理员 {user.name}(用户名 {user.username})。")
        print(f"请在 7 天内打开这个链接,设置密码(只能用一次):\n{address_of(token)}")
