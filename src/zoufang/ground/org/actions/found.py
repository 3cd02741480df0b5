"""Units come into being: from a roster, a plan, or a district's administrator."""

from __future__ import annotations

from django.db import transaction

from zoufang.engines.refusal import Refused
from zoufang.ground.org.models import Unit
from zoufang.ground.org.queries import class_like
from zoufang.ground.org.states import UnitKind


@transaction.atomic
def found_unit(*, name: str, kind: UnitKind, parent: Unit | None = None, **facts: object) -> Unit:
    """A unit exists below `parent` (or at the root). Refused without a name."""
    if not name.strip():
        raise Refused("请写出单位名称")
    facts |= {"name": name.strip(), "kind": kind}
    # Read anew: treebeard keeps counts on the parent row that an older copy does not know.
    unit: Unit = Unit.objects.get(pk=parent.pk).add_child(**facts) if parent else Unit.add_root(**facts)
    return unit


def found_school(*, name: str, **facts: object) -> Unit:
    """The school of this name; made where missing, below the only district if there is exactly one."""
    if existing := Unit.objects.schools().filter(name=name.strip()).first():
        return existing
    districts = list(Unit.objects.filter(kind=UnitKind.DISTRICT)[:2])
    return found_unit(name=name, kind=UnitKind.SCHOOL, parent=districts[0] if len(districts) == 1 else None, **facts)


def found_class(*, school: Unit, name: str, entry_year: int | None, class_number: int | None) -> tuple[Unit, bool]:
    """The school's class, made where missing. A cohort keeps its class when its grade (and so its name) changes."""
    same = class_like(school=school, name=name, entry_year=entry_year, class_number=class_number)
    if same is None:
        facts = {"entry_year": entry_year, "class_number": class_number}
        return found_unit(name=name, kind=UnitKind.CLASS, parent=school, **facts), True
    if same.name != name:
        same.name = name
        same.save(update_fields=["name"])
    return same, False
