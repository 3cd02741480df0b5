"""A sealed version is on its way to the campaign's addressee."""

from __future__ import annotations

from datetime import datetime
from email.utils import parseaddr

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from zoufang.engines.refusal import Refused
from zoufang.ground.accounts.actor import Actor
from zoufang.ground.journal.actions import record
from zoufang.ground.outbox.actions import post
from zoufang.stages.ledger.access import may_work_on
from zoufang.stages.ledger.models import Submission
from zoufang.stages.ledger.queries.submissions import DELIVERY, is_under_way, times_posted
from zoufang.stages.ledger.rules.sealing import why_not_submit
from zoufang.stages.ledger.states import SubmissionState


@transaction.atomic
def submit(
    *, submission: Submission, by: Actor, at: datetime, to: str | None = None, with_visit_ledger: bool = False
) -> Submission:
    """The mail waits in the outbox, to `to` or the campaign's addressee. A failed one goes out again as the same mail.

    Refused unless sealed, without an address, when it was sent or is on its way.
    """
    submission = (
        Submission.objects.select_for_update(of=("self",)).select_related("campaign__unit").get(pk=submission.pk)
    )
    campaign = submission.campaign
    if not may_work_on(by, campaign):
        raise Refused("您没有报送这份台账的权限")
    addressee = (to or "").strip() or campaign.addressee_mail
    if addressee:
        _check(addressee)
    why_not = why_not_submit(state=submission.state, addressee=addressee, is_under_way=is_under_way(submission))
    if why_not:
        raise Refused(why_not)
    submission.addressee = addressee
    submission.with_visit_ledger = with_visit_ledger
    # Kept from the first time on: a receiver knows a repeated mail by it.
    submission.message_id = submission.message_id or _message_id(submission)
    if submission.state != SubmissionState.POSSIBLY_SENT:
        submission.state = SubmissionState.SENDING
    submission.server_words = ""
    submission.save()
    again = times_posted(submission)
    key = f"{DELIVERY}:{submission.public_id}" + (f":{again + 1}" if again else "")
    post(DELIVERY, submission, unit=campaign.unit, at=at, key=key)
    facts = {"version": submission.version, "with_visit_ledger": with_visit_ledger, "time": again + 1}
    record("ledger.submitted", submission, by=by, at=at, unit=campaign.unit, facts=facts)
    return submission


def _check(addressee: str) -> None:
    try:
        validate_email(addressee)
    except ValidationError:
        raise Refused("接收邮箱写得不对,请改正(例如 dudao@example.gov.cn)") from None


def _message_id(submission: Submission) -> str:
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<ledger.{submission.public_id}.{submission.version}@{host}>"
