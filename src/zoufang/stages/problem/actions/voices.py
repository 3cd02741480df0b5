"""One matter, several families: each that joined is answered on its own, and its own “no” reopens what all wait for.

Source: domain §4, merging: every voice, its text and its answer stay; the main problem alone is worked on and counted.
"""

from __future__ import annotations

from datetime import datetime

from zoufang.ground.accounts.actor import Actor
from zoufang.ground.journal.actions import record
from zoufang.stages.problem import queries
from zoufang.stages.problem.actions.moving import resume, step
from zoufang.stages.problem.models import Answer, Problem, ProblemStep
from zoufang.stages.problem.states import AnswerWay, ProblemState, StepKind


def voices_of(main: Problem) -> list[Problem]:
    """Those that joined it, the oldest first, locked. Whoever changes a voice holds its main problem's lock already."""
    found = main.merged.filter(state=ProblemState.MERGED).select_for_update(of=("self",))
    return list(found.order_by("raised_at", "pk"))


def pass_on_answer(main: Problem, voice: Problem, given: Answer, *, by: Actor, at: datetime) -> None:
    """The main problem's answer is this family's too, read on its own page. Who said that it is settled is left in peace."""
    if queries.is_content(voice):
        return
    Answer.objects.create(
        problem=voice, text=given.text, way=AnswerWay.LINK, answered_by_id=given.answered_by_id, answered_at=at
    )
    voice.ending, voice.ending_note, voice.look_again_on = main.ending, main.ending_note, main.look_again_on
    voice.answered_at = voice.ended_at = at
    voice.first_contact_at = voice.first_contact_at or at
    voice.save()
    # By whoever answered, not by whoever joined the two: only who handled a matter may not ask about it.
    ProblemStep.objects.create(problem=voice, kind=StepKind.ANSWERED, at=at, by_id=given.answered_by_id)
    record("problem.answered", voice, by=by, at=at, unit=voice.school, facts={"ending": voice.ending})


def reopen(problem: Problem, *, by: Actor, at: datetime, note: str = "") -> None:
    """A family said that it is not settled: it is worked on again, and its clock goes on."""
    resume(problem, at)
    problem.state, problem.ending, problem.ended_at, problem.look_again_on = ProblemState.SENT_BACK, "", None, None
    problem.closed_at, problem.closed_by = None, None
    problem.reopened_count += 1
    problem.save()
    step(problem, StepKind.SENT_BACK, by=by, at=at, note=note)


def stand_without(main: Problem, *, was: str, by: Actor, at: datetime) -> Problem | None:
    """The main problem's family took it back: the oldest voice takes its place (and is given back), the others join that one."""
    voices = voices_of(main)
    if not voices:
        return None
    heir = voices[0]
    is_answered = was in (ProblemState.ANSWERED, ProblemState.AWAITING_FAMILY) and heir.answers.exists()
    heir.state = ProblemState.AWAITING_FAMILY if is_answered else ProblemState.RAISED
    heir.paused_at = at if is_answered else None
    heir.merged_into, heir.due_until = None, main.due_until
    heir.owner_id, heir.leader_id, heir.department = main.owner_id, main.leader_id, main.department
    heir.save()
    step(heir, StepKind.RAISED, by=by, at=at)
    main.merged.exclude(pk=heir.pk).update(merged_into=heir)
    return heir
