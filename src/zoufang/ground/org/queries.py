from __future__ import annotations

from zoufang.ground.org.models import Unit, UnitQuerySet
from zoufang.ground.org.states import UnitKind


def school_of(unit: Unit) -> Unit | None:
    """The school that a unit is or lies in; None above schools."""
    if unit.kind == UnitKind.SCHOOL:
        return unit
    if unit.kind == UnitKind.CLASS:
        parent: Unit = unit.get_parent()
        return parent
    return None


def school_named(name: str) -> Unit | None:
    """The school of this name or public id."""
    return (
        Unit.objects.schools().filter(name=name.strip()).first()
        or Unit.objects.schools().filter(public_id=name.strip()).first()
    )


def unit_named(name: str) -> Unit | None:
    """Any unit above classes of this name or public id, the highest first."""
    above = Unit.objects.exclude(kind=UnitKind.CLASS)
    return above.filter(name=name.strip()).order_by("depth").first() or above.filter(public_id=name.strip()).first()


def classes_of(school: Unit) -> UnitQuerySet:
    """The school's classes that still run, youngest cohort last."""
    found: UnitQuerySet = Unit.objects.classes().below([school.path]).filter(closed_on__isnull=True)
    return found.order_by("-entry_year", "class_number", "name")


def class_by_id(public_id: str) -> Unit | None:
    """The class of this public id that still runs."""
    return Unit.objects.classes().filter(public_id=public_id, closed_on__isnull=True).first()


def unit_at(path: str) -> Unit | None:
    """The unit at this place in the tree."""
    return Unit.objects.filter(path=path).first()


def class_like(*, school: Unit, name: str, entry_year: int | None, class_number: int | None) -> Unit | None:
    """The school's class of this cohort and number, else of this name; None where there is none (or no school yet)."""
    if school.pk is None:
        return None
    classes = Unit.objects.classes().below([school.path])
    same = None
    if entry_year is not None and class_number is not None:
        same = classes.filter(entry_year=entry_year, class_number=class_number).first()
    return same or classes.filter(name=name, closed_on__isnull=True).first()


def schools_below(unit: Unit) -> UnitQuerySet:
    """Every school in this unit's part of the tree."""
    found: UnitQuerySet = Unit.objects.schools().below([unit.path]).filter(closed_on__isnull=True)
    return found.order_by("name")


def district_of(unit: Unit) -> Unit | None:
    """The district above (or the unit itself); None where there is none."""
    if unit.kind == UnitKind.DISTRICT:
        return unit
    found: Unit | None = unit.get_ancestors().filter(kind=UnitKind.DISTRICT).last()
    return found


def nothing_yet() -> bool:
    """Does the database hold no organisation at all?"""
    return not Unit.objects.exists()
