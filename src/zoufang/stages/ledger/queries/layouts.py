"""Which template a document is drawn with: the school's own, else the nearest above it, else the built-in one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import ModuleType

from django.db.models import QuerySet

from zoufang.engines.office import Template
from zoufang.ground.accounts.actor import Actor
from zoufang.ground.accounts.states import Role
from zoufang.ground.files.queries import content_of
from zoufang.ground.org.models import Unit
from zoufang.stages.ledger.documents import DOCUMENTS, layouts
from zoufang.stages.ledger.models import LayoutVersion

_KEEPERS = (Role.PRINCIPAL, Role.LEADER, Role.CLERK, Role.DISTRICT_ADMIN)


@dataclass(frozen=True)
class LayoutRow:
    """A version of a template, as a page shows it."""

    public_id: str
    version: int
    name: str
    is_used: bool
    added_at: datetime
    added_by: str


@dataclass(frozen=True)
class NameRow:
    """A name that a template may hold, and an example of what it will hold; whether the template in use holds it."""

    written: str
    example: str
    is_in_use: bool


@dataclass(frozen=True)
class DocumentRow:
    """A document: what it is drawn with, the versions of this unit, the names that it knows."""

    kind: str
    title: str
    ending: str
    used: LayoutRow | None
    used_from: str
    versions: tuple[LayoutRow, ...]
    names: tuple[NameRow, ...]


def keeper_of(actor: Actor) -> Unit | None:
    """The school or district whose templates this person keeps."""
    found: Unit | None = Unit.objects.filter(path__in=actor.paths_as(*_KEEPERS)).first()
    return found


def layouts_of(actor: Actor) -> QuerySet[LayoutVersion]:
    """The versions of this person's own school or district."""
    return LayoutVersion.objects.filter(unit__path__in=actor.paths_as(*_KEEPERS)).select_related("unit", "file")


def document_rows(unit: Unit) -> list[DocumentRow]:
    """Each document with its templates."""
    above = _used_for(unit)
    own: dict[str, list[LayoutVersion]] = {}
    for each in LayoutVersion.objects.filter(unit=unit).select_related("file", "added_by"):
        own.setdefault(each.kind, []).append(each)
    return [_row(document, unit, above.get(document.KIND), own.get(document.KIND, ())) for document in DOCUMENTS]


def layout_for(document: ModuleType, unit: Unit) -> Template:
    """The compiled template that this document of the unit is drawn with. Raises Refused."""
    used = _used_for(unit).get(document.KIND)
    if used is None:
        return layouts.compiled(document.LAYOUT)
    return layouts.compiled_upload(content_of(used.file))


def _used_for(unit: Unit) -> dict[str, LayoutVersion]:
    """By kind: the nearest in use, from the unit upwards."""
    step = Unit.steplen
    above = [unit.path[:length] for length in range(step, len(unit.path) + 1, step)]
    rows = LayoutVersion.objects.filter(is_used=True, unit__path__in=above).select_related("unit", "file", "added_by")
    # The nearer one comes later and stays.
    return {each.kind: each for each in sorted(rows, key=lambda each: len(each.unit.path))}


def _row(
    document: ModuleType, unit: Unit, used: LayoutVersion | None, versions: Iterable[LayoutVersion]
) -> DocumentRow:
    known = layouts.compiled(document.LAYOUT).names
    held: Sequence[str] = used.names if used else [name.full for name in known]
    return DocumentRow(
        kind=document.KIND.value,
        title=document.KIND.label,
        ending=document.LAYOUT.rpartition(".")[2],
        used=_shown(used) if used else None,
        used_from=used.unit.name if used and used.unit_id != unit.pk else "",
        versions=tuple(_shown(each) for each in versions),
        names=tuple(
            NameRow(f"{{{{{name.full}}}}}", layouts.EXAMPLES.get(name.path[-1], ""), name.full in held)
            for name in known
        ),
    )


def _shown(each: LayoutVersion) -> LayoutRow:
    who = each.added_by.name if each.added_by else ""
    return LayoutRow(each.public_id, each.version, each.file.name, each.is_used, each.added_at, who)
