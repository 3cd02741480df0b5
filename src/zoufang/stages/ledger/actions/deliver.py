"""What becomes of a version's mail. Each word is kept at once, so that a crash leaves the truth behind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from zoufang.engines.refusal import Reason
from zoufang.ground.accounts.actor import SYSTEM
from zoufang.ground.files.queries import content_of
from zoufang.ground.journal.actions import record
from zoufang.stages.ledger.actions.seal import seal_for
from zoufang.stages.ledger.models import Submission
from zoufang.stages.ledger.queries.submissions import files_of, mailed_kinds
from zoufang.stages.ledger.states import SubmissionState


@dataclass(frozen=True)
class Attachment:
    """One document of the mail."""

    name: str
    media_type: str
    content: bytes
    kind_label: str
    row_count: int


@dataclass(frozen=True)
class Mailing:
    """Everything that the mail is made from. `sent_words` is filled where it was sent already; `is_whole`: the documents
    still give the seal."""

    submission: str
    school: str
    campaign: str
    basis: str
    version: int
    addressee: str
    addressee_name: str
    message_id: str
    seal: str
    journal_head: str
    sealed_at: datetime
    left_open: int
    attachments: tuple[Attachment, ...]
    is_whole: bool
    sent_words: str = ""


@transaction.atomic
def mailing_of(submission_id: str, *, at: datetime) -> Mailing | None:
    """The mail to send now; None where there is none. An earlier try that broke off unheard is possibly sent."""
    submission = _locked(submission_id)
    if submission is None or submission.sealed_at is None:
        return None
    if submission.sent_at is None and submission.mail_begun_at is not None:
        # The process died between the mail's last byte and the answer: nobody here knows.
        _possibly_sent(submission, at=at, words=Reason("上次发送中断,没有等到邮件服务器的回答"))
    files = files_of(submission) if submission.sent_at is None else []
    wanted = mailed_kinds(with_visit_ledger=submission.with_visit_ledger)
    attachments = [
        Attachment(f.file.name, f.file.media_type, content_of(f.file), str(f.get_kind_display()), f.row_count)
        for kind in wanted
        for f in files
        if f.kind == kind
    ]
    campaign = submission.campaign
    return Mailing(
        submission=submission.public_id,
        school=campaign.unit.name,
        campaign=campaign.name,
        basis=campaign.basis_number,
        version=submission.version,
        addressee=submission.addressee,
        addressee_name=campaign.addressee_name,
        message_id=submission.message_id,
        seal=submission.seal,
        journal_head=submission.journal_head,
        sealed_at=submission.sealed_at,
        left_open=len(submission.open_with_reason),
        attachments=tuple(attachments),
        is_whole=submission.seal == seal_for(submission),
        sent_words=submission.server_words if submission.sent_at else "",
    )


@transaction.atomic
def begin_content(submission_id: str, *, at: datetime) -> None:
    """The mail's content goes out now; whatever happens next, it may have arrived."""
    Submission.objects.filter(public_id=submission_id, sent_at=None).update(mail_begun_at=at)


@transaction.atomic
def mark_sent(submission_id: str, *, words: str, at: datetime) -> None:
    """The mail server took the mail; a second word changes nothing."""
    submission = _locked(submission_id)
    if submission is None or submission.sent_at is not None:
        return
    submission.state, submission.sent_at, submission.server_words = SubmissionState.SENT, at, words
    submission.mail_begun_at = None
    submission.save(update_fields=["state", "sent_at", "server_words", "mail_begun_at"])
    _record("ledger.sent", submission, at)


@transaction.atomic
def mark_possibly_sent(submission_id: str, *, words: str, at: datetime) -> None:
    """The line was lost after the content: it may have arrived, and goes out again as the same mail."""
    submission = _locked(submission_id)
    if submission is not None and submission.sent_at is None:
        _possibly_sent(submission, at=at, words=words)


@transaction.atomic
def put_off_mail(submission_id: str, *, words: str, at: datetime) -> None:
    """The mail server said later; the outbox tries again."""
    _note(submission_id, words=words)


@transaction.atomic
def fail_mail(submission_id: str, *, words: str, at: datetime) -> None:
    """The mail server said no. What was possibly sent before stays possibly sent."""
    submission = _note(submission_id, words=words)
    if submission is None or submission.state == SubmissionState.POSSIBLY_SENT:
        return
    submission.state = SubmissionState.FAILED
    submission.save(update_fields=["state"])
    _record("ledger.send_failed", submission, at)


def _locked(submission_id: str) -> Submission | None:
    found = Submission.objects.select_for_update(of=("self",)).select_related("campaign__unit")
    return found.filter(public_id=submission_id).first()


def _note(submission_id: str, *, words: str) -> Submission | None:
    submission = _locked(submission_id)
    if submission is None or submission.sent_at is not None:
        return None
    submission.server_words, submission.mail_begun_at = words, None
    submission.save(update_fields=["server_words", "mail_begun_at"])
    return submission


def _possibly_sent(submission: Submission, *, words: str, at: datetime) -> None:
    submission.state, submission.server_words, submission.mail_begun_at = SubmissionState.POSSIBLY_SENT, words, None
    submission.save(update_fields=["state", "server_words", "mail_begun_at"])
    _record("ledger.possibly_sent", submission, at)


def _record(act: str, submission: Submission, at: datetime) -> None:
    facts = {"version": submission.version}
    record(act, submission, by=SYSTEM, at=at, unit=submission.campaign.unit, facts=facts)
