"""Words that were written without seeing each other: separate fields merge, the same field keeps both."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from zoufang.engines.refusal import Refused
from zoufang.ground.accounts.actor import Actor
from zoufang.ground.journal.actions import record
from zoufang.stages.visit import rules
from zoufang.stages.visit.access import may_settle_conflict
from zoufang.stages.visit.actions.authors import PAGE, Source, as_asked, as_kept, mark_authors, moment
from zoufang.stages.visit.actions.record import LONGEST, VisitWords, refuse_words_not_kept, write_words
from zoufang.stages.visit.actions.versions import keep_version
from zoufang.stages.visit.models import FieldAuthor, FieldConflict, Matter, Visit
from zoufang.stages.visit.queries.fields import WRITTEN, authors_of, words_of, words_of_matter
from zoufang.stages.visit.queries.visits import teachers_of
from zoufang.stages.visit.states import ConflictState, RecordField, VisitState

FINISHED = (VisitState.DONE, VisitState.NOT_REACHED)


@dataclass(frozen=True)
class Clash:
    """One field that two people wrote differently: what came now, what stood there, whose and since when."""

    yours: Any
    theirs: Any
    by: str
    at: datetime


@dataclass(frozen=True)
class Merged:
    """The record's version afterwards, and what could not be joined."""

    version: int
    clashes: Mapping[str, Clash] = field(default_factory=dict)


@transaction.atomic
def merge_words(
    *, visit: Visit, changes: Mapping[str, tuple[Any, Any]], by: Actor, at: datetime, source: Source = PAGE
) -> Merged:
    """Each field holds its new value where nobody wrote it meanwhile; else both are kept and the next reader is asked.

    `changes`: by field, what the writer last knew and what they say now. Refused to others than the class's teachers, and
    as `record_visit` is; then nothing of it is kept.
    """
    visit = _locked(visit, by)
    now = words_of(visit)
    asked = as_asked(changes)
    writes, clashes = _judged(visit, "", asked, now, by, at, source, is_open=visit.state == VisitState.PLANNED)
    if clashes:
        refuse_words_not_kept(visit, opinions=_text(asked, "opinions"), remark=_text(asked, "remark"))
    if writes:
        _write(visit, now, writes, by, at, source)
    _settle_own(visit, "", {name: (now | writes)[name] for name in asked if name not in clashes}, by, at, source)
    _note_clock(visit, source)
    return Merged(visit.version, clashes)


@transaction.atomic
def change_matter(
    *, matter: Matter, changes: Mapping[str, tuple[Any, Any]], by: Actor, at: datetime, source: Source = PAGE
) -> Merged:
    """The same for a matter of the draft. Refused once it became a problem: what a family said is not rewritten there."""
    visit = _locked(matter.visit, by)
    matter = Matter.objects.get(pk=matter.pk)
    if matter.became_problem or visit.state != VisitState.PLANNED:
        raise Refused("这件事已经登记为问题,不能再改;有补充请在问题里写")
    about, now = matter.public_id, words_of_matter(matter)
    asked = as_asked(changes)
    writes, clashes = _judged(visit, about, asked, now, by, at, source, is_open=True)
    words = now | writes
    _refuse_matter(words)
    if writes:
        for name, value in writes.items():
            setattr(matter, name, value)
        matter.save()
        visit.version += 1
        visit.save(update_fields=["version"])
        mark_authors(visit, writes, by=by, at=source.said_at or at, source=source, about=about)
        record("visit.matter_changed", visit, by=by, at=at, unit=visit.klass, facts={"version": visit.version})
    _settle_own(visit, about, {name: words[name] for name in asked if name not in clashes}, by, at, source)
    _note_clock(visit, source)
    return Merged(visit.version, clashes)


@transaction.atomic
def settle_conflict(*, conflict: FieldConflict, choice: str, text: str, by: Actor, at: datetime) -> None:
    """What stands in the field was chosen by somebody who saw both; both are still kept, and an earlier version where the
    record was finished. Refused to others than the class's teachers, when it was settled already, and without a choice."""
    visit = Visit.objects.select_for_update().select_related("klass", "campaign", "household").get(pk=conflict.visit_id)
    conflict = FieldConflict.objects.select_for_update().get(pk=conflict.pk)
    if not may_settle_conflict(by, visit):
        raise Refused("只有本班老师可以选定")
    if conflict.state != ConflictState.OPEN:
        raise Refused("这一处已经选定过了")
    if choice not in (ConflictState.KEPT, ConflictState.TAKEN, ConflictState.REWRITTEN):
        raise Refused("请选一种写法")
    if choice == ConflictState.REWRITTEN and (conflict.field not in WRITTEN or not text.strip()):
        raise Refused("请写下另一种写法")
    conflict.state, conflict.settled_by_id, conflict.settled_at = choice, by.id or None, at
    conflict.save(update_fields=["state", "settled_by", "settled_at"])
    if choice != ConflictState.KEPT:
        value = json.loads(conflict.yours) if choice == ConflictState.TAKEN else as_kept(conflict.field, text)
        _put(visit, conflict, value, by, at)
    facts = {"field": conflict.field, "choice": choice, "version": visit.version}
    record("visit.conflict_settled", visit, by=by, at=at, unit=visit.klass, facts=facts)


def _put(visit: Visit, conflict: FieldConflict, value: Any, by: Actor, at: datetime) -> None:
    if conflict.about:
        matter = visit.matters.filter(public_id=conflict.about, became_problem=False).first()
        if matter is None:
            raise Refused("这件事已经不在草稿里了,请选“用现在的”")
        _refuse_matter(words_of_matter(matter) | {conflict.field: value})
        setattr(matter, conflict.field, value)
        matter.save()
        visit.version += 1
        visit.save(update_fields=["version"])
        mark_authors(visit, [conflict.field], by=by, at=at, about=conflict.about)
        return
    if visit.state in FINISHED:
        keep_version(visit, reason="两位老师写得不同,选定一种", by=by, at=at)
    _write(visit, words_of(visit), {conflict.field: value}, by, at, PAGE)


def _judged(
    visit: Visit,
    about: str,
    asked: Mapping[str, tuple[Any, Any]],
    now: Mapping[str, Any],
    by: Actor,
    at: datetime,
    source: Source,
    *,
    is_open: bool,
) -> tuple[dict[str, Any], dict[str, Clash]]:
    """What is to be written, and what clashes (kept here)."""
    authors = authors_of(visit, about)
    writes: dict[str, Any] = {}
    clashes: dict[str, Clash] = {}
    for name, (was, to) in asked.items():
        author = authors.get(name)
        is_own = author is not None and bool(source.device) and author.device == source.device
        # Who goes along is filled in when the visit is opened: nobody's words yet.
        is_own = is_own or (author is None and name == RecordField.VISITORS)
        if is_own and author is not None and author.place > source.place:
            continue  # the same phone has said something newer since
        verdict = rules.merge_of(was=was, to=to, now=now[name], is_own=is_own, is_open=is_open)
        if verdict == rules.WRITE:
            writes[name] = to
        elif verdict == rules.CONFLICT:
            clashes[name] = _keep_both(visit, about, name, (was, to), now[name], author, by, at, source)
    if clashes:
        facts = {"fields": sorted(clashes), "version": visit.version}
        record("visit.conflict_found", visit, by=by, at=at, unit=visit.klass, facts=facts)
    return writes, clashes


def _keep_both(
    visit: Visit,
    about: str,
    name: str,
    said: tuple[Any, Any],
    now: Any,
    author: FieldAuthor | None,
    by: Actor,
    at: datetime,
    source: Source,
) -> Clash:
    was, to = said
    who, since = (author.by, author.at) if author is not None else (visit.opened_by, visit.opened_at)
    # Who writes on in the same place writes on their own words; words from another place stand beside them.
    same = (each for each in _own(visit, about, by, source) if each.field == name)
    own = (each for each in same if source.device or json.loads(each.yours) == was)
    conflict = next(own, None) or FieldConflict(
        visit=visit, about=about, field=name, your_author_id=by.id or None, device=source.device
    )
    if conflict.place > source.place:
        return Clash(json.loads(conflict.yours), now, who.name if who else "", since)
    conflict.place = source.place
    conflict.theirs, conflict.their_author, conflict.their_at = json.dumps(now, ensure_ascii=False), who, since
    conflict.yours, conflict.your_at = json.dumps(to, ensure_ascii=False), source.said_at or at
    conflict.found_at = at
    conflict.save()
    return Clash(to, now, who.name if who else "", since)


def _settle_own(visit: Visit, about: str, words: Mapping[str, Any], by: Actor, at: datetime, source: Source) -> None:
    """Whoever writes a field on the phone that showed them both has settled their own open conflict in it; on a page it is
    asked, unless the page says what was waiting."""
    for own in _own(visit, about, by, source):
        if own.field not in words:
            continue
        theirs, yours, value = json.loads(own.theirs), json.loads(own.yours), words[own.field]
        if not source.device and value != yours:
            continue
        taken, kept = value == yours, value == theirs
        own.state = ConflictState.TAKEN if taken else ConflictState.KEPT if kept else ConflictState.REWRITTEN
        own.settled_by_id, own.settled_at = by.id or None, at
        own.save(update_fields=["state", "settled_by", "settled_at"])
        facts = {"field": own.field, "choice": str(own.state), "version": visit.version}
        record("visit.conflict_settled", visit, by=by, at=at, unit=visit.klass, facts=facts)


def _own(visit: Visit, about: str, by: Actor, source: Source) -> list[FieldConflict]:
    waiting = FieldConflict.objects.filter(visit=visit, about=about, state=ConflictState.OPEN)
    return list(waiting.filter(your_author_id=by.id or None, device=source.device).order_by("pk"))


def _write(
    visit: Visit, now: Mapping[str, Any], writes: Mapping[str, Any], by: Actor, at: datetime, source: Source
) -> None:
    words = {**now, **writes}
    known = set(words["visitors"])
    people = {each.public_id: each for each in teachers_of(visit)}
    if strange := known - set(people):
        people |= {each.public_id: each for each in visit.visitors.filter(public_id__in=strange)}
    if known - set(people):
        raise Refused("同行教师里有一位不在这个班,请重新选")
    # What stands to the minute may have seconds in the record: kept where nobody wrote it.
    write_words(
        visit,
        VisitWords(
            outcome=words["outcome"],
            met=words["met"],
            form=words["form"],
            visitors=[people[each] for each in known],
            started_at=visit.started_at if words["started_at"] == now["started_at"] else moment(words["started_at"]),
            ended_at=visit.ended_at if words["ended_at"] == now["ended_at"] else moment(words["ended_at"]),
            opinions=words["opinions"],
            remark=words["remark"],
            needs_follow_up=words["needs_follow_up"],
        ),
        by=by,
        at=at,
        source=source,
        before=now,
    )


def _note_clock(visit: Visit, source: Source) -> None:
    off = round(source.clock_ahead.total_seconds() / 60)
    if off and abs(off) > abs(visit.clock_off_minutes or 0):
        visit.clock_off_minutes = max(-2_000_000_000, min(2_000_000_000, off))
        visit.save(update_fields=["clock_off_minutes"])


def _locked(visit: Visit, by: Actor) -> Visit:
    locked = (
        Visit.objects.select_for_update(of=("self",)).select_related("klass", "campaign", "household").get(pk=visit.pk)
    )
    if not may_settle_conflict(by, locked):
        raise Refused("只有本班老师可以记录")
    if locked.state == VisitState.CANCELLED:
        raise Refused("这次走访已经取消,不能再写")
    return locked


def _refuse_matter(words: Mapping[str, Any]) -> None:
    if not words["text"].strip():
        raise Refused("请先写下家长反映的事,一句话就行")
    if len(words["text"]) > LONGEST or len(words["answer"]) > LONGEST:
        raise Refused(rules.too_long(LONGEST))
    if rules.lacks_answer(settle=words["settle"], answer=words["answer"]):
        raise Refused("选了“当场解决”,请写一句是怎么答复的")


def _text(asked: Mapping[str, tuple[Any, Any]], name: str) -> str:
    return str(asked[name][1]) if name in asked else ""
