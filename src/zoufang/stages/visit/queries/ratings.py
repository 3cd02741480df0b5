"""What families said of how they feel: its own to each guardian, to everybody else only as a sum."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from zoufang.ground.campaign.models import Campaign
from zoufang.stages.roster.models import Guardian, counted
from zoufang.stages.visit.models import Rating, Visit
from zoufang.stages.visit.states import VisitState


def ratings_of(campaign: Campaign, guardian: Guardian, *, on_staff_device: bool) -> dict[str, int]:
    """Feeling → step, as this guardian said it on such a device."""
    said = Rating.objects.filter(campaign=campaign, guardian=guardian, on_staff_device=on_staff_device)
    return dict(said.values_list("feeling", "step"))


def held_ratings(guardian: Guardian) -> QuerySet[Rating]:
    """Everything that this guardian said of how it feels, of every campaign."""
    return Rating.objects.filter(guardian=guardian).order_by("answered_at", "pk")


def rated_households(campaigns: Iterable[Campaign]) -> dict[int, dict[str, dict[int, int]]]:
    """Campaign → feeling → household → step. A household counts once: the guardian who answered last. One query.

    What was said on a device where staff is signed in is not among them.
    """
    found: dict[int, dict[str, dict[int, int]]] = {each.pk: {} for each in campaigns}
    rows = Rating.objects.filter(counted("household__"), campaign__in=found, on_staff_device=False)
    for key, feeling, home, step in rows.order_by("answered_at", "pk").values_list(
        "campaign_id", "feeling", "household_id", "step"
    ):
        found[key].setdefault(feeling, {})[home] = step
    return found


def households_asked(campaigns: Iterable[Campaign]) -> dict[int, int]:
    """Campaign → how many households were met, and so asked how they feel. One query."""
    found = {each.pk: 0 for each in campaigns}
    met = Visit.objects.filter(counted("household__"), campaign__in=found, state=VisitState.DONE)
    for key, _home in met.values_list("campaign_id", "household_id").distinct():
        found[key] += 1
    return found
