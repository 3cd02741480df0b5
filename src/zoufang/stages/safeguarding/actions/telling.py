"""Who is told, and woken: one row of the outbox for each person."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from zoufang.ground.outbox.actions import post
from zoufang.stages.safeguarding import queries
from zoufang.stages.safeguarding.models import HarmReport, ReportRecipient

ALERT = "safeguarding.alert"
UNOPENED = "safeguarding.unopened"


def tell(report: HarmReport, receiver: str, *, at: datetime) -> int:
    """Everybody of this receiver who was not told yet is; how many are told in all. The rows of the outbox belong to no
    unit, so that no page of a school shows that there was something to send."""
    people = queries.people_told(report.school, receiver, on=timezone.localdate(at), not_to=report.about_person)
    for user, role in people:
        recipient, is_new = ReportRecipient.objects.get_or_create(
            report=report, user=user, defaults={"role": role, "told_at": at}
        )
        if is_new:
            post(ALERT, recipient, unit=None, at=at)
    return len(people)
