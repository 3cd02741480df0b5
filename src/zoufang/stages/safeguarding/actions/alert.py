"""A person who was told is woken by mail, where the account has an address: it says that there is something to look at,
nothing of what."""

from __future__ import annotations

import smtplib
from datetime import datetime

from django.conf import settings
from django.core.mail import BadHeaderError, EmailMessage, get_connection
from django.utils.translation import gettext as _

from zoufang.engines.refusal import Reason
from zoufang.ground.outbox.delivery import CannotDeliver, TryLater
from zoufang.stages.safeguarding.models import ReportRecipient


def alert(recipient_id: str, *, at: datetime) -> str:
    """The mail is with the mail server. Who has looked already, or has no address, gets none."""
    recipient = ReportRecipient.objects.select_related("user").filter(public_id=recipient_id).first()
    if recipient is None or recipient.opened_at is not None:
        return Reason("已经看了,没有发")
    if recipient.mailed_at is not None:
        return Reason("已经发过")
    if not recipient.user.email:
        return Reason("账号没有邮箱,登录后首页能看到")
    message = EmailMessage(
        subject=_("有一件急事等您登录查看"),
        body=_("请马上登录走访系统查看:%(address)s\n这封信里不写内容。")
        % {"address": f"{settings.PUBLIC_URL}/safeguarding/"},
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[recipient.user.email],
        headers={"Message-ID": f"<alert-{recipient.public_id}@zoufang>"},
    )
    try:
        get_connection(fail_silently=False).send_messages([message])
    except BadHeaderError as fault:
        raise CannotDeliver(Reason("邮箱地址不能用")) from fault
    except (smtplib.SMTPException, OSError) as fault:
        # Servers quote the address: only the kind of the fault is kept.
        raise TryLater(Reason("没有连上邮件服务器(%(what)s)", what=type(fault).__name__)) from fault
    ReportRecipient.objects.filter(pk=recipient.pk).update(mailed_at=at)
    return Reason("已交给邮件服务器")
