"""To the district: by the principal, or by itself where nobody looked in time."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zoufang.engines.refusal import Reason, Refused
from zoufang.ground.accounts.actor import SYSTEM, Actor
from zoufang.ground.journal.actions import record
from zoufang.stages.safeguarding.actions.telling import tell
from zoufang.stages.safeguarding.models import HarmReport, ReportStep
from zoufang.stages.safeguarding.states import Receiver, ReportState, ReportStepKind


@transaction.atomic
def pass_up(*, report: HarmReport, by: Actor, at: datetime) -> None:
    """The district is told too. Refused where it was before, or where nobody is there."""
    report = HarmReport.objects.select_for_update(of=("self",)).select_related("school").get(pk=report.pk)
    if report.receiver == Receiver.DISTRICT or report.passed_up_at is not None:
        raise Refused(Reason("区里已经收到了"))
    if not _up(report, by=by, at=at):
        raise Refused(Reason("区里还没有能收报告的人,请直接打电话给教育主管部门"))


@transaction.atomic
def pass_up_unopened(report_id: str, *, at: datetime) -> str:
    """What the principal has not opened goes to the district; words for the outbox. Safe to run twice."""
    found = HarmReport.objects.select_for_update(of=("self",)).select_related("school").filter(public_id=report_id)
    report = found.first()
    if report is None or report.state != ReportState.SENT or report.passed_up_at is not None:
        return Reason("已经有人看了")
    if not _up(report, by=SYSTEM, at=at):
        return Reason("区里还没有能收报告的人")
    return Reason("没有人看,已送到区里")


def _up(report: HarmReport, *, by: Actor, at: datetime) -> bool:
    if not tell(report, Receiver.DISTRICT, at=at):
        return False
    report.passed_up_at = at
    report.save(update_fields=["passed_up_at"])
    ReportStep.objects.create(report=report, kind=ReportStepKind.PASSED_UP, at=at, by_id=by.id or None)
    record("safeguarding.passed_up", report, by=by, at=at, unit=report.school)
    return True
