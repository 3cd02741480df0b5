"""Whom a record that waits for the principal speaks of."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Prefetch

from zoufang.stages.roster.models import Child, Household
from zoufang.stages.visit.models import Visit

HERE = Prefetch("children", queryset=Child.objects.order_by("pk"), to_attr="all_children")


def whose(*, visits: Collection[str], households: Collection[str]) -> dict[str, str]:
    """The children's names by the visit's, or the household's, public id: four queries, however many."""
    homes = dict(Visit.objects.filter(public_id__in=visits).values_list("public_id", "household_id"))
    found = Household.objects.filter(pk__in=homes.values()) | Household.objects.filter(public_id__in=households)
    names = {
        each.pk: "、".join(child.name for child in each.all_children)  # type: ignore[attr-defined]
        for each in found.prefetch_related(HERE)
    }
    keys = dict(Household.objects.filter(public_id__in=households).values_list("public_id", "pk"))
    return {public_id: names.get(pk, "") for public_id, pk in (homes | keys).items()}
