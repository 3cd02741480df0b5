"""Somebody says what was too much, without a name."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from zoufang.engines.refusal import Refused
from zoufang.ground.accounts.actor import NOBODY
from zoufang.ground.campaign.models import Campaign
from zoufang.ground.journal.actions import record
from zoufang.ground.org.models import Unit
from zoufang.stages.rights import rules
from zoufang.stages.rights.models import BurdenNote
from zoufang.stages.rights.states import Burden, Reader


@transaction.atomic
def say_burden(
    *,
    unit: Unit | None,
    campaign: Campaign | None,
    reader: Reader,
    page_name: str,
    what: Collection[str],
    words: str,
    at: datetime,
) -> BurdenNote:
    """It is kept with the unit, the side of the page and the kind of page. There is no `by`: the journal names nobody.

    Refused without a tick or word, and beyond what people say in a day.
    """
    today = timezone.localdate(at)
    said_today = BurdenNote.objects.filter(unit=unit, said_on=today).count()
    if reasons := rules.why_no_burden(what=what, words=words, said_today=said_today):
        raise Refused(reasons)
    note = BurdenNote.objects.create(
        unit=unit,
        campaign=campaign,
        reader=reader,
        page_kind=rules.page_kind_of(page_name),
        what=[each for each in Burden.values if each in what],
        words=words.strip(),
        said_on=today,
    )
    record("rights.burden_said", note, by=NOBODY, at=at, unit=unit)
    return note
