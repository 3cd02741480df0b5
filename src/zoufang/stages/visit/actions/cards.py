"""The contact card changes: what families were given is kept, and whoever was given an earlier one gets the new one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from zoufang.ground.accounts.actor import SYSTEM, Actor
from zoufang.ground.campaign.models import Campaign
from zoufang.ground.campaign.states import CampaignState
from zoufang.ground.journal.actions import record
from zoufang.ground.org.models import Unit
from zoufang.stages.visit import queries
from zoufang.stages.visit.actions.tell import tell_of_new_cards
from zoufang.stages.visit.models import CardEdition, PaperSent
from zoufang.stages.visit.states import PaperKind


class Editions:
    """The editions that hold at one moment: whichever classes are asked for, each card is looked at once."""

    def __init__(self, campaign: Campaign, *, at: datetime) -> None:
        self.campaign, self.at = campaign, at
        self._known: dict[str, CardEdition] = {}

    def of(self, classes: Sequence[Unit]) -> CardEdition:
        """The edition that says what the card of these classes says now; made where there is none."""
        about = queries.about_classes(classes)
        if about not in self._known:
            self._known[about] = self._found(classes, about)
        return self._known[about]

    def _found(self, classes: Sequence[Unit], about: str) -> CardEdition:
        ordered = sorted(classes, key=lambda each: each.pk)
        card = queries.card_of(self.campaign, ordered, on=timezone.localdate(self.at))
        if (latest := queries.edition_of(self.campaign, classes)) and queries.says_the_same(card, latest):
            return latest
        # Two at once would take the same number: whoever is later looks again.
        _lock(self.campaign)
        latest = queries.edition_of(self.campaign, classes)
        if latest is not None and queries.says_the_same(card, latest):
            return latest
        content, content_hash = queries.as_kept(card)
        return CardEdition.objects.create(
            campaign=self.campaign,
            about=about,
            number=latest.number + 1 if latest else 1,
            content=content,
            content_hash=content_hash,
            issued_at=self.at,
        )


@transaction.atomic
def renew_cards(*, campaign: Campaign, by: Actor, at: datetime, klass: Unit | None = None) -> int:
    """Every family (of this class, where one is given) that was given a card which no longer says what is so has the new
    one, and is told as it chose; how many. The earlier one stays as it was received. Run again: nothing happens."""
    _lock(campaign)
    held = PaperSent.objects.filter(campaign=campaign, kind=PaperKind.CARD, replaced_at__isnull=True)
    if klass is not None:
        held = held.filter(household__children__klass=klass, household__children__left_on__isnull=True).distinct()
    papers = list(held.select_related("edition", "household").order_by("pk"))
    classes = queries.classes_by_household(paper.household_id for paper in papers)
    editions = Editions(campaign, at=at)
    old = [each for each in papers if each.household_id in classes and not _holds(each, classes, editions)]
    if not old:
        return 0
    PaperSent.objects.filter(pk__in=[each.pk for each in old]).update(replaced_at=at)
    new = [
        PaperSent(
            campaign=campaign,
            household=each.household,
            kind=PaperKind.CARD,
            edition=editions.of(classes[each.household_id]),
            sent_at=at,
            is_new=True,
        )
        for each in old
    ]
    PaperSent.objects.bulk_create(new)
    tell_of_new_cards(campaign=campaign, papers=new, at=at)
    record(
        "cards.renewed", klass or campaign.unit, by=by, at=at, unit=klass or campaign.unit, facts={"count": len(new)}
    )
    return len(new)


def _lock(campaign: Campaign) -> None:
    # Not against those who only point to the campaign: families go on signing up meanwhile.
    Campaign.objects.select_for_update(no_key=True).get(pk=campaign.pk)


def _holds(paper: PaperSent, classes: Mapping[int, Sequence[Unit]], editions: Editions) -> bool:
    edition = editions.of(classes[paper.household_id])
    if paper.edition is None:
        # Given before editions were kept, when the page always showed the card of the day: that is what the family has.
        paper.edition = edition
        paper.save(update_fields=["edition"])
    return paper.edition.content_hash == edition.content_hash


def renew_all_cards(*, at: datetime) -> int:
    """In every running campaign, a transaction each; how many cards. For changes that no deed of ours could hear of: a
    phone, a post that begins or ends today, somebody deactivated, a line or a limit."""
    running = Campaign.objects.filter(state=CampaignState.RUNNING).select_related("unit").order_by("pk")
    return sum(renew_cards(campaign=each, by=SYSTEM, at=at) for each in running)
