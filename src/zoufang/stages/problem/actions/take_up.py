"""A problem is taken up, given to somebody, handed back, passed up."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from zoufang.engines.refusal import Refused
from zoufang.engines.workdays import add_workdays
from zoufang.ground.accounts.actor import Actor
from zoufang.ground.accounts.models import User
from zoufang.ground.journal.actions import record
from zoufang.stages.problem import rules
from zoufang.stages.problem.actions.moving import locked, resume, step
from zoufang.stages.problem.models import Problem
from zoufang.stages.problem.states import Level, ProblemState, StepKind


@transaction.atomic
def accept(*, problem: Problem, by: Actor, at: datetime, told_family: bool = False) -> None:
    """Somebody works on it. `told_family`: the first contact was made now."""
    problem = locked(problem, to=ProblemState.ACCEPTED)
    problem.state = ProblemState.ACCEPTED
    problem.owner_id = problem.owner_id or by.id
    if told_family and problem.first_contact_at is None:
        problem.first_contact_at = at
    problem.save()
    step(problem, StepKind.ACCEPTED, by=by, at=at)
    record("problem.accepted", problem, by=by, at=at, unit=problem.school)


@transaction.atomic
def assign(
    *, problem: Problem, owner: User, by: Actor, at: datetime, department: str = "", due_on: datetime | None = None
) -> None:
    """It has an owner and a date. Refused for whom it is about, or with a date later than the limit allows."""
    problem = locked(problem, to=ProblemState.ASSIGNED)
    if owner.pk == problem.about_person_id:
        raise Refused("这件问题涉及此人,请交给别人办")
    if due_on is not None:
        most = add_workdays(
            timezone.localtime(at),
            problem.campaign.limit("settle_workdays") + problem.campaign.limit("extension_workdays"),
        )
        if not at <= due_on <= most + timedelta(days=1):
            raise Refused("期限要在今天之后,也不能超过可延期的最长时间")
        problem.due_until = due_on
    problem.state, problem.owner, problem.department = ProblemState.ASSIGNED, owner, department.strip()[:60]
    problem.save()
    step(problem, StepKind.ASSIGNED, by=by, at=at, to=owner, until=problem.due_until)
    record("problem.assigned", problem, by=by, at=at, unit=problem.school)


@transaction.atomic
def hand_back(*, problem: Problem, reason: str, by: Actor, at: datetime) -> None:
    """It has no owner again and waits to be assigned. Refused without a reason, or after two working days."""
    problem = locked(problem, to=ProblemState.RAISED)
    given = problem.steps.filter(kind=StepKind.ASSIGNED).last()
    if reasons := rules.why_not_hand_back(
        assigned_at=timezone.localtime(given.at) if given else None,
        now=timezone.localtime(at),
        most=problem.campaign.limit("hand_back_workdays"),
        reason=reason,
    ):
        raise Refused(reasons)
    problem.state, problem.owner = ProblemState.RAISED, None
    problem.save()
    step(problem, StepKind.HANDED_BACK, by=by, at=at, note=reason)
    record("problem.handed_back", problem, by=by, at=at, unit=problem.school)


@transaction.atomic
def pass_up(*, problem: Problem, reason: str, by: Actor, at: datetime) -> None:
    """It is the district's; it has left the school's list of what to do. Refused without a reason."""
    problem = locked(problem, to=ProblemState.PASSED_UP)
    if not reason.strip():
        raise Refused("请写明为什么要上报区里")
    problem.state, problem.level, problem.owner = ProblemState.PASSED_UP, Level.DISTRICT, None
    problem.save()
    step(problem, StepKind.PASSED_UP, by=by, at=at, note=reason)
    record("problem.passed_up", problem, by=by, at=at, unit=problem.school)


@transaction.atomic
def note_progress(*, problem: Problem, measures: str, progress: str, by: Actor, at: datetime) -> None:
    """What is being done stands with it; work has begun."""
    to = (
        ProblemState.IN_PROGRESS
        if problem.state in (ProblemState.ACCEPTED, ProblemState.SENT_BACK, ProblemState.ASSIGNED)
        else ""
    )
    problem = locked(problem, to=to)
    if not measures.strip() and not progress.strip():
        raise Refused("请写整改措施或办理进展")
    problem.measures, problem.progress = measures.strip(), progress.strip()
    if to:
        resume(problem, at)
        problem.state = ProblemState.IN_PROGRESS
        step(problem, StepKind.STARTED, by=by, at=at, note=progress)
    problem.save()
    record("problem.progress_noted", problem, by=by, at=at, unit=problem.school)


@transaction.atomic
def classify(
    *, problem: Problem, nature: str, topic: str, area: str, by: Actor, at: datetime, subtopic: str = ""
) -> None:
    """Nature, topic and area are as given; names are the campaign's own."""
    problem = locked(problem)
    problem.nature, problem.topic, problem.subtopic, problem.area = nature[:40], topic[:40], subtopic[:40], area[:40]
    problem.save()
    record("problem.classified", problem, by=by, at=at, unit=problem.school)
