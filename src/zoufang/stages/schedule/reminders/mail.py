"""By mail, to the address that the family gave: time and place, no child's name, the door's address without the token."""

from __future__ import annotations

import smtplib
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import BadHeaderError, EmailMessage, get_connection
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from zoufang.engines.refusal import Reason
from zoufang.ground.campaign.states import REMOTE, VisitForm
from zoufang.ground.outbox.actions import post as post_to_outbox
from zoufang.ground.outbox.delivery import CannotDeliver, TryLater
from zoufang.stages.schedule.models import Appointment, Reminder
from zoufang.stages.schedule.states import AppointmentState
from zoufang.stages.signup.models import Signup
from zoufang.stages.signup.states import RemindBy
from zoufang.web.words import clock, full_day

NAME = RemindBy.MAIL
KIND = "schedule.reminder"


def is_on() -> bool:
    """Does mail leave this house? In the demo it is written to files, to be looked at."""
    return not settings.EMAIL_BACKEND.endswith("filebased.EmailBackend") or settings.IS_DEMO()


def post(*, reminder: Reminder, signup: Signup, at: datetime) -> None:
    """A row of the outbox that names the reminder alone; the address is looked up when it is sent."""
    if signup.remind_mail:
        post_to_outbox(KIND, reminder, unit=reminder.appointment.klass, at=at)


def deliver(public_id: str, *, at: datetime) -> str:
    """The mail is with the mail server. Not sent for a time that does not stand any more; sent before: not again."""
    reminder = (
        Reminder.objects.select_related("appointment__campaign__unit", "appointment__household")
        .filter(public_id=public_id)
        .first()
    )
    if reminder is None:
        return Reason("这次走访已经不在了,没有发")
    appointment = reminder.appointment
    signup = Signup.objects.filter(campaign=appointment.campaign, household=appointment.household).first()
    if reminder.done_at is not None:
        return Reason("已经发过")
    if appointment.state != AppointmentState.BOOKED or appointment.starts_at != reminder.for_time:
        return Reason("时间已取消或已改,没有发")
    if reminder.for_time <= at:
        return Reason("走访时间已过,没有发")
    if signup is None or signup.remind_by != RemindBy.MAIL or not signup.remind_mail:
        return Reason("家长不要邮件提醒了,没有发")
    send(message_of(reminder, signup))
    Reminder.objects.filter(pk=reminder.pk).update(done_at=at)
    return Reason("已交给邮件服务器")


def message_of(reminder: Reminder, signup: Signup) -> EmailMessage:
    """The mail, in the family's language. The same Message-ID however often it is tried."""
    appointment = reminder.appointment
    with translation.override(signup.language or settings.LANGUAGE_CODE):
        school = appointment.campaign.unit.name
        # The day in full: a mail is read hours later, when "tomorrow" would be the wrong day.
        when = f"{full_day(timezone.localdate(appointment.starts_at))} {clock(appointment.starts_at)}"
        lines = [
            _("您好!"),
            "",
            _("%(school)s提醒您:您约了一次走访。") % {"school": school},
            _("时间:%(when)s") % {"when": when},
            _("方式和地点:%(where)s") % {"where": _where(appointment)},
            "",
            _("要改时间或取消,请打开您的专属链接;链接丢了可以从这里进:%(door)s") % {"door": f"{settings.PUBLIC_URL}/f"},
            _("这封信是您自己选的提醒。不想再收,在您家的走访页面里改成“不用提醒”。"),
        ]
        return EmailMessage(
            subject=_("走访提醒:%(when)s") % {"when": when},
            body="\n".join(lines) + "\n",
            from_email=settings.DEFAULT_FROM_EMAIL,
            to=[signup.remind_mail],
            headers={"Message-ID": f"<reminder-{reminder.public_id}@{urlsplit(settings.PUBLIC_URL).hostname}>"},
        )


def _where(appointment: Appointment) -> str:
    label = appointment.get_form_display()
    if appointment.form == VisitForm.SCHOOL:
        return " · ".join(filter(None, (label, appointment.campaign.unit.name, appointment.campaign.unit.address)))
    if appointment.form in REMOTE:
        return label
    return f"{label} · {_('约好的地点') if appointment.form == VisitForm.COMMUNITY else _('您家')}"


def send(message: EmailMessage) -> None:
    """To the mail server; what it does not take raises TryLater or CannotDeliver."""
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
