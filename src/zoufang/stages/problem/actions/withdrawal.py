"""A family takes its matter back, and within days may want it settled after all."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zoufang.engines.refusal import Refused
from zoufang.ground.accounts.actor import Actor
from zoufang.ground.journal.actions import record
from zoufang.stages.problem import queries, rules
from zoufang.stages.problem.actions.moving import locked, resume, step
from zoufang.stages.problem.actions.voices import pass_on_answer, stand_without
from zoufang.stages.problem.models import Problem
from zoufang.stages.problem.states import ProblemState, StepKind


@transaction.atomic
def withdraw(*, problem: Problem, by: Actor, at: datetime) -> None:
    """The family takes it back; nothing more is asked. It stays in the story; who joined it goes on."""
    problem = locked(problem, to=ProblemState.WITHDRAWN)
    was = problem.state
    problem.state, problem.withdrawn_from, problem.withdrawn_at = ProblemState.WITHDRAWN, was, at
    problem.paused_at = problem.paused_at or at
    problem.save()
    step(problem, StepKind.WITHDRAWN, by=by, at=at)
    heir = stand_without(problem, was=was, by=by, at=at)
    if heir is not None:
        # Should the family come back, the same matter is worked on there.
        problem.merged_into = heir
        problem.save(update_fields=["merged_into"])
    record("problem.withdrawn", problem, by=by, at=at, unit=problem.school)


@transaction.atomic
def take_back(*, problem: Problem, by: Actor, at: datetime) -> None:
    """The family wants it settled after all: it stands where it stood, its clock moved by the days between; with those
    who joined it meanwhile, if they went on without it. Refused after seven days, or once that matter is closed."""
    # The main problem is locked before its voices, here as where it is answered.
    main = locked(problem.merged_into) if problem.merged_into is not None else None
    problem = locked(problem)
    if reasons := rules.why_not_take_back(
        withdrawn_at=problem.withdrawn_at if problem.state == ProblemState.WITHDRAWN else None,
        now=at,
        main_is_closed=main is not None and main.state == ProblemState.CLOSED,
    ):
        raise Refused(reasons)
    if main is not None and main.pk != problem.merged_into_id:
        raise Refused("这件事刚刚有变动,请刷新后再看")
    was = problem.withdrawn_from
    if main is not None and main.state != ProblemState.WITHDRAWN:
        problem.state = ProblemState.MERGED
    else:
        # The other family took the common matter back meanwhile: this one goes on by itself.
        problem.merged_into = None
        problem.state = ProblemState.RAISED if was == ProblemState.MERGED else was
    if problem.state not in queries.WAITING:
        resume(problem, at)
    problem.withdrawn_at, problem.withdrawn_from = None, ""
    problem.save()
    step(problem, StepKind.TAKEN_BACK, by=by, at=at)
    record("problem.taken_back", problem, by=by, at=at, unit=problem.school, facts={"state": problem.state})
    given = main.answers.last() if main is not None and problem.state == ProblemState.MERGED else None
    if main is None or given is None or main.state not in queries.WAITING:
        return
    if problem.answered_at is None or problem.answered_at < given.answered_at:
        pass_on_answer(main, problem, given, by=by, at=at)
