"""What was too much, without names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from zoufang.ground.accounts.actor import Actor
from zoufang.ground.accounts.states import DISTRICT, Role
from zoufang.ground.campaign.rules import DEFAULT_LIMITS
from zoufang.stages.rights.models import BurdenNote
from zoufang.stages.rights.states import Burden, PageKind


@dataclass(frozen=True)
class BurdenCount:
    """How often something was said. `withheld`: too few to be shown without showing who."""

    label: str
    count: int
    suppress_below: int

    @property
    def withheld(self) -> bool:
        return 0 < self.count < self.suppress_below


def burdens_of(actor: Actor) -> QuerySet[BurdenNote]:
    """What was said at the units this person leads: the principal's school, or all of the district. In no order of time."""
    inside = Q(pk__in=[])
    for path in actor.paths_as(Role.PRINCIPAL, *DISTRICT):
        inside |= Q(unit__path__startswith=path)
    if actor.is_any(*DISTRICT):
        inside |= Q(unit__isnull=True)
    return BurdenNote.objects.filter(inside).select_related("unit").order_by("public_id")


def burden_counts(notes: Iterable[BurdenNote]) -> tuple[list[BurdenCount], list[BurdenCount], list[BurdenCount]]:
    """By what was too much, by kind of page, by unit; the most frequent first, small groups withheld."""
    notes, below = list(notes), DEFAULT_LIMITS["suppress_below"]
    what = Counter(each for note in notes for each in note.what)
    pages = Counter(note.page_kind for note in notes)
    units = Counter(note.unit.name if note.unit else "" for note in notes)
    return (
        [BurdenCount(str(Burden(each).label), count, below) for each, count in what.most_common()],
        [BurdenCount(str(PageKind(each).label), count, below) for each, count in pages.most_common()],
        [BurdenCount(name, count, below) for name, count in units.most_common()],
    )
