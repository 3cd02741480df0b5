"""A campaign's parts are brought to what a plan says: made, changed, taken away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

from django.db.models import ProtectedError

from zoufang.engines.refusal import Reason, Refused
from zoufang.ground.campaign.models import Campaign, Category, Phase, Round
from zoufang.ground.campaign.plan import Basics, CategoryPlan, PhasePlan, RoundPlan
from zoufang.ground.campaign.rules import AREAS, NATURES, TOPICS
from zoufang.ground.campaign.states import CategoryAxis


@dataclass
class Counts:
    """What became of one kind of part."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0

    def note(self, is_new: bool, is_changed: bool) -> None:
        if is_new:
            self.created += 1
        elif is_changed:
            self.updated += 1
        else:
            self.unchanged += 1

    @property
    def is_anything(self) -> bool:
        return bool(self.created or self.updated or self.removed)


def default_categories() -> tuple[CategoryPlan, ...]:
    """The lists that a campaign starts with. Source: domain §3."""
    return (
        *(CategoryPlan(CategoryAxis.NATURE, name) for name in NATURES),
        *(CategoryPlan(CategoryAxis.TOPIC, name, below) for name, below in TOPICS),
        *(CategoryPlan(CategoryAxis.AREA, name, (), department) for name, department in AREAS),
    )


def set_basics(campaign: Campaign, basics: Basics) -> bool:
    """The head is what the plan says; was anything other?"""
    changed = [each.name for each in fields(basics) if getattr(campaign, each.name) != getattr(basics, each.name)]
    for name in changed:
        setattr(campaign, name, getattr(basics, name))
    if changed:
        campaign.save(update_fields=changed)
    return bool(changed)


def set_limits(campaign: Campaign, limits: Mapping[str, int]) -> bool:
    """Limits named here are set; the others stay."""
    kept = {**campaign.limits, **limits}
    if kept == campaign.limits:
        return False
    campaign.limits = kept
    campaign.save(update_fields=["limits"])
    return True


def set_phases(campaign: Campaign, phases: Sequence[PhasePlan]) -> Counts:
    """Phases by cohort."""
    counts = Counts()
    had = {each.entry_year: each for each in campaign.phases.all()}
    for said in phases:
        wanted = {
            "name": said.name.strip()[:60],
            "grade_at_start": str(said.grade),
            "starts_on": said.starts_on,
            "ends_on": said.ends_on,
        }
        phase = had.pop(said.entry_year, None)
        if phase is None:
            Phase.objects.create(campaign=campaign, entry_year=said.entry_year, **wanted)
        counts.note(phase is None, phase is not None and _brought_to(phase, wanted))
    for gone in had.values():
        gone.delete()
        counts.removed += 1
    return counts


def set_rounds(campaign: Campaign, rounds: Sequence[RoundPlan]) -> Counts:
    """Rounds by number. Refused where one that has visits would go."""
    counts = Counts()
    had = {each.number: each for each in campaign.rounds.all()}
    for said in rounds:
        wanted = {"name": said.name.strip()[:60], "starts_on": said.starts_on, "ends_on": said.ends_on}
        known = had.pop(said.number, None)
        if known is None:
            Round.objects.create(campaign=campaign, number=said.number, **wanted)
        counts.note(known is None, known is not None and _brought_to(known, wanted))
    for gone in had.values():
        try:
            gone.delete()
        except ProtectedError:
            raise Refused(Reason("第 %(n)s 轮已有预约或走访,不能删去;可以改它的日期", n=gone.number)) from None
        counts.removed += 1
    return counts


def set_categories(campaign: Campaign, categories: Sequence[CategoryPlan]) -> Counts:
    """The three lists, in the order said. What a problem was filed under stays written on the problem."""
    counts = Counts()
    had = {(each.axis, each.parent_id, each.name): each for each in campaign.categories.all()}
    kept: set[int] = set()

    def place(axis: str, name: str, parent: Category | None, at: int, department: str = "") -> Category:
        known = had.get((axis, parent.pk if parent else None, name))
        wanted = {"place": at, "department": department}
        made = known or Category.objects.create(campaign=campaign, axis=axis, name=name, parent=parent, **wanted)
        counts.note(known is None, known is not None and _brought_to(known, wanted))
        kept.add(made.pk)
        return made

    for at, said in enumerate(categories):
        first = place(str(said.axis), said.name, None, at, said.department)
        for below_at, name in enumerate(dict.fromkeys(said.below)):
            place(str(said.axis), name, first, below_at)
    gone = campaign.categories.exclude(pk__in=kept)
    counts.removed = gone.count()
    gone.delete()
    return counts


def _brought_to(row: Phase | Round | Category, wanted: Mapping[str, object]) -> bool:
    changed = [name for name, value in wanted.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, wanted[name])
    if changed:
        row.save(update_fields=changed)
    return bool(changed)
