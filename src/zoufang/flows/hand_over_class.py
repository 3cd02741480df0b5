"""Hand a class over: posts, appointments, open visits and open problems pass on in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from zoufang.ground.accounts.actor import Actor
from zoufang.ground.accounts.models import Post, User
from zoufang.ground.accounts.states import Role
from zoufang.ground.campaign.queries import running_campaign
from zoufang.ground.journal.actions import record
from zoufang.ground.org.models import Unit
from zoufang.ground.org.queries import school_of
from zoufang.stages.assignment.actions import take_over_posts
from zoufang.stages.assignment.models import Handover
from zoufang.stages.problem.models import Problem, ProblemStep
from zoufang.stages.problem.states import ENDED, Circle, StepKind
from zoufang.stages.schedule.models import Appointment
from zoufang.stages.schedule.states import AppointmentState
from zoufang.stages.visit.actions import mark_authors, renew_cards
from zoufang.stages.visit.models import Visit
from zoufang.stages.visit.states import RecordField, VisitState

STEP_NOTE = "班级交接,由接手的老师继续办理"


@dataclass(frozen=True)
class OpenWork:
    """What a teacher has open in a class. Complaints about a person are in no count: none of it may show them."""

    appointments: int
    visits: int
    problems: int

    @property
    def is_any(self) -> bool:
        return bool(self.appointments or self.visits or self.problems)


@dataclass(frozen=True)
class HandedOver:
    """The record, how many appointments now meet others of the successor in time, how many families have a new card."""

    handover: Handover
    appointments: int
    clashes: int
    new_cards: int


def open_work_of(klass: Unit, teacher: User) -> OpenWork:
    """What would pass on."""
    problems = _problems(klass, teacher).filter(is_about_a_person=False, about_person=None, circle=Circle.SCHOOL)
    return OpenWork(_appointments(klass, teacher).count(), _visits(klass, teacher).count(), problems.count())


@transaction.atomic
def hand_over_class(
    *, klass: Unit, from_teacher: User, to_teacher: User, on: date, note: str, by: Actor, at: datetime
) -> HandedOver:
    """The successor answers for the class from that day on, with everything that was open; nothing falls between. Families
    that hold the contact card get the new one, that day or (by the clock) on the day that is still to come.

    What is half written is finished by the successor, and still says who went.

    Complaints about a person go to the principal instead, and stand in no count. Refused as `take_over_posts` is.
    """
    take_over_posts(klass=klass, from_teacher=from_teacher, to_teacher=to_teacher, on=on, note=note, by=by, at=at)
    appointments = list(_appointments(klass, from_teacher).select_for_update(of=("self",)))
    clashes = sum(_meets_another(each, to_teacher) for each in appointments)
    for appointment in appointments:
        appointment.teachers.remove(from_teacher)
        appointment.teachers.add(to_teacher)
        appointment.sequence += 1
        appointment.save(update_fields=["sequence"])
    visits = list(_visits(klass, from_teacher).select_for_update(of=("self",)))
    for visit in visits:
        # Who went, went: where the talk has been, the successor takes over the record and not the going.
        if not visit.outcome:
            visit.visitors.remove(from_teacher)
            visit.visitors.add(to_teacher)
            mark_authors(visit, [RecordField.VISITORS], by=by, at=at)
    problems = list(_problems(klass, from_teacher).select_for_update(of=("self",)))
    passed = [_pass_on(each, from_teacher, to_teacher, by, at) for each in problems]
    handover = Handover.objects.create(
        klass=klass,
        from_teacher=from_teacher,
        to_teacher=to_teacher,
        handed_over_on=on,
        open_visit_count=len(visits),
        open_problem_count=sum(passed),
        note=note.strip(),
        recorded_by_id=by.id or None,
        recorded_at=at,
    )
    campaign = running_campaign(school_of(klass))
    new_cards = renew_cards(campaign=campaign, by=by, at=at, klass=klass) if campaign else 0
    for problem in problems:
        record("problem.handed_over", problem, by=by, at=at, unit=klass)
    facts = {"appointments": len(appointments), "visits": len(visits), "problems": sum(passed)}
    record("assignment.class_handed_over", handover, by=by, at=at, unit=klass, facts=facts)
    return HandedOver(handover, len(appointments), clashes, new_cards)


def _pass_on(problem: Problem, from_teacher: User, to_teacher: User, by: Actor, at: datetime) -> bool:
    """Owner and lead pass to the successor (true); what stands in an inner circle goes past her, and stays in it."""
    is_about = problem.is_about_a_person or problem.about_person_id is not None or problem.circle != Circle.SCHOOL
    to = _principal_for(problem, from_teacher) if is_about else to_teacher
    if problem.owner_id == from_teacher.pk:
        problem.owner = to
    if problem.leader_id == from_teacher.pk:
        problem.leader = to
    problem.save(update_fields=["owner", "leader"])
    ProblemStep.objects.create(
        problem=problem, kind=StepKind.ASSIGNED, at=at, by_id=by.id or None, to=to, note=STEP_NOTE
    )
    return not is_about


def _principal_for(problem: Problem, from_teacher: User) -> User | None:
    if problem.circle == Circle.DISTRICT:
        return None
    posts = Post.objects.filter(role=Role.PRINCIPAL, unit=problem.school, until__isnull=True, user__is_active=True)
    posts = posts.exclude(user_id__in=[from_teacher.pk, problem.about_person_id or 0])
    post = posts.select_related("user").order_by("since", "pk").first()
    return post.user if post else None


def _appointments(klass: Unit, teacher: User) -> QuerySet[Appointment]:
    return Appointment.objects.filter(klass=klass, state=AppointmentState.BOOKED, teachers=teacher).order_by("pk")


def _visits(klass: Unit, teacher: User) -> QuerySet[Visit]:
    return Visit.objects.filter(klass=klass, state=VisitState.PLANNED, visitors=teacher).order_by("pk")


def _problems(klass: Unit, teacher: User) -> QuerySet[Problem]:
    hers = Q(owner=teacher) | Q(leader=teacher)
    return Problem.objects.filter(hers, klass=klass).exclude(state__in=ENDED).order_by("pk")


def _meets_another(appointment: Appointment, teacher: User) -> bool:
    others = Appointment.objects.filter(state=AppointmentState.BOOKED, teachers=teacher).exclude(pk=appointment.pk)
    return others.filter(starts_at__lt=appointment.ends_at, ends_at__gt=appointment.starts_at).exists()
