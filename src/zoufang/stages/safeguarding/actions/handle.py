"""What those who are told do with a report, and what its reporter adds."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zoufang.engines.refusal import Reason, Refused
from zoufang.ground.accounts.actor import SYSTEM, Actor
from zoufang.ground.journal.actions import record
from zoufang.ground.org.models import Unit
from zoufang.ground.org.queries import district_of
from zoufang.stages.safeguarding import access, rules
from zoufang.stages.safeguarding.models import HarmReport, ReportRecipient, ReportStep
from zoufang.stages.safeguarding.states import BY_HAND, Receiver, ReportState, ReportStepKind


@transaction.atomic
def open_report(*, report: HarmReport, by: Actor, at: datetime) -> None:
    """This person looked at what was written; each look is journalled, the first is told to the reporter."""
    report = _locked(report)
    mine, _ = ReportRecipient.objects.get_or_create(
        report=report, user_id=by.id, defaults={"role": _role(by, report), "told_at": at}
    )
    if mine.opened_at is None:
        mine.opened_at = at
        mine.save(update_fields=["opened_at"])
        ReportStep.objects.create(report=report, kind=ReportStepKind.OPENED, at=at, by_id=by.id)
    if report.opened_at is None:
        report.opened_at, report.state = at, ReportState.OPENED
        report.save(update_fields=["opened_at", "state"])
    record("safeguarding.opened", report, by=by, at=at, unit=chain_of(report))


@transaction.atomic
def note_step(*, report: HarmReport, kind: str, note: str, by: Actor, at: datetime) -> None:
    """Something was done about it. Refused once it is closed, and a word without words."""
    report = _locked(report)
    if report.state == ReportState.CLOSED:
        raise Refused(Reason("已经结束了,不能再记"))
    if kind not in BY_HAND:
        raise Refused(Reason("请选做了什么"))
    if len(note) > rules.LONGEST:
        raise Refused(Reason("最多写 %(longest)s 字", longest=rules.LONGEST))
    if kind == ReportStepKind.WORD and not note.strip():
        raise Refused(Reason("请写给报告人的话"))
    ReportStep.objects.create(report=report, kind=kind, at=at, by_id=by.id, note=note.strip())
    report.state = ReportState.UNDER_WAY
    report.save(update_fields=["state"])
    record("safeguarding.step", report, by=by, at=at, unit=chain_of(report), facts={"kind": str(kind)})


@transaction.atomic
def add_word(*, report: HarmReport, text: str, at: datetime) -> None:
    """The reporter adds something, by the code alone: nobody learns from it who that is."""
    report = _locked(report)
    if report.state == ReportState.CLOSED:
        raise Refused(Reason("这份报告已经结束。有新情况请另报一份"))
    if not text.strip():
        raise Refused(Reason("请写要补充的话"))
    if len(text) > rules.LONGEST:
        raise Refused(Reason("最多写 %(longest)s 字", longest=rules.LONGEST))
    ReportStep.objects.create(report=report, kind=ReportStepKind.ADDED, at=at, note=text.strip())
    report.recipients.update(opened_at=None)
    record("safeguarding.added", report, by=SYSTEM, at=at, unit=chain_of(report))


@transaction.atomic
def close_report(*, report: HarmReport, reason: str, by: Actor, at: datetime) -> None:
    """It ends, by the district alone and with a result."""
    report = _locked(report)
    if report.state == ReportState.CLOSED:
        raise Refused(Reason("已经结束了"))
    done = set(report.steps.values_list("kind", flat=True))
    if reasons := rules.why_not_close(is_district=access.is_district(by, report), done=done, reason=reason):
        raise Refused(reasons)
    ReportStep.objects.create(report=report, kind=ReportStepKind.CLOSED, at=at, by_id=by.id, note=reason.strip())
    report.state, report.closed_at = ReportState.CLOSED, at
    report.save(update_fields=["state", "closed_at"])
    record("safeguarding.closed", report, by=by, at=at, unit=chain_of(report))


def chain_of(report: HarmReport) -> Unit | None:
    """The unit in whose journal the report stands: the receiver's own."""
    return report.school if report.receiver == Receiver.PRINCIPAL else district_of(report.school)


def _locked(report: HarmReport) -> HarmReport:
    return HarmReport.objects.select_for_update(of=("self",)).select_related("school").get(pk=report.pk)


def _role(by: Actor, report: HarmReport) -> str:
    return "district_admin" if access.is_district(by, report) else "principal"
