"""`zoufang demo`: a living campaign with invented people, filled if the database is empty, then served."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection
from django.utils import timezone

from zoufang.doors.demo import stamp
from zoufang.ground.org.queries import nothing_yet


class Command(BaseCommand):
    help = "演示:填入一个虚构的区并启动 / a living demo"
    requires_system_checks: Sequence[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--size", choices=["class", "school", "district"], default="district")
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=0)
        parser.add_argument("--no-serve", action="store_true")
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(
        self, *args: Any, size: str, seed: int, host: str, port: int, no_serve: bool, as_json: bool, **options: Any
    ) -> None:
        shown = self._ready(size, seed, quiet=as_json)
        address = f"http://{host}:{port}" if settings.PUBLIC_URL.startswith("http://127") else settings.PUBLIC_URL
        if as_json:
            self.stdout.write(json.dumps(said(shown, address), ensure_ascii=False))
        else:
            self._tell(shown, address)
        if not no_serve:
            from zoufang.doors.management.commands.serve import serve

            connection.close()
            import os

            serve(host=host, port=port, workers=options["workers"] or os.cpu_count() or 1)

    def _ready(self, size: str, seed: int, *, quiet: bool) -> stamp.Stamp | None:
        now = timezone.now()
        shown = stamp.read()
        if shown is not None and shown.is_stale(timezone.localdate(now)):
            self._empty()
            shown = None
        if shown is not None:
            return shown
        settings.DEMO_STAMP.unlink(missing_ok=True)
        if not nothing_yet():
            return None  # real data: the demo's pages stay away
        from zoufang.doors.demo.fill import fill

        if not quiet:
            self.stderr.write("正在准备演示数据(约半分钟)/ filling the demo")
        shown = fill(size=size, seed=seed, now=now, say=(lambda words: None) if quiet else self.stderr.write)
        stamp.write(shown)
        return shown

    def _empty(self) -> None:
        """Only what the stamp vouches for as demo data is ever emptied."""
        call_command("flush", verbosity=0, interactive=False)
        shutil.rmtree(settings.FILES_FOLDER, ignore_errors=True)
        settings.DEMO_STAMP.unlink(missing_ok=True)

    def _tell(self, shown: stamp.Stamp | None, address: str) -> None:
        lines = ["", f"  走访 Zoufang  →  {address}", ""]
        if shown is None:
            lines.append("  数据库里已有真实数据,不填演示数据。/ There are real data here; no demo was filled.")
        else:
            lines.append(f"  打开 {address}/demo/ 选一个角色。也可以用这些登录 / step in there, or sign in as:")
            lines += [
                f"    {each.role:<15} {each.user:<12} {each.password}" + (f"   TOTP {each.totp}" if each.totp else "")
                for each in shown.logins
            ]
        lines += ["", "  停止 / stop: Ctrl-C", ""]
        self.stdout.write("\n".join(lines))
        sys.stdout.flush()


def said(shown: stamp.Stamp | None, address: str) -> dict[str, object]:
    """The one JSON value; its names stay."""
    if shown is None:
        return {"address": address, "campaign": "", "logins": [], "family_links": []}
    return {
        "address": address,
        "campaign": shown.campaign,
        "logins": [
            {"role": each.role, "name": each.name, "user": each.user, "password": each.password, "totp": each.totp}
            for each in shown.logins
        ],
        "family_links": family_links(shown, address),
    }


def family_links(shown: stamp.Stamp, address: str) -> list[str]:
    """The demo families' own addresses."""
    from zoufang.ground.campaign.queries import campaign_named
    from zoufang.stages.signup.actions import link_for
    from zoufang.stages.signup.queries import guardian_by_id

    campaign = campaign_named(shown.campaign)
    links = []
    for _, public_id in shown.families:
        guardian = guardian_by_id(public_id)
        if campaign is not None and guardian is not None:
            token = link_for(guardian=guardian, campaign=campaign, at=timezone.now()).rpartition("#")[2]
            links.append(f"{address}/f#{token}")
    return links
