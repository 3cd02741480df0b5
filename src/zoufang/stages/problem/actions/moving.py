"""What every act on a problem has in common: lock it, see whether its life leads there, leave a step."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from zoufang.engines.refusal import Reason, Refused
from zoufang.ground.accounts.actor import Actor
from zoufang.ground.accounts.models import User
from zoufang.ground.accounts.states import ActorKind
from zoufang.stages.problem import rules
from zoufang.stages.problem.models import Problem, ProblemStep
from zoufang.stages.problem.states import ProblemState, StepKind

LONGEST = 5_000


def locked(problem: Problem, *, to: str = "") -> Problem:
    """The row, locked. Refused where a problem's life does not lead from its state to `to`."""
    row = (
        Problem.objects.select_for_update(of=("self",)).select_related("campaign", "school", "klass").get(pk=problem.pk)
    )
    if to and not rules.may_go(row.state, to):
        words = ProblemState(row.state).label
        raise Refused(Reason("这件问题现在是“%(state)s”,不能这样办;请刷新后再看", state=str(words)))
    return row


def step(
    problem: Problem,
    kind: StepKind,
    *,
    by: Actor,
    at: datetime,
    note: str = "",
    to: User | None = None,
    until: datetime | None = None,
) -> None:
    """A line in the problem's story."""
    ProblemStep.objects.create(
        problem=problem,
        kind=kind,
        at=at,
        by_id=by.id if by.kind == ActorKind.STAFF else None,
        by_family=by.kind == ActorKind.FAMILY,
        note=note.strip()[:LONGEST],
        to=to,
        until=until,
    )


def resume(problem: Problem, at: datetime) -> None:
    """The family is no longer waited for: the clock goes on, its limit moved by the time it stood."""
    problem.due_until = rules.after_a_pause(
        due_until=timezone.localtime(problem.due_until),
        paused_at=timezone.localtime(problem.paused_at) if problem.paused_at else None,
        now=timezone.localtime(at),
    )
    problem.paused_at = None
