"""A note on care is kept, where a guardian agreed to notes on health and care."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zoufang.engines.refusal import Refused
from zoufang.ground.accounts.actor import Actor
from zoufang.stages.rights.queries import why_no_care_note
from zoufang.stages.roster.actions import set_care
from zoufang.stages.roster.models import Household


@transaction.atomic
def keep_care_note(*, household: Household, level: str, note: str, by: Actor, at: datetime) -> None:
    """Level and words stand. Refused without the consent that they need; to empty a note is never refused."""
    locked = Household.objects.select_for_update(of=("self",)).select_related("school").get(pk=household.pk)
    if reasons := why_no_care_note(locked, level=level, note=note):
        raise Refused(reasons)
    set_care(household=locked, level=level, note=note, by=by, at=at)
