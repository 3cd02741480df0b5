"""Reports of suspected harm, for the few who may know of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from zoufang.ground.accounts.actor import Actor
from zoufang.ground.accounts.models import Post, User
from zoufang.ground.accounts.states import Role
from zoufang.ground.org.models import Unit
from zoufang.ground.org.queries import district_of
from zoufang.ground.org.states import UnitKind
from zoufang.ground.privacy.fields import fingerprint
from zoufang.stages.safeguarding import rules
from zoufang.stages.safeguarding.models import HarmReport, ReportRecipient
from zoufang.stages.safeguarding.states import Receiver, ReportState, ReportStepKind


@dataclass(frozen=True)
class Recipient:
    """To whom a report went, as the one who reported is told."""

    name: str
    role: str
    told_at: datetime
    opened_at: datetime | None


@dataclass(frozen=True)
class Followed:
    """How a report stands, for the one who holds its code: nothing of what was written in it."""

    state: str
    state_label: str
    sent_at: datetime
    recipients: tuple[Recipient, ...]
    steps: tuple[tuple[datetime, str, str], ...]
    is_closed: bool


def reports_of(actor: Actor) -> QuerySet[HarmReport]:
    """Every report that this person may know of: a principal's own school's, a district administrator's what went to the
    district. Never what is about oneself. Leaders, clerks, teachers and inspectors: none."""
    inside = Q(pk__in=[])
    for path in actor.paths_as(Role.PRINCIPAL):
        inside |= Q(receiver=Receiver.PRINCIPAL, school__path=path)
    for path in actor.paths_as(Role.DISTRICT_ADMIN):
        up = Q(receiver=Receiver.DISTRICT) | Q(passed_up_at__isnull=False)
        inside |= up & Q(school__path__startswith=path)
    return HarmReport.objects.filter(inside).exclude(about_person=actor.id).select_related("school")


def older_than(reports: QuerySet[HarmReport], public_id: str) -> QuerySet[HarmReport]:
    """Those that follow this one in the list: open before closed, the newest first."""
    open_ones, closed = reports.filter(closed_at__isnull=True), reports.filter(closed_at__isnull=False)
    last = reports.filter(public_id=public_id).first() if public_id else None
    if last is None:
        return (open_ones | closed).order_by(F("closed_at").desc(nulls_first=True), "-sent_at", "-pk")
    before = Q(sent_at__lt=last.sent_at) | Q(sent_at=last.sent_at, pk__lt=last.pk)
    if last.closed_at is None:
        found = reports.filter(Q(closed_at__isnull=True) & before | Q(closed_at__isnull=False))
    else:
        found = closed.filter(Q(closed_at__lt=last.closed_at) | Q(closed_at=last.closed_at) & before)
    return found.order_by(F("closed_at").desc(nulls_first=True), "-sent_at", "-pk")


def unopened_of(actor: Actor) -> int:
    """How many wait to be looked at."""
    if not actor.is_any(Role.PRINCIPAL, Role.DISTRICT_ADMIN):
        return 0
    mine = ReportRecipient.objects.filter(report=OuterRef("pk"), user=actor.id, opened_at__isnull=False)
    return reports_of(actor).exclude(state=ReportState.CLOSED).exclude(Exists(mine)).count()


def report_by_code(code: str) -> HarmReport | None:
    """The report that this code follows."""
    said = rules.cleaned_code(code)
    if not rules.is_code(said):
        return None
    return HarmReport.objects.filter(code_hash=fingerprint("report", said)).select_related("school").first()


def followed(report: HarmReport) -> Followed:
    """The report as its reporter follows it."""
    recipients = report.recipients.select_related("user")
    steps = [
        (step.at, str(step.get_kind_display()), step.note if step.kind == ReportStepKind.WORD else "")
        for step in report.steps.all()
    ]
    return Followed(
        state=report.state,
        state_label=str(report.get_state_display()),
        sent_at=report.sent_at,
        recipients=tuple(Recipient(r.user.name, str(Role(r.role).label), r.told_at, r.opened_at) for r in recipients),
        steps=tuple(steps),
        is_closed=report.state == ReportState.CLOSED,
    )


def people_told(school: Unit, receiver: str, *, on: date, not_to: User | None = None) -> list[tuple[User, Role]]:
    """Who is told today: the school's principals, or the administrators of the district above it; never the person
    whom it concerns."""
    role = Role.PRINCIPAL if receiver == Receiver.PRINCIPAL else Role.DISTRICT_ADMIN
    unit = school if receiver == Receiver.PRINCIPAL else district_of(school)
    if unit is None:
        return []
    posts = Post.objects.held(on=on).of_role(role).filter(unit=unit, user__is_active=True).select_related("user")
    return [(post.user, role) for post in posts.order_by("pk") if not_to is None or post.user_id != not_to.pk]


def schools_worked_at(actor: Actor) -> list[Unit]:
    """The schools at which this person holds a post, their own or by a class."""
    paths = {
        duty.path if duty.kind == UnitKind.SCHOOL else duty.path[: -Unit.steplen]
        for duty in actor.duties
        if duty.kind in (UnitKind.SCHOOL, UnitKind.CLASS)
    }
    return list(Unit.objects.schools().filter(path__in=paths).order_by("name"))


def staff_to_name(school: Unit, *, on: date) -> list[tuple[str, str]]:
    """The people of a school whom a report may name: public id and name."""
    held = Post.objects.held(on=on).filter(unit__path__startswith=school.path)
    people = User.objects.filter(pk__in=held.values("user")).order_by("name", "pk")
    return [(one.public_id, one.name) for one in people]


def person_of(school: Unit, public_id: str, *, on: date) -> User | None:
    """The member of the school's staff with this public id."""
    held = Post.objects.held(on=on).filter(unit__path__startswith=school.path)
    return User.objects.filter(pk__in=held.values("user"), public_id=public_id).first()
