"""More time: asked for with a reason, approved by somebody else."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from zoufang.engines.refusal import Refused
from zoufang.engines.workdays import add_workdays
from zoufang.ground.accounts.actor import Actor
from zoufang.ground.journal.actions import record
from zoufang.stages.problem import queries, rules
from zoufang.stages.problem.actions.moving import locked, step
from zoufang.stages.problem.models import Extension, Problem
from zoufang.stages.problem.states import OPEN, StepKind


@transaction.atomic
def ask_extension(*, problem: Problem, workdays: int, reason: str, by: Actor, at: datetime) -> Extension:
    """The wish waits for somebody's approval. Refused without a reason, beyond the most, or while one waits."""
    problem = locked(problem)
    if problem.state not in OPEN:
        raise Refused("这件问题已经答复,不用延期")
    if queries.open_extension(problem) is not None:
        raise Refused("已有一次延期在等批准")
    most = problem.campaign.limit("extension_workdays")
    if reasons := rules.why_not_extend(asked=workdays, given=queries.given_days(problem), most=most, reason=reason):
        raise Refused(reasons)
    asked = Extension.objects.create(
        problem=problem, workdays=workdays, reason=reason.strip(), asked_by_id=by.id or None, asked_at=at
    )
    record("problem.extension_asked", problem, by=by, at=at, unit=problem.school, facts={"workdays": workdays})
    return asked


@transaction.atomic
def decide_extension(*, extension: Extension, approved: bool, by: Actor, at: datetime) -> None:
    """Approved, the limit moves; else it stays. Refused for whoever asked."""
    problem = locked(extension.problem)
    extension = Extension.objects.select_for_update().get(pk=extension.pk)
    if extension.is_approved is not None:
        raise Refused("这次延期已经批过了")
    if reasons := rules.why_not_decide(asked_by=extension.asked_by_id, decider=by.id):
        raise Refused(reasons)
    extension.is_approved, extension.decided_by_id, extension.decided_at = approved, by.id or None, at
    extension.save()
    if approved:
        problem.due_until = add_workdays(timezone.localtime(max(problem.due_until, at)), extension.workdays)
        problem.extended_count += 1
        problem.save()
        step(problem, StepKind.EXTENDED, by=by, at=at, note=extension.reason, until=problem.due_until)
    record(
        "problem.extension_decided",
        problem,
        by=by,
        at=at,
        unit=problem.school,
        outcome="done" if approved else "refused",
    )
