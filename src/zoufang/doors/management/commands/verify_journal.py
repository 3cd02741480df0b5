"""`zoufang verify_journal`: does the chain of acts still hold?"""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from zoufang.ground.journal.queries import broken_links, entry_count, knows_anchor


class Command(BaseCommand):
    help = "查验日志链是否被改动 / verify the journal; exit 1 names the record"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--anchor", default="", help="a head kept outside, as it stands on a seal")
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *args: Any, anchor: str, as_json: bool, **options: Any) -> None:
        broken = [{"chain": each.chain, "sequence": each.sequence, "what": each.what} for each in broken_links()]
        if anchor and not knows_anchor(anchor):
            broken.append(
                {"chain": "", "sequence": 0, "what": f"外部留存的链头 {anchor} 不在日志里(末尾被截去或整链被换)"}
            )
        count = entry_count()
        if as_json:
            self.stdout.write(json.dumps({"entries": count, "broken": broken}, ensure_ascii=False))
        elif broken:
            for each in broken:
                self.stdout.write(f"{each['chain']}: {each['what']}")
        else:
            self.stdout.write(f"日志完好:{count} 条 / the journal holds: {count} entries")
        if broken:
            raise SystemExit(1)
