"""Card and letter go to each family alone, and the family's opening is noted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from zoufang.engines.refusal import Refused
from zoufang.ground.accounts.actor import Actor
from zoufang.ground.campaign.models import Campaign
from zoufang.ground.journal.actions import record
from zoufang.ground.org.models import Unit
from zoufang.stages.roster.models import Household
from zoufang.stages.visit.models import PaperSent, Visit
from zoufang.stages.visit.queries import letter_of
from zoufang.stages.visit.states import PaperKind


@transaction.atomic
def send_papers(*, campaign: Campaign, klass: Unit, households: Iterable[Household], by: Actor, at: datetime) -> int:
    """Card and letter stand on these families' own pages; how many were sent now. Those sent before stay as they are.

    Refused without an approved letter.
    """
    if letter_of(campaign) is None:
        raise Refused("还没有批准过的“一封信”,请先请园里在活动里上传并批准,再发给家长")
    sent = sum(place_papers(campaign, household, at=at) for household in households)
    record("papers.sent", klass, by=by, at=at, unit=klass, facts={"count": sent})
    return sent


def place_papers(campaign: Campaign, household: Household, *, at: datetime, visit: Visit | None = None) -> int:
    """Card, and the letter where one is approved, stand on the family's page; how many are new."""
    kinds = [PaperKind.CARD, *([PaperKind.LETTER] if letter_of(campaign) else [])]
    made = 0
    for kind in kinds:
        _, is_new = PaperSent.objects.get_or_create(
            campaign=campaign, household=household, kind=kind, defaults={"visit": visit, "sent_at": at}
        )
        made += is_new
    return made


@transaction.atomic
def report_opened(*, paper: PaperSent, by: Actor, at: datetime) -> None:
    """The family opened it; the first time stands."""
    paper = PaperSent.objects.select_for_update().select_related("campaign__unit").get(pk=paper.pk)
    if paper.first_opened_at is not None:
        return
    paper.first_opened_at = at
    paper.save(update_fields=["first_opened_at"])
    record("paper.opened", paper, by=by, at=at, unit=paper.campaign.unit, facts={"kind": str(paper.kind)})
