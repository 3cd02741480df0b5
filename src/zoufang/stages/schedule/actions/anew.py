"""Weather, illness: a booked time falls through on the school's side, and the family is asked for another."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from zoufang.engines.refusal import Reason, Refused
from zoufang.ground.accounts.actor import Actor
from zoufang.ground.channels.actions import post_sms, send_sms
from zoufang.ground.channels.queries import sms_is_set_up, was_text_written, what_a_text_is_about
from zoufang.ground.journal.actions import record
from zoufang.ground.outbox.actions import post
from zoufang.ground.outbox.delivery import CannotDeliver
from zoufang.ground.outbox.mails import hand_over
from zoufang.stages.schedule import rules
from zoufang.stages.schedule.actions.cancel import cancel_appointment
from zoufang.stages.schedule.models import Appointment, NewTimeAsked
from zoufang.stages.schedule.queries import has_time_again, reminder_channels
from zoufang.stages.schedule.reminders.sms import phone_of
from zoufang.stages.schedule.states import CancelReason
from zoufang.stages.signup.models import Signup
from zoufang.stages.signup.states import RemindBy
from zoufang.web.words import clock, full_day

ASKED = "schedule.new_time_asked"
TEXTED = "schedule.new_time_text"
TEXT = "visit_moved"


@transaction.atomic
def ask_new_time(*, appointment: Appointment, reason: str, by: Actor, at: datetime) -> NewTimeAsked:
    """The time is free again and the family is asked for another: on its own page, and by mail or text where it chose that; else
    a teacher tells it. Refused for a reason that is not the school's, and for what does not stand or is over."""
    if reason not in rules.SCHOOLS_REASONS:
        raise Refused("请选“天气不好”或“老师来不了”")
    if appointment.ends_at <= at:
        raise Refused("这一次的时间已经过去了,请直接记录结果")
    cancelled = cancel_appointment(appointment=appointment, reason=reason, by=by, at=at)
    signup = Signup.objects.filter(campaign=cancelled.campaign_id, household=cancelled.household_id).first()
    channel = _channel(signup)
    asked, _new = NewTimeAsked.objects.update_or_create(
        appointment=cancelled,
        defaults={"channel": channel, "asked_by_id": by.id or None, "asked_at": at, "told_at": None},
    )
    if channel != RemindBy.TEACHER:
        key = f"{ASKED}:{asked.public_id}:{cancelled.sequence}"
        post(ASKED, asked, unit=cancelled.klass, at=at, due_at=at + rules.TIME_TO_TAKE_BACK, key=key)
    record("appointment.new_time_asked", cancelled, by=by, at=at, unit=cancelled.klass, facts={"by": str(channel)})
    return asked


@transaction.atomic
def note_told(*, asked: NewTimeAsked, by: Actor, at: datetime) -> None:
    """A teacher told the family. Noted before: nothing is done again."""
    asked = NewTimeAsked.objects.select_for_update().select_related("appointment__klass").get(pk=asked.pk)
    if asked.told_at is not None:
        return
    asked.told_at = at
    asked.save(update_fields=["told_at"])
    record("appointment.family_told", asked, by=by, at=at, unit=asked.appointment.klass)


def deliver_asked(public_id: str, *, at: datetime) -> str:
    """The mail is with the mail server, or the text on its way. Not sent where the family has a time again; a teacher tells
    it where it wants neither any more."""
    found = NewTimeAsked.objects.select_related("appointment__campaign__unit", "appointment__household")
    asked = found.filter(public_id=public_id).first()
    if asked is None:
        return Reason("这次走访已经不在了,没有发")
    appointment = asked.appointment
    signup = Signup.objects.filter(campaign=appointment.campaign, household=appointment.household).first()
    if asked.told_at is not None:
        return Reason("已经发过")
    if has_time_again(appointment):
        return Reason("已经另约了时间,没有发")
    if signup is None or _channel(signup) != asked.channel:
        NewTimeAsked.objects.filter(pk=asked.pk).update(channel=RemindBy.TEACHER)
        return Reason("家长换了提醒方式,请老师告诉")
    if asked.channel == RemindBy.SMS:
        return _text(asked, signup, at=at)
    with _else_a_teacher(asked.public_id):
        hand_over(_message(asked, signup))
    NewTimeAsked.objects.filter(pk=asked.pk).update(told_at=at)
    return Reason("已交给邮件服务器")


def deliver_asked_text(text_id: str, *, at: datetime) -> str:
    """The text is sent, and the family stands as told. Raises TryLater, CannotDeliver."""
    asked_id = what_a_text_is_about(text_id)
    with _else_a_teacher(asked_id):
        words = send_sms(text_id, at=at)
    NewTimeAsked.objects.filter(public_id=asked_id).update(told_at=at)
    return words


@contextmanager
def _else_a_teacher(asked_id: str) -> Iterator[None]:
    """What can never be delivered is on the teachers' page from now on, or the family would wait in vain that day."""
    try:
        yield
    except CannotDeliver:
        NewTimeAsked.objects.filter(public_id=asked_id).update(channel=RemindBy.TEACHER)
        raise


def _channel(signup: Signup | None) -> RemindBy:
    """How this family hears of it: as it chose to be reminded, where that can be done here."""
    if signup is None:
        return RemindBy.TEACHER
    if signup.remind_by == RemindBy.MAIL and signup.remind_mail and RemindBy.MAIL.value in reminder_channels():
        return RemindBy.MAIL
    if signup.remind_by == RemindBy.SMS and sms_is_set_up(TEXT) and phone_of(signup):
        return RemindBy.SMS
    return RemindBy.TEACHER


@transaction.atomic
def _text(asked: NewTimeAsked, signup: Signup, *, at: datetime) -> str:
    local, school = timezone.localtime(asked.appointment.starts_at), asked.appointment.campaign.unit
    values = {"school": school.name, "time": f"{local.month}月{local.day}日 {local:%H:%M}"}
    if not was_text_written(asked.public_id, since=asked.asked_at):
        about = asked.public_id
        post_sms(to=phone_of(signup), template=TEXT, values=values, unit=school, at=at, about=about, deliver_as=TEXTED)
    return Reason("已写成短信")


def _message(asked: NewTimeAsked, signup: Signup) -> EmailMessage:
    appointment = asked.appointment
    with translation.override(signup.language or settings.LANGUAGE_CODE):
        when = f"{full_day(timezone.localdate(appointment.starts_at))} {clock(appointment.starts_at)}"
        why = _("天气不好") if appointment.cancel_reason == CancelReason.WEATHER else _("老师来不了")
        lines = [
            _("您好!"),
            "",
            _("%(school)s告诉您:%(when)s 的走访要换个时间(%(why)s)。")
            % {"school": appointment.campaign.unit.name, "when": when, "why": why},
            _("请打开您的专属链接再选几个方便的时间;链接丢了可以从这里进:%(door)s")
            % {"door": f"{settings.PUBLIC_URL}/f"},
            _("给您添麻烦了。"),
        ]
        return EmailMessage(
            subject=_("走访要换个时间:%(when)s") % {"when": when},
            body="\n".join(lines) + "\n",
            from_email=settings.DEFAULT_FROM_EMAIL,
            to=[signup.remind_mail],
            headers={
                "Message-ID": f"<anew-{asked.public_id}-{appointment.sequence}@{urlsplit(settings.PUBLIC_URL).hostname}>"
            },
        )
