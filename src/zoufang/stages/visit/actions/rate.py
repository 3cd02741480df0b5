"""The family says how it feels, if it likes; it may change that or take it back until the campaign ends."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from zoufang.engines.refusal import Refused
from zoufang.ground.accounts.actor import Actor
from zoufang.ground.campaign.models import Campaign
from zoufang.ground.journal.actions import record
from zoufang.stages.roster.models import Guardian
from zoufang.stages.visit import rules
from zoufang.stages.visit.models import Rating, Visit
from zoufang.stages.visit.states import Feeling, VisitState


@transaction.atomic
def rate(
    *,
    campaign: Campaign,
    guardian: Guardian,
    steps: Mapping[Feeling, int],
    by: Actor,
    at: datetime,
    on_staff_device: bool = False,
) -> None:
    """These are the guardian's ratings from now on; a feeling that is left out is taken back.

    On a device where staff is signed in they are kept apart and change nothing of what the family said itself; the
    family's own put an end to those kept apart. Refused before anybody met, after the campaign, beyond five steps.
    """
    guardian = Guardian.objects.select_for_update().get(pk=guardian.pk)
    met = Visit.objects.filter(campaign=campaign, household=guardian.household_id, state=VisitState.DONE)
    reasons = rules.why_not_rate(
        was_met=met.exists(), today=timezone.localdate(at), ends_on=campaign.ends_on, steps=steps.values()
    )
    if reasons:
        raise Refused(reasons)
    before = Rating.objects.filter(campaign=campaign, guardian=guardian)
    (before.filter(on_staff_device=True) if on_staff_device else before).delete()
    Rating.objects.bulk_create(
        Rating(
            campaign=campaign,
            household_id=guardian.household_id,
            guardian=guardian,
            feeling=feeling,
            step=step,
            on_staff_device=on_staff_device,
            answered_at=at,
        )
        for feeling, step in steps.items()
    )
    # How many and not which: the journal is read by those of whom the family speaks.
    facts = {"count": len(steps), "apart": on_staff_device}
    record("visit.rated", campaign, by=by, at=at, unit=campaign.unit, facts=facts)
