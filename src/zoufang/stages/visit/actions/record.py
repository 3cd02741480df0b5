"""What the teacher writes at the door, kept at each change until she finishes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from zoufang.engines.refusal import Reason, Refused
from zoufang.ground.accounts.actor import Actor
from zoufang.ground.accounts.models import User
from zoufang.ground.capture.rules import CLOCK_BELIEVED
from zoufang.ground.journal.actions import record
from zoufang.stages.rights.queries import has_refused_handling
from zoufang.stages.visit import rules
from zoufang.stages.visit.access import may_record_visit, may_settle_conflict
from zoufang.stages.visit.actions.authors import PAGE, Source, changed, mark_authors
from zoufang.stages.visit.actions.versions import keep_version
from zoufang.stages.visit.models import FieldConflict, Matter, RemovedMatter, Visit
from zoufang.stages.visit.queries.fields import words_of, words_of_matter
from zoufang.stages.visit.queries.halves import with_half_matter
from zoufang.stages.visit.states import ConflictState, Settle, VisitState

LONGEST = 5_000


@dataclass(frozen=True)
class VisitWords:
    """What the record's page asks for; everything else is known already."""

    outcome: str
    met: str
    form: str
    visitors: Sequence[User]
    started_at: datetime | None
    ended_at: datetime | None
    opinions: str = ""
    remark: str = ""
    needs_follow_up: bool = False


@transaction.atomic
def record_visit(*, visit: Visit, words: VisitWords, by: Actor, at: datetime) -> None:
    """The draft holds these words. Refused when the visit is finished, the times cannot be, or words
    are written of a family that refused the handling of its information."""
    write_words(_locked(visit, by), words, by=by, at=at)


def write_words(
    visit: Visit,
    words: VisitWords,
    *,
    by: Actor,
    at: datetime,
    source: Source = PAGE,
    before: Mapping[str, Any] | None = None,
) -> None:
    """Into a visit that is locked, with the right judged: the fields that changed are this writer's from now on."""
    ahead = min(max(source.clock_ahead, timedelta()), CLOCK_BELIEVED)
    wrong = rules.what_is_wrong_with_times(
        form=words.form,
        started_at=_local(words.started_at),
        ended_at=_local(words.ended_at),
        now=timezone.localtime(at + ahead),
        earliest=visit.campaign.limit("earliest_hour") * 60,
        latest=visit.campaign.limit("latest_minute"),
    )
    if wrong:
        raise Refused(wrong)
    refuse_words_not_kept(visit, opinions=words.opinions, remark=words.remark)
    before = before or words_of(visit)
    visit.outcome, visit.met, visit.form = words.outcome, words.met[:80], words.form
    visit.started_at, visit.ended_at = words.started_at, words.ended_at
    visit.opinions, visit.remark, visit.needs_follow_up = words.opinions, words.remark, words.needs_follow_up
    visit.kept_at, visit.kept_by_id = at, by.id or None
    visit.version += 1
    visit.save()
    visit.visitors.set(words.visitors)
    mark_authors(visit, changed(before, words_of(visit)), by=by, at=source.said_at or at, source=source)
    record("visit.recorded", visit, by=by, at=at, unit=visit.klass, facts={"version": visit.version})


def refuse_words_not_kept(visit: Visit, *, opinions: str, remark: str) -> None:
    """Refused where a text is too long, or is written of a family that refused the handling of its information."""
    wrong: list[Reason] = []
    if len(opinions) > LONGEST or len(remark) > LONGEST:
        wrong.append(rules.too_long(LONGEST))
    if (opinions.strip() or remark.strip()) and has_refused_handling(visit.household):
        wrong.append(rules.WITHOUT_A_RECORD)
    if wrong:
        raise Refused(wrong)


@transaction.atomic
def note_matter(
    *,
    visit: Visit,
    text: str,
    settle: str,
    answer: str,
    by: Actor,
    at: datetime,
    nature: str = "",
    topic: str = "",
    source: Source = PAGE,
) -> Matter:
    """The family's matter stands in the draft. Refused without words."""
    visit = _locked(visit, by)
    return _noted(visit, text, settle, answer, nature, topic, by, at, source, is_late=False)


@transaction.atomic
def note_late_matter(
    *,
    visit: Visit,
    text: str,
    settle: str,
    answer: str,
    by: Actor,
    at: datetime,
    nature: str = "",
    topic: str = "",
    source: Source = PAGE,
) -> Matter:
    """What a teacher wrote without a line while her colleague finished the visit: the matter stands, the earlier version is
    kept, and the caller makes it a problem in the same transaction. Refused without words, and where nobody was met."""
    visit = (
        Visit.objects.select_for_update(of=("self",))
        .select_related("klass", "campaign__unit", "household")
        .get(pk=visit.pk)
    )
    if not may_settle_conflict(by, visit) or visit.state != VisitState.DONE:
        raise Refused("这次走访没有见到家长,不能记家长反映的事")
    keep_version(visit, reason="完成之后,同行老师的手机又发来一件事", by=by, at=at)
    visit.version += 1
    visit.save(update_fields=["version"])
    return _noted(visit, text, settle, answer, nature, topic, by, at, source, is_late=True)


def _noted(
    visit: Visit,
    text: str,
    settle: str,
    answer: str,
    nature: str,
    topic: str,
    by: Actor,
    at: datetime,
    source: Source,
    *,
    is_late: bool,
) -> Matter:
    if not text.strip():
        raise Refused("请先写下家长反映的事,一句话就行")
    if len(text) > LONGEST or len(answer) > LONGEST:
        raise Refused(rules.too_long(LONGEST))
    if has_refused_handling(visit.household):
        raise Refused(rules.WITHOUT_A_RECORD)
    if rules.lacks_answer(settle=settle, answer=answer):
        raise Refused("选了“当场解决”,请写一句是怎么答复的")
    matter = Matter.objects.create(
        visit=visit,
        text=text.strip(),
        settle=Settle(settle),
        answer=answer.strip(),
        nature=nature,
        topic=topic,
        noted_at=at,
        became_problem=is_late,
    )
    visit.half_matters, visit.kept_at, visit.kept_by_id = with_half_matter(visit, by, ""), at, by.id or None
    visit.save(update_fields=["half_matters", "kept_at", "kept_by"])
    if source.device:
        about, said_at = matter.public_id, source.said_at or at
        mark_authors(visit, words_of_matter(matter), by=by, at=said_at, source=source, about=about)
    record("visit.matter_noted", visit, by=by, at=at, unit=visit.klass, facts={"late": True} if is_late else {})
    return matter


@transaction.atomic
def remove_matter(*, matter: Matter, by: Actor, at: datetime) -> None:
    """A matter noted by mistake is gone from the draft. Refused once the visit is finished, or it became a problem."""
    visit = _locked(matter.visit, by)
    matter = Matter.objects.get(pk=matter.pk)
    if matter.became_problem:
        raise Refused("这件事已经登记为问题,不能删去;家长不用办了,可以在问题里撤回")
    gone = matter.public_id
    FieldConflict.objects.filter(visit=visit, about=gone, state=ConflictState.OPEN).update(
        state=ConflictState.KEPT, settled_by_id=by.id or None, settled_at=at
    )
    matter.delete()
    RemovedMatter.objects.create(visit=visit, matter=gone, removed_by_id=by.id or None, removed_at=at)
    record("visit.matter_removed", visit, by=by, at=at, unit=visit.klass)


def _locked(visit: Visit, by: Actor) -> Visit:
    locked = Visit.objects.select_for_update().get(pk=visit.pk)
    if not may_record_visit(by, locked):
        raise Refused("这次走访已经完成,不能再改;要更正请写在备注里,或请园里退回")
    return locked


def _local(at: datetime | None) -> datetime | None:
    return timezone.localtime(at) if at else None
