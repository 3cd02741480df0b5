"""A problem is closed by somebody who did not handle it, sent back, or becomes part of another."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zoufang.engines.refusal import Reason, Refused
from zoufang.ground.accounts.actor import Actor
from zoufang.ground.journal.actions import record
from zoufang.stages.problem import queries, rules
from zoufang.stages.problem.actions.moving import locked, resume, step
from zoufang.stages.problem.actions.voices import pass_on_answer, voices_of
from zoufang.stages.problem.models import Problem
from zoufang.stages.problem.states import ProblemState, StepKind


@transaction.atomic
def close(*, problem: Problem, note: str, by: Actor, at: datetime) -> None:
    """It is closed; `note` is what whoever closed it saw. Refused for whoever handled it, or after the family's “no”."""
    problem = locked(problem, to=ProblemState.CLOSED)
    reasons = rules.why_not_close(
        handled_by=queries.handlers_of(problem),
        closer=by.id,
        has_answer=problem.answers.exists(),
        has_ending=bool(problem.ending),
    )
    if not note.strip():
        reasons.append(Reason("请写一句怎么核实的"))
    if reasons:
        raise Refused(reasons)
    problem.state, problem.closed_at, problem.closed_by_id = ProblemState.CLOSED, at, by.id or None
    problem.save()
    step(problem, StepKind.CLOSED, by=by, at=at, note=note)
    record("problem.closed", problem, by=by, at=at, unit=problem.school, facts={"ending": problem.ending})


@transaction.atomic
def send_back(*, problem: Problem, reason: str, by: Actor, at: datetime) -> None:
    """The check found it wanting: it is worked on again. Refused without a reason."""
    problem = locked(problem, to=ProblemState.SENT_BACK)
    if not reason.strip():
        raise Refused("请写明退回的理由")
    resume(problem, at)
    problem.state, problem.ending, problem.ended_at, problem.look_again_on = ProblemState.SENT_BACK, "", None, None
    problem.closed_at, problem.closed_by = None, None
    problem.reopened_count += 1
    problem.save()
    step(problem, StepKind.SENT_BACK, by=by, at=at, note=reason)
    record("problem.sent_back", problem, by=by, at=at, unit=problem.school)


@transaction.atomic
def merge(*, problem: Problem, into: Problem, by: Actor, at: datetime) -> None:
    """It is the same matter as the main problem; its voice, text and story stay. Refused across schools and circles.

    Who joined it before goes along. Where the main problem is answered, they hear that answer.
    """
    into = locked(into)
    problem = locked(problem, to=ProblemState.MERGED)
    if into.pk == problem.pk or into.merged_into_id is not None:
        raise Refused("请选择一件没有并入别处的主问题")
    if into.school_id != problem.school_id or into.circle != problem.circle:
        raise Refused("只能并入本园、同样可见范围的问题")
    problem.state, problem.merged_into = ProblemState.MERGED, into
    problem.save()
    problem.merged.update(merged_into=into)
    step(problem, StepKind.MERGED, by=by, at=at, note=into.number)
    given = into.answers.last()
    if given is not None and into.state in (*queries.WAITING, ProblemState.CLOSED):
        for voice in voices_of(into):
            if voice.pk == problem.pk or voice.answered_at is None:
                pass_on_answer(into, voice, given, by=by, at=at)
    record("problem.merged", problem, by=by, at=at, unit=problem.school)


@transaction.atomic
def split_off(*, problem: Problem, by: Actor, at: datetime) -> None:
    """It stands on its own again."""
    problem = locked(problem, to=ProblemState.RAISED)
    problem.state, problem.merged_into = ProblemState.RAISED, None
    problem.save()
    step(problem, StepKind.RAISED, by=by, at=at)
    record("problem.split_off", problem, by=by, at=at, unit=problem.school)
