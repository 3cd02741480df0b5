"""`zoufang submit CAMPAIGN [--to MAIL] [--json]`: check, draw up, seal, mail."""

from __future__ import annotations

import json
import os
import socket
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from zoufang.engines.refusal import Refused
from zoufang.ground.accounts.actor import SYSTEM
from zoufang.ground.campaign.models import Campaign
from zoufang.ground.campaign.queries import campaign_named
from zoufang.ground.outbox.actions import deliver_due
from zoufang.stages.ledger import actions, queries
from zoufang.stages.ledger.models import Submission
from zoufang.stages.ledger.rules.gaps import gaps_in

PATIENCE_SECONDS = 60


class Command(BaseCommand):
    help = "查缺补漏、起草、封存并报送一次活动的台账 / check, draw up, seal and mail a campaign's ledgers"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("campaign", help="活动的名称或编号")
        parser.add_argument("--to", default="", help="接收邮箱(默认为活动设置的邮箱)")
        parser.add_argument("--with-visit-ledger", action="store_true", help="同时发走访台账")
        parser.add_argument("--json", action="store_true", dest="as_json", help="只在标准输出印一个 JSON 值")

    def handle(self, *args: Any, campaign: str, to: str, as_json: bool, **options: Any) -> None:
        try:
            submission = prepared(campaign, to=to, with_visit_ledger=options["with_visit_ledger"])
        except Refused as refused:
            reasons = [str(each) for each in refused.reasons]
            if as_json:
                print(json.dumps({"reasons": reasons}, ensure_ascii=False))
            else:
                self.stderr.write("\n".join(reasons))
            raise SystemExit(1) from None
        self._tell(delivered(submission), as_json=as_json)

    def _tell(self, row: queries.SubmissionRow, *, as_json: bool) -> None:
        if as_json:
            said = {
                "seal": row.seal,
                "message_id": row.message_id,
                "version": row.version,
                "state": row.state,
                "to": row.addressee,
                "server": row.server_words,
                "files": [each.name for each in row.mailed],
            }
            print(json.dumps(said, ensure_ascii=False))
            return
        print(f"第 {row.version} 版 → {row.addressee}: {row.state_label}  {row.server_words}")
        print(f"封存校验码 {row.seal}\n邮件编号 {row.message_id}")


def delivered(submission: Submission) -> queries.SubmissionRow:
    """Deliver at once, as the worker does, until this version was tried. A running worker may have been quicker: then
    wait for what it is told."""
    worker = f"submit:{socket.gethostname()[:20]}:{os.getpid()}"
    patience = time.monotonic() + PATIENCE_SECONDS
    while (row := queries.row_of(submission)).is_waiting_now(timezone.now()) and time.monotonic() < patience:
        if not deliver_due(worker=worker, limit=1):
            time.sleep(0.2)
    return row


@transaction.atomic
def prepared(name: str, *, to: str, with_visit_ledger: bool) -> Submission:
    """The campaign's newest data, sealed and in the outbox; nothing is kept of it when it is refused."""
    at = timezone.now()
    campaign = campaign_named(name)
    if campaign is None:
        raise Refused(f"没有叫“{name}”的活动,请写活动的名称或编号")
    _refuse_gaps(campaign)
    draft = actions.draw_up(campaign=campaign, by=SYSTEM, at=at)
    sealed = actions.seal(submission=draft, by=SYSTEM, at=at)
    return actions.submit(submission=sealed, by=SYSTEM, at=at, to=to or None, with_visit_ledger=with_visit_ledger)


def _refuse_gaps(campaign: Campaign) -> None:
    reasons = queries.open_reasons(campaign)
    gaps = gaps_in(queries.facts_of(campaign), now=timezone.localtime())
    if open_gaps := [gap.words for gap in gaps if gap.key not in reasons]:
        raise Refused(open_gaps)
