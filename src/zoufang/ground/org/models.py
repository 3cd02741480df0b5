from __future__ import annotations

from collections.abc import Iterable
from typing import Self

from django.db import models
from treebeard.mp_tree import MP_Node, MP_NodeManager, MP_NodeQuerySet

from zoufang.ground.org.states import UnitKind
from zoufang.web.tables import PublicTable


class UnitQuerySet(MP_NodeQuerySet):  # type: ignore[misc]
    def below(self, paths: Iterable[str]) -> Self:
        """These units and everything below them."""
        inside = models.Q(pk__in=[])
        for path in paths:
            inside |= models.Q(path__startswith=path)
        return self.filter(inside)

    def schools(self) -> Self:
        return self.filter(kind=UnitKind.SCHOOL)

    def classes(self) -> Self:
        return self.filter(kind=UnitKind.CLASS)


class UnitManager(MP_NodeManager):  # type: ignore[misc]
    def get_queryset(self) -> UnitQuerySet:
        # Treebeard's manager makes its own query set; the tree's order is the path's.
        return UnitQuerySet(self.model, using=self._db).order_by("path")

    def schools(self) -> UnitQuerySet:
        return self.get_queryset().schools()

    def classes(self) -> UnitQuerySet:
        return self.get_queryset().classes()


class Unit(PublicTable, MP_Node):  # type: ignore[misc]
    """A province, city, district, school or class; its path in the tree is a prefix of everything below it."""

    kind = models.CharField(max_length=16, choices=UnitKind.choices)
    name = models.CharField(max_length=80)
    entry_year = models.PositiveSmallIntegerField(null=True, blank=True, help_text="classes: the cohort")
    class_number = models.PositiveSmallIntegerField(null=True, blank=True)
    address = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    closed_on = models.DateField(null=True, blank=True)

    objects = UnitManager()

    def __str__(self) -> str:
        return self.name

    def contains(self, other: Unit) -> bool:
        return other.path.startswith(self.path)
