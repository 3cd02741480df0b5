"""Teachers go out and come back; when they are not back in time, the school's leaders are told."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zoufang.engines.refusal import Reason, Refused
from zoufang.ground.accounts.actor import Actor
from zoufang.ground.accounts.models import Post, User
from zoufang.ground.accounts.states import Role
from zoufang.ground.journal.actions import record
from zoufang.ground.org.models import Unit
from zoufang.ground.outbox.actions import post
from zoufang.ground.outbox.mails import hand_over
from zoufang.stages.schedule import rules
from zoufang.stages.schedule.access import may_go_out, may_report_back
from zoufang.stages.schedule.models import Appointment, Outing
from zoufang.stages.schedule.queries import open_outing_with
from zoufang.stages.schedule.states import AppointmentState
from zoufang.web.words import clock

LATE = "schedule.late_return"


@transaction.atomic
def leave(*, appointment: Appointment, by: Actor, at: datetime) -> Outing:
    """These teachers are out, for this family and those of the same way; whoever is out already stays so.

    Refused for every reason of `rules.why_not_leave`.
    """
    appointment = (
        Appointment.objects.select_for_update(of=("self",)).select_related("klass", "campaign").get(pk=appointment.pk)
    )
    list(User.objects.select_for_update().filter(pk=by.id))
    reasons = rules.why_not_leave(
        may=may_go_out(by, appointment),
        stands=appointment.state == AppointmentState.BOOKED,
        has_a_way=appointment.form in rules.WITH_A_WAY,
        is_today=timezone.localdate(appointment.starts_at) == timezone.localdate(at),
    )
    if reasons:
        raise Refused(reasons)
    if out := open_outing_with(by):
        return _further(out, appointment, at=at)
    stops = _stops(appointment, by)
    outing = Outing.objects.create(
        klass=appointment.klass, left_by_id=by.id, left_at=at, back_until=_back_until(stops[-1], at)
    )
    outing.stops.set(stops)
    outing.people.set({*appointment.teachers.all(), User.objects.get(pk=by.id)})
    _watch(outing, appointment, at=at)
    record("outing.left", outing, by=by, at=at, unit=outing.klass, facts={"stops": len(stops)})
    return outing


@transaction.atomic
def stay_longer(*, outing: Outing, by: Actor, at: datetime) -> Outing:
    """Half an hour more than was meant. Refused to whoever is not out, and once they are back."""
    outing = _out(outing, by)
    if outing.returned_at is not None:
        raise Refused("已经报过返回了")
    outing.back_until = max(outing.back_until, at) + timedelta(minutes=rules.LONGER_MINUTES)
    outing.leaders_told_at = None
    outing.save(update_fields=["back_until", "leaders_told_at"])
    _watch(outing, outing.stops.select_related("campaign")[0], at=at)
    record("outing.prolonged", outing, by=by, at=at, unit=outing.klass)
    return outing


@transaction.atomic
def come_back(*, outing: Outing, by: Actor, at: datetime) -> Outing:
    """They are back. Said before: nothing is done again. Refused to whoever was not out and does not lead the school."""
    outing = _out(outing, by)
    if outing.returned_at is not None:
        return outing
    outing.returned_at, outing.returned_by_id = at, by.id
    outing.save(update_fields=["returned_at", "returned_by"])
    record("outing.returned", outing, by=by, at=at, unit=outing.klass, facts={"late": at > outing.back_until})
    return outing


def tell_late(public_id: str, *, at: datetime) -> str:
    """The leaders know that somebody is not back, in words for the outbox. Not where they are back or stay longer by now."""
    outing = Outing.objects.select_related("klass").filter(public_id=public_id).first()
    if outing is None or outing.returned_at is not None:
        return Reason("已经返回,没有发")
    if at < outing.back_until:
        return Reason("返回时间已延后,没有发")
    if outing.leaders_told_at is not None:
        return Reason("已经发过")
    mails = sorted({each.user.email for each in leaders_of(outing.klass, at=at) if each.user.email})
    if not mails:
        return Reason("园里带班的账号没有邮箱,登录后首页能看到")
    names = "、".join(outing.people.order_by("pk").values_list("name", flat=True))
    # Of the family nothing: where they went stands on the page, for those who may read it.
    message = EmailMessage(
        subject=_("走访的老师还没有报返回"),
        body=_(
            "%(names)s外出走访,预计 %(clock)s 返回,现在还没有报返回。请打个电话问一问。\n去了哪里,登录后看:%(address)s"
        )
        % {"names": names, "clock": clock(outing.back_until), "address": f"{settings.PUBLIC_URL}/schedule/out/"},
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=mails,
        headers={
            "Message-ID": f"<late-{outing.public_id}-{outing.back_until:%H%M}@{urlsplit(settings.PUBLIC_URL).hostname}>"
        },
    )
    hand_over(message)
    Outing.objects.filter(pk=outing.pk).update(leaders_told_at=at)
    return Reason("已交给邮件服务器")


def leaders_of(klass: Unit, *, at: datetime) -> list[Post]:
    """Who answers for the safety of the school's teachers that day."""
    held = Post.objects.held(on=timezone.localdate(at)).of_role(Role.PRINCIPAL, Role.LEADER)
    return list(held.filter(unit=klass.get_parent(), user__is_active=True).select_related("user").order_by("pk"))


def _further(out: Outing, appointment: Appointment, *, at: datetime) -> Outing:
    """On to a family that was not foreseen, or away again without having reported the return: watched until then."""
    if out.stops.filter(pk=appointment.pk).exists():
        return out
    out.stops.add(appointment)
    until = _back_until(appointment, at)
    if until > out.back_until:
        out.back_until, out.leaders_told_at = until, None
        out.save(update_fields=["back_until", "leaders_told_at"])
        _watch(out, appointment, at=at)
    return out


def _back_until(last: Appointment, at: datetime) -> datetime:
    travel = timedelta(minutes=last.campaign.limit("travel_minutes"))
    return rules.back_until(now=at, last=_span(last), travel=travel)


def _watch(outing: Outing, appointment: Appointment, *, at: datetime) -> None:
    # It belongs to no unit: the outbox's page of the school is not where people look for someone missing.
    due = outing.back_until + timedelta(minutes=appointment.campaign.limit("late_return_minutes"))
    post(LATE, outing, unit=None, at=at, due_at=due, key=f"{LATE}:{outing.public_id}:{outing.back_until.isoformat()}")


def _stops(first: Appointment, by: Actor) -> list[Appointment]:
    same_day = Appointment.objects.filter(
        state=AppointmentState.BOOKED,
        form__in=rules.WITH_A_WAY,
        starts_at__gt=first.starts_at,
        starts_at__date=timezone.localdate(first.starts_at),
        teachers__in=first.teachers.all(),
    )
    later = list(same_day.exclude(pk=first.pk).distinct().order_by("starts_at", "pk"))
    return [first, *later[: rules.stops_of_one_way(_span(first), [_span(each) for each in later])]]


def _span(appointment: Appointment) -> rules.Span:
    return rules.Span(appointment.starts_at, appointment.ends_at)


def _out(outing: Outing, by: Actor) -> Outing:
    outing = Outing.objects.select_for_update(of=("self",)).select_related("klass").get(pk=outing.pk)
    if not may_report_back(by, outing):
        raise Refused("只有外出的老师或园里带班的人可以报返回")
    return outing
