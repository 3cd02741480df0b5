"""`zoufang open_campaign FILE [--prepare] [--json]`"""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from zoufang.engines.refusal import Refused
from zoufang.ground.accounts.actor import SYSTEM
from zoufang.ground.campaign.actions import open_from, start_campaign
from zoufang.ground.campaign.plan_file import read_plan
from zoufang.ground.campaign.states import CampaignState

PARTS = {"phases": "阶段", "rounds": "轮次", "categories": "分类", "texts": "文本"}


class Command(BaseCommand):
    help = "按一份 TOML 方案建立走访活动并启动;同名的再来一次只更新"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="活动方案(TOML,UTF-8),例如 examples/ 里的那份")
        parser.add_argument("--prepare", action="store_true", help="只建立,先不启动")
        parser.add_argument("--json", action="store_true", help="只在标准输出印一个 JSON 值")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        try:
            plan = read_plan(options["file"])
            with transaction.atomic():
                opened = open_from(plan=plan, by=SYSTEM, at=now)
                if opened.campaign.state == CampaignState.PREPARING and not options["prepare"]:
                    opened.campaign = start_campaign(campaign=opened.campaign, by=SYSTEM, at=now)
        except Refused as refused:
            if options["json"]:
                print(json.dumps({"reasons": list(refused.reasons)}, ensure_ascii=False))
            else:
                self.stderr.write("\n".join(refused.reasons))
            raise SystemExit(1) from None
        if options["json"]:
            print(json.dumps(opened.as_json(), ensure_ascii=False))
            return
        done = "已建立" if opened.is_new else "已更新" if opened.is_changed else "没有变化"
        state = CampaignState(opened.campaign.state).label
        print(f"{opened.campaign.unit.name}:{opened.campaign.name},{done}({state})")
        for name, label in PARTS.items():
            counts = getattr(opened, name)
            print(
                f"  {label}:新增 {counts.created},更新 {counts.updated},不变 {counts.unchanged},删去 {counts.removed}"
            )
        for warning in opened.warnings:
            print(f"  提醒:{warning}")
        print(f"活动编号 {opened.campaign.public_id}")
