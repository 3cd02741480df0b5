"""Suspected harm is reported."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from zoufang.engines.refusal import Reason, Refused
from zoufang.ground.accounts.actor import Actor
from zoufang.ground.accounts.models import User
from zoufang.ground.journal.actions import record
from zoufang.ground.org.models import Unit
from zoufang.ground.org.queries import district_of
from zoufang.ground.outbox.actions import post
from zoufang.ground.privacy.fields import fingerprint
from zoufang.stages.safeguarding import queries, rules
from zoufang.stages.safeguarding.actions.telling import UNOPENED, tell
from zoufang.stages.safeguarding.models import HarmReport
from zoufang.stages.safeguarding.states import Receiver


@transaction.atomic
def report_harm(
    *,
    school: Unit,
    code: str,
    concern: str,
    text: str,
    by: Actor,
    at: datetime,
    child: str = "",
    reporter: str = "",
    about_person: User | None = None,
) -> HarmReport:
    """The fewest are told at once. `code` (16 letters, made by the page) follows it, and makes a repeated post one report.

    Refused without words, and where nobody could be told: then nothing is kept and other ways are named.
    """
    if missing := rules.what_is_missing(text=text, concern=concern):
        raise Refused(missing)
    if not rules.is_code(code):
        raise Refused(Reason("这一页放得太久了,请重新打开再送;写的内容还在下面"))
    digest = fingerprint("report", code)
    known = HarmReport.objects.filter(code_hash=digest).first()
    if known is not None:
        if known.text != text.strip():
            raise Refused(Reason("这一页已经送出过一份报告,请重新打开再送另一份;写的内容还在下面"))
        return known
    today = timezone.localdate(at)
    has_principal = bool(queries.people_told(school, Receiver.PRINCIPAL, on=today, not_to=about_person))
    receiver = rules.receiver_of(concern, has_principal=has_principal)
    report = HarmReport.objects.create(
        school=school,
        receiver=receiver,
        concern=concern,
        about_person=about_person,
        text=text.strip(),
        child=child.strip(),
        reporter=reporter.strip(),
        code_hash=digest,
        sent_at=at,
    )
    if not tell(report, receiver, at=at):
        raise Refused(Reason("这里还没有能收报告的人。请马上打 110,或打 12345 转教育主管部门;写的内容还在下面"))
    if receiver == Receiver.PRINCIPAL:
        post(UNOPENED, report, unit=None, at=at, due_at=at + timedelta(hours=rules.UNOPENED_HOURS))
    # In the receiver's own chain: the school's says nothing of what went past it.
    unit = school if receiver == Receiver.PRINCIPAL else district_of(school)
    record("safeguarding.reported", report, by=by, at=at, unit=unit)
    return report
