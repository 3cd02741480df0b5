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
from zoufang.stages.visit.actions.cards import Editions, renew_cards
from zoufang.stages.visit.models import CardEdition, PaperSent, Visit
from zoufang.stages.visit.queries import classes_by_household, classes_of_household, letter_of, paper_of
from zoufang.stages.visit.states import PaperKind


@transaction.atomic
def send_papers(*, campaign: Campaign, klass: Unit, households: Iterable[Household], by: Actor, at: datetime) -> int:
    """Card and letter stand on these families' own pages; how many were sent now. Letters sent before stay as they are, and
    of the card everybody in the class has the edition that holds.

    Refused without an approved letter.
    """
    letter = letter_of(campaign)
    if letter is None:
        raise Refused("还没有批准过的“一封信”,请先请园里在活动里上传并批准,再发给家长")
    listed = list(households)
    classes = classes_by_household(each.pk for each in listed)
    editions = Editions(campaign, at=at)
    sent = renew_cards(campaign=campaign, by=by, at=at, klass=klass)
    for household in listed:
        edition = editions.of(classes[household.pk]) if household.pk in classes else None
        sent += _place(campaign, household, PaperKind.CARD, at=at, edition=edition)
        sent += _place(campaign, household, PaperKind.LETTER, at=at)
    record("papers.sent", klass, by=by, at=at, unit=klass, facts={"count": sent})
    return sent


def place_papers(campaign: Campaign, household: Household, *, at: datetime, visit: Visit | None = None) -> int:
    """Card, and the letter where one is approved, stand on the family's page; how many are new."""
    made = 0
    if paper_of(campaign, household, PaperKind.CARD) is None:
        classes = classes_of_household(household)
        edition = Editions(campaign, at=at).of(classes) if classes else None
        made += _place(campaign, household, PaperKind.CARD, at=at, visit=visit, edition=edition)
    if letter_of(campaign) is not None:
        made += _place(campaign, household, PaperKind.LETTER, at=at, visit=visit)
    return made


def _place(
    campaign: Campaign,
    household: Household,
    kind: PaperKind,
    *,
    at: datetime,
    visit: Visit | None = None,
    edition: CardEdition | None = None,
) -> int:
    _, is_new = PaperSent.objects.get_or_create(
        campaign=campaign,
        household=household,
        kind=kind,
        replaced_at=None,
        defaults={"visit": visit, "sent_at": at, "edition": edition},
    )
    return int(is_new)


@transaction.atomic
def report_opened(*, paper: PaperSent, by: Actor, at: datetime) -> None:
    """The family opened it; the first time stands."""
    paper = PaperSent.objects.select_for_update().select_related("campaign__unit").get(pk=paper.pk)
    if paper.first_opened_at is not None:
        return
    paper.first_opened_at = at
    paper.save(update_fields=["first_opened_at"])
    record("paper.opened", paper, by=by, at=at, unit=paper.campaign.unit, facts={"kind": str(paper.kind)})
