"""An upload waits for its confirmation: stored sealed, so that leaving the page loses nothing."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zoufang.engines.refusal import Refused
from zoufang.engines.roster_reading import CannotRead, Reading, read_roster
from zoufang.ground.accounts.actor import Actor
from zoufang.ground.files.actions import store_file
from zoufang.ground.files.queries import content_of
from zoufang.ground.files.rules import TYPES
from zoufang.ground.journal.actions import record
from zoufang.ground.org.models import Unit
from zoufang.stages.roster.actions.import_roster import preview_roster
from zoufang.stages.roster.models import RosterImport
from zoufang.stages.roster.states import ImportState


@transaction.atomic
def draft_import(*, school: Unit, content: bytes, name: str, by: Actor, at: datetime) -> RosterImport:
    """The upload waits with its differences. Refused where it cannot be read, with a sentence that says what to do."""
    reading = read_or_refuse(content)
    stored = store_file(content=content, name=name, media_type=_type_of(content), unit=school, by=by, at=at)
    result = preview_roster(school=school, reading=reading, at=at)
    draft = RosterImport.objects.create(
        school=school,
        file=stored,
        file_name=stored.name,
        imported_by_id=by.id,
        imported_at=at,
        counts=result.counts,
        refused_count=len(reading.refused),
        state=ImportState.WAITING,
    )
    record("roster.drafted", draft, by=by, at=at, unit=school, facts={"refused": draft.refused_count})
    return draft


@transaction.atomic
def drop_import(*, draft: RosterImport, by: Actor, at: datetime) -> None:
    """The upload is not taken over. Refused when it already was."""
    draft = RosterImport.objects.select_for_update().get(pk=draft.pk)
    if draft.state != ImportState.WAITING:
        raise Refused("这份花名册已经导入过了,不能放弃")
    draft.state = ImportState.DROPPED
    draft.save(update_fields=["state"])
    record("roster.dropped", draft, by=by, at=at, unit=draft.school)


def read_or_refuse(content: bytes) -> Reading:
    """The reading; Refused with the file's fault as the reason."""
    try:
        return read_roster(content)
    except CannotRead as fault:
        raise Refused(fault.reason) from fault


def reading_of_draft(draft: RosterImport) -> Reading:
    """The stored upload, read again. Refused where there is none."""
    if draft.file is None:
        raise Refused("这次导入没有留下文件,请重新上传")
    return read_or_refuse(content_of(draft.file))


def _type_of(content: bytes) -> str:
    if content.startswith(b"PK"):
        return TYPES["xlsx"]
    return TYPES["xls"] if content.startswith(b"\xd0\xcf") else TYPES["csv"]
