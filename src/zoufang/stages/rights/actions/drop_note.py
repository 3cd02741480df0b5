"""A note on care that nobody agreed to goes."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zoufang.engines.refusal import Refused
from zoufang.ground.accounts.actor import Actor
from zoufang.stages.rights.queries import has_refused_handling, why_no_care_note
from zoufang.stages.roster.actions import set_care
from zoufang.stages.roster.models import Household
from zoufang.stages.roster.states import CareLevel


@transaction.atomic
def drop_care_note(*, household: Household, by: Actor, at: datetime) -> None:
    """The words are gone; the level too where the family refused the basic handling. Refused where the note may stay."""
    locked = Household.objects.select_for_update(of=("self",)).select_related("school").get(pk=household.pk)
    if not why_no_care_note(locked, level=locked.care_level, note=locked.care_note):
        raise Refused("这户没有要删去的关怀说明")
    level = CareLevel.NONE.value if has_refused_handling(locked) else locked.care_level
    set_care(household=locked, level=level, note="", by=by, at=at)
