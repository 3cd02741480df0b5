"""`zoufang draw_up_ledgers CAMPAIGN --out DIR [--full] [--json]`: the campaign's documents as files."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from zoufang.engines.refusal import Refused
from zoufang.ground.accounts.actor import SYSTEM
from zoufang.ground.campaign.queries import campaign_named
from zoufang.ground.files.queries import content_of
from zoufang.stages.ledger.actions import draw_up
from zoufang.stages.ledger.queries import files_of


class Command(BaseCommand):
    help = "起草走访台账、问题整改台账和入户访问登记表,写到文件夹 / draw up the ledgers into a folder"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("campaign", help="活动的名称或编号")
        parser.add_argument("--out", required=True, type=Path, help="写到哪个文件夹(没有就新建)")
        parser.add_argument("--full", action="store_true", help="完整版,含姓名和电话(默认脱敏)")
        parser.add_argument("--outside", action="store_true", help="完整版交园外单位:没有同意对外提供的家庭仍脱敏")
        parser.add_argument("--json", action="store_true", dest="as_json", help="只在标准输出印一个 JSON 值")

    def handle(self, *args: Any, campaign: str, out: Path, full: bool, as_json: bool, **options: Any) -> None:
        try:
            made = self._draw_up(campaign, out, full=full or options["outside"], outside=options["outside"])
        except (Refused, OSError) as fault:
            reasons = list(fault.reasons) if isinstance(fault, Refused) else [f"写不进 {out}: {fault.strerror}"]
            if as_json:
                print(json.dumps({"reasons": [str(each) for each in reasons]}, ensure_ascii=False))
            else:
                self.stderr.write("\n".join(reasons))
            raise SystemExit(1) from None
        if as_json:
            print(json.dumps(made, ensure_ascii=False))
            return
        for each in made["files"]:
            print(f"{each['path']}  {each['rows']}")

    def _draw_up(self, name: str, out: Path, *, full: bool, outside: bool) -> dict[str, Any]:
        campaign = campaign_named(name)
        if campaign is None:
            raise Refused(f"没有叫“{name}”的活动,请写活动的名称或编号")
        out.mkdir(parents=True, exist_ok=True)
        reason = "命令行生成" if full else ""
        submission = draw_up(campaign=campaign, by=SYSTEM, at=timezone.now(), full=full, reason=reason, outside=outside)
        files = []
        for each in files_of(submission):
            path = out / each.file.name
            path.touch(mode=0o600)
            path.write_bytes(content_of(each.file))
            files.append({"path": str(path), "kind": each.kind, "rows": each.row_count, "sha256": each.file.sha256})
        return {
            "campaign": campaign.public_id,
            "version": submission.version,
            "masked": submission.is_masked,
            "files": files,
        }
