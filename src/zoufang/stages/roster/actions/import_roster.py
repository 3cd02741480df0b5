"""A roster comes in: differences first, then written; importing again creates nothing twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from zoufang.engines.refusal import Refused
from zoufang.engines.roster_reading import Reading
from zoufang.ground.accounts.actor import Actor
from zoufang.ground.accounts.states import ActorKind
from zoufang.ground.journal.actions import record
from zoufang.ground.org.models import Unit
from zoufang.stages.roster.actions.importing import Change, Importer
from zoufang.stages.roster.models import RosterImport
from zoufang.stages.roster.states import ImportState

MOST_LINES = 300


@dataclass(frozen=True)
class ImportResult:
    """What an import did, or would do. `counts[kind]`: created, updated, unchanged."""

    counts: dict[str, dict[str, int]]
    changes: tuple[Change, ...]
    missing: tuple[Change, ...]
    as_of: date | None = None

    @property
    def changes_anything(self) -> bool:
        return any(count["created"] or count["updated"] for count in self.counts.values())


def preview_roster(*, school: Unit, reading: Reading, at: datetime) -> ImportResult:
    """What importing would change; nothing is written. `school` may be one that is not there yet."""
    importer = Importer(school, reading, timezone.localdate(at))
    importer.work()
    return _result(importer)


@transaction.atomic
def import_roster(
    *, school: Unit, reading: Reading, by: Actor, at: datetime, draft: RosterImport | None = None, file_name: str = ""
) -> ImportResult:
    """The roster holds what the reading says. With `draft`: refused when the roster changed since its preview."""
    Unit.objects.select_for_update().get(pk=school.pk)
    if draft is not None:
        draft = RosterImport.objects.select_for_update().get(pk=draft.pk)
        if draft.state != ImportState.WAITING:
            raise Refused("这份花名册已经导入过了")
    result = _import(school, reading, at)
    if draft is not None and draft.counts != result.counts:
        raise Refused("预览以后名册有了变化,请重新看一遍差异再确认")
    draft = draft or RosterImport(school=school, file_name=file_name[:200])
    draft.state, draft.imported_at, draft.counts = ImportState.DONE, at, result.counts
    draft.refused_count = len(reading.refused)
    draft.imported_by_id = by.id if by.kind == ActorKind.STAFF else None
    draft.save()
    facts = {kind: sum(count.values()) for kind, count in result.counts.items()}
    record("roster.imported", draft, by=by, at=at, unit=school, facts=facts | {"refused": draft.refused_count})
    return result


def _import(school: Unit, reading: Reading, at: datetime) -> ImportResult:
    importer = Importer(school, reading, timezone.localdate(at))
    importer.work()
    result = _result(importer)
    importer.write()
    return result


def _result(importer: Importer) -> ImportResult:
    changes, missing = importer.changes[:MOST_LINES], importer.missing()[:MOST_LINES]
    return ImportResult(importer.counts, tuple(changes), tuple(missing), importer.as_of)
