"""A mail to one person on its way to the mail server, for whoever delivers a row of the outbox."""

from __future__ import annotations

import smtplib

from django.conf import settings
from django.core.mail import BadHeaderError, EmailMessage, get_connection

from zoufang.engines.refusal import Reason
from zoufang.ground.outbox.delivery import CannotDeliver, TryLater


def mail_is_on() -> bool:
    """Does mail leave this house? In the demo it is written to files, to be looked at."""
    return not settings.EMAIL_BACKEND.endswith("filebased.EmailBackend") or settings.IS_DEMO()


def hand_over(message: EmailMessage) -> None:
    """The mail server has taken it. Raises TryLater, CannotDeliver."""
    # Servers quote the address in their words: only the code is kept, for the outbox holds nothing personal.
    try:
        get_connection(fail_silently=False).send_messages([message])
    except smtplib.SMTPRecipientsRefused as fault:
        code = next((answer[0] for answer in fault.recipients.values()), 0)
        _untaken(code, fault)
    except smtplib.SMTPResponseException as fault:
        _untaken(fault.smtp_code, fault)
    except BadHeaderError as fault:
        raise CannotDeliver(Reason("邮箱地址不能用")) from fault
    except (smtplib.SMTPException, OSError) as fault:
        raise TryLater(Reason("没有连上邮件服务器(%(what)s)", what=type(fault).__name__)) from fault


def _untaken(code: int, fault: Exception) -> None:
    words = Reason("邮件服务器没有收下(%(code)s)", code=code)
    if 500 <= code < 600:
        raise CannotDeliver(words) from fault
    raise TryLater(words) from fault
