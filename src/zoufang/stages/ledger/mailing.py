"""The mail of a sealed version: composed from a Mailing, handed over by Django's own connection."""

from __future__ import annotations

import smtplib
from collections.abc import Callable
from datetime import datetime
from email.utils import format_datetime, parseaddr

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.filebased import EmailBackend as FileBackend
from django.core.mail.backends.smtp import EmailBackend as SmtpBackend
from django.template import engines
from django.utils import timezone, translation

from zoufang.engines import smtp
from zoufang.engines.refusal import Reason
from zoufang.ground.campaign.models import Campaign
from zoufang.stages.ledger.actions.deliver import Attachment, Mailing
from zoufang.stages.ledger.queries.submissions import SubmissionRow
from zoufang.stages.ledger.rules.sealing import one_line


def compose(mailing: Mailing, *, at: datetime) -> EmailMessage:
    """The mail. Headers hold one line each, names of attachments are told as RFC 2231 asks."""
    message = EmailMessage(
        subject=subject_of(mailing),
        body=body_of(mailing),
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[mailing.addressee],
        headers={"Message-ID": mailing.message_id, "Date": format_datetime(timezone.localtime(at))},
    )
    for each in mailing.attachments:
        message.attach(each.name, each.content, each.media_type)
    return message


def subject_of(mailing: Mailing) -> str:
    """The mail's subject, on one line."""
    return one_line(f"{mailing.school}大走访台账报送(第 {mailing.version} 版)")


def body_of(mailing: Mailing) -> str:
    """The mail's text: always Chinese, as its reader is."""
    with translation.override("zh-hans"):
        template = engines["jinja2"].env.get_template("ledger/messages/submission.txt")  # type: ignore[attr-defined]
        sealed_at = f"{timezone.localtime(mailing.sealed_at):%Y-%m-%d %H:%M}"
        return str(template.render(mailing=mailing, sealed_at=sealed_at)).strip() + "\n"


def shown_before_sending(campaign: Campaign, row: SubmissionRow) -> Mailing | None:
    """The mail as it would go out, without its documents' content; None before it is sealed."""
    if row.sealed_at is None:
        return None
    return Mailing(
        submission=row.public_id,
        school=campaign.unit.name,
        campaign=campaign.name,
        basis=campaign.basis_number,
        version=row.version,
        addressee=row.addressee,
        addressee_name=campaign.addressee_name,
        message_id=row.message_id,
        seal=row.seal,
        journal_head=row.journal_head,
        sealed_at=row.sealed_at,
        left_open=row.left_open,
        attachments=tuple(Attachment(each.name, "", b"", each.kind_label, each.row_count) for each in row.mailed),
        is_whole=True,
    )


def send(message: EmailMessage, *, before_content: Callable[[], None]) -> str:
    """The mail server's words. Raises smtp.NotNow, smtp.Never, smtp.PerhapsTaken."""
    connection = get_connection(fail_silently=False)
    if not isinstance(connection, SmtpBackend):
        before_content()
        connection.send_messages([message])
        if isinstance(connection, FileBackend):
            return f"没有设置邮件服务器,邮件已写成文件,放在 {settings.EMAIL_FILE_PATH}"
        return Reason("邮件已交给本机")
    content = message.message().as_bytes(linesep="\r\n")  # type: ignore[call-arg]
    try:
        connection.open()
    except smtplib.SMTPResponseException as fault:
        raise smtp.refusal(fault.smtp_code, fault.smtp_error) from fault
    except smtplib.SMTPNotSupportedError as fault:
        raise smtp.Never(smtp.words_of(fault)) from fault
    except (smtplib.SMTPException, OSError) as fault:
        raise smtp.NotNow(smtp.words_of(fault)) from fault
    line = connection.connection
    if line is None:
        raise smtp.NotNow(Reason("没有连上邮件服务器"))
    try:
        return smtp.hand_over(
            line,
            sender=parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
            recipient=message.to[0],
            content=content,
            before_content=before_content,
        )
    finally:
        # Without QUIT: the mail's fate is known by now, and a server that hangs there must not keep it from being noted.
        line.close()
