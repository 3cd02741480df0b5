"""The family is answered, with one of the four lawful endings; the family has the last word."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from zoufang.engines.refusal import Reason, Refused
from zoufang.ground.accounts.actor import Actor
from zoufang.ground.accounts.states import ActorKind
from zoufang.ground.journal.actions import record
from zoufang.stages.problem import queries, rules
from zoufang.stages.problem.actions.moving import LONGEST, locked, step
from zoufang.stages.problem.actions.voices import pass_on_answer, reopen, voices_of
from zoufang.stages.problem.models import Answer, FamilyWord, Problem
from zoufang.stages.problem.states import AnswerWay, Ending, ProblemState, Satisfaction, StepKind
from zoufang.stages.roster.models import Guardian


@dataclass(frozen=True)
class AnswerWords:
    """What is said to the family, how, and with which ending."""

    text: str
    ending: str
    way: str = AnswerWay.LINK
    note: str = ""
    look_again_on: date | None = None


@transaction.atomic
def answer(*, problem: Problem, words: AnswerWords, by: Actor, at: datetime) -> None:
    """The family is answered, and each that joined it; they are waited for, the clock stands. Refused while the ending lacks something."""
    problem = locked(problem, to=ProblemState.ANSWERED)
    lacks = rules.what_an_ending_lacks(
        ending=words.ending,
        answer=words.text,
        note=words.note,
        has_day_to_look_again=words.look_again_on is not None and words.look_again_on > timezone.localdate(at),
    )
    if len(words.text) > LONGEST:
        lacks.append(Reason("一段话最多 %(longest)s 字,请分开写", longest=LONGEST))
    if lacks:
        raise Refused(lacks)
    way = words.way if words.way in AnswerWay.values else AnswerWay.LINK
    given = Answer.objects.create(
        problem=problem, text=words.text.strip(), way=way, answered_by_id=by.id or None, answered_at=at
    )
    problem.state = ProblemState.AWAITING_FAMILY
    problem.ending, problem.ending_note = Ending(words.ending), words.note.strip()
    problem.look_again_on = words.look_again_on if words.ending == Ending.NOT_NOW else None
    problem.owner_id = problem.owner_id or by.id or None
    problem.answered_at = problem.ended_at = problem.paused_at = at
    problem.first_contact_at = problem.first_contact_at or at
    problem.save()
    step(problem, StepKind.ANSWERED, by=by, at=at)
    record("problem.answered", problem, by=by, at=at, unit=problem.school, facts={"ending": words.ending})
    for voice in voices_of(problem):
        pass_on_answer(problem, voice, given, by=by, at=at)


@transaction.atomic
def family_word(
    *,
    problem: Problem,
    is_settled: bool,
    by: Actor,
    at: datetime,
    satisfaction: str = "",
    reason: str = "",
    said_by: Guardian | None = None,
    on_staff_device: bool = False,
    is_partly: bool = False,
) -> None:
    """What the family says of the answer. “No” and “in part” reopen it and reach the handler with the reason, closed or
    not: the family has the last word.

    Asked by staff: refused for whoever handled it, or the matter it joined. On a device of staff it is kept apart and counts nowhere as the family's own; but a “no” is heard there too.
    """
    # The main problem is locked before its voices, here as where it is answered.
    main = locked(problem.merged_into) if problem.merged_into is not None else None
    problem = locked(problem)
    has_joined = main is not None and problem.merged_into_id == main.pk and problem.state == ProblemState.MERGED
    may_say = (*queries.WAITING, ProblemState.CLOSED) if by.kind == ActorKind.FAMILY else queries.WAITING
    if problem.state not in may_say and not (has_joined and problem.answers.exists()):
        raise Refused("这件问题还没有答复,或已经销号,暂不用表态")
    handlers = queries.handlers_of(problem) | (queries.handlers_of(main) if main is not None else frozenset())
    if by.kind == ActorKind.STAFF and (reasons := rules.why_not_ask(handled_by=handlers, asker=by.id)):
        raise Refused(reasons)
    if queries.last_word(problem) is not None or (on_staff_device and queries.word_apart(problem) is not None):
        raise Refused("对这次答复已经表过态了")
    if by.kind == ActorKind.FAMILY and not is_settled and not reason.strip():
        raise Refused("请写一句还差在哪里,经办的人才知道怎么改")
    FamilyWord.objects.create(
        problem=problem,
        is_settled=is_settled,
        is_partly=is_partly and not is_settled,
        satisfaction=satisfaction if satisfaction in Satisfaction.values else "",
        reason=reason.strip()[:LONGEST],
        said_at=at,
        said_by=None if on_staff_device else said_by,
        asked_by_id=by.id if by.kind == ActorKind.STAFF else None,
        on_staff_device=on_staff_device,
    )
    step(problem, StepKind.FAMILY_WORD, by=by, at=at, note="" if is_settled else reason)
    if not is_settled and main is None:
        reopen(problem, by=by, at=at)
    elif not is_settled and main is not None and main.state in (*queries.WAITING, ProblemState.CLOSED):
        reopen(main, by=by, at=at, note=reason)
    facts = {"settled": is_settled, "partly": is_partly and not is_settled, "apart": on_staff_device}
    record("problem.family_said", problem, by=by, at=at, unit=problem.school, facts=facts)
