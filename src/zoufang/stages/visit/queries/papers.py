"""Contact card and open letter: whom they were sent to, who opened them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from zoufang.ground.campaign.models import Campaign, CampaignText
from zoufang.ground.campaign.states import TextKind
from zoufang.ground.org.models import Unit
from zoufang.stages.roster.models import Household
from zoufang.stages.roster.queries import household_rows, households_of_class
from zoufang.stages.visit.models import PaperSent
from zoufang.stages.visit.states import PaperKind


def letter_of(campaign: Campaign) -> CampaignText | None:
    """The newest approved letter: the campaign's own, else the district campaign's. It is never generated."""
    approved = CampaignText.objects.filter(campaign=campaign, kind=TextKind.LETTER, approved_on__isnull=False)
    own = approved.order_by("-version").first()
    if own is None and campaign.part_of is not None:
        return letter_of(campaign.part_of)
    return own


def classes_of_household(household: Household) -> list[Unit]:
    """The classes that the family's children are in."""
    classes = {
        child.klass_id: child.klass for child in household.children.filter(left_on__isnull=True).select_related("klass")
    }
    return list(classes.values())


def papers_of_household(campaign: Campaign, household: Household) -> list[PaperSent]:
    """Card and letter, as far as they were sent to this family."""
    return list(PaperSent.objects.filter(campaign=campaign, household=household).order_by("kind"))


def held_papers(household: Household) -> list[PaperSent]:
    """What was sent to this family in every campaign."""
    return list(PaperSent.objects.filter(household=household).select_related("campaign").order_by("sent_at"))


def paper_of(campaign: Campaign, household: Household, kind: PaperKind) -> PaperSent | None:
    """One of the two, if it was sent to this family."""
    return PaperSent.objects.filter(campaign=campaign, household=household, kind=kind).first()


@dataclass(frozen=True)
class PaperRow:
    """A family of a class with what it was sent and opened."""

    children: str
    card_sent_at: datetime | None
    card_opened_at: datetime | None
    letter_sent_at: datetime | None
    letter_opened_at: datetime | None


def papers_of_class(campaign: Campaign, klass: Unit) -> list[PaperRow]:
    """Every family of the class: four queries, however many families."""
    homes = household_rows(households_of_class(klass))
    sent: dict[tuple[int, str], PaperSent] = {
        (each.household_id, each.kind): each
        for each in PaperSent.objects.filter(campaign=campaign, household__in=[home.pk for home in homes])
    }

    def times(key: int, kind: PaperKind) -> tuple[datetime | None, datetime | None]:
        paper = sent.get((key, kind))
        return (paper.sent_at, paper.first_opened_at) if paper else (None, None)

    return [PaperRow(home.names, *times(home.pk, PaperKind.CARD), *times(home.pk, PaperKind.LETTER)) for home in homes]
