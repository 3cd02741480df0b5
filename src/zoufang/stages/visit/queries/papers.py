"""Contact card and open letter: whom they were sent to, who opened them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from zoufang.ground.accounts.actor import Actor
from zoufang.ground.campaign.models import Campaign, CampaignText
from zoufang.ground.campaign.states import TextKind
from zoufang.ground.org.models import Unit
from zoufang.stages.roster.models import Child, Household
from zoufang.stages.roster.queries import household_rows, households_of_class
from zoufang.stages.signup.states import RemindBy
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
    return classes_by_household([household.pk]).get(household.pk, [])


def classes_by_household(households: Iterable[int]) -> dict[int, list[Unit]]:
    """The classes of each of these families' children, by the family's key, in one order for all: one query."""
    found: dict[int, list[Unit]] = {}
    children = Child.objects.filter(household__in=list(households), left_on__isnull=True).select_related("klass")
    for child in children.order_by("klass_id", "pk"):
        classes = found.setdefault(child.household_id, [])
        if child.klass not in classes:
            classes.append(child.klass)
    return found


def papers_of_household(campaign: Campaign, household: Household) -> list[PaperSent]:
    """Card and letter, as far as they were sent to this family; of several cards the one that holds."""
    sent = PaperSent.objects.filter(campaign=campaign, household=household, replaced_at__isnull=True)
    return list(sent.order_by("kind"))


def held_papers(household: Household) -> list[PaperSent]:
    """What was sent to this family in every campaign, cards that were replaced too."""
    return list(
        PaperSent.objects.filter(household=household).select_related("campaign", "edition").order_by("sent_at", "pk")
    )


def paper_of(campaign: Campaign, household: Household, kind: PaperKind) -> PaperSent | None:
    """One of the two, if it was sent to this family; of several cards the one that holds."""
    sent = PaperSent.objects.filter(campaign=campaign, household=household, kind=kind, replaced_at__isnull=True)
    return sent.select_related("edition").first()


def earlier_cards(campaign: Campaign, household: Household) -> QuerySet[PaperSent]:
    """The cards that this family was given before the one that holds, the last first."""
    sent = PaperSent.objects.filter(campaign=campaign, household=household, kind=PaperKind.CARD)
    return sent.filter(replaced_at__isnull=False).select_related("edition").order_by("-sent_at", "-pk")


@dataclass(frozen=True)
class PaperRow:
    """A family of a class with what it was sent and opened. `card_is_new`: in place of an earlier one; `to_tell`: the public
    id of the new card that the class's teachers are to tell it of."""

    children: str
    card_sent_at: datetime | None = None
    card_opened_at: datetime | None = None
    letter_sent_at: datetime | None = None
    letter_opened_at: datetime | None = None
    card_is_new: bool = False
    to_tell: str = ""


def papers_of_class(campaign: Campaign, klass: Unit) -> list[PaperRow]:
    """Every family of the class: four queries, however many families."""
    homes = household_rows(households_of_class(klass))
    current = PaperSent.objects.filter(
        campaign=campaign, household__in=[home.pk for home in homes], replaced_at__isnull=True
    )
    sent: dict[tuple[int, str], PaperSent] = {(each.household_id, each.kind): each for each in current}
    rows = []
    for home in homes:
        card, letter = (sent.get((home.pk, kind)) for kind in (PaperKind.CARD, PaperKind.LETTER))
        rows.append(
            PaperRow(
                children=home.names,
                card_sent_at=card.sent_at if card else None,
                card_opened_at=card.first_opened_at if card else None,
                letter_sent_at=letter.sent_at if letter else None,
                letter_opened_at=letter.first_opened_at if letter else None,
                card_is_new=bool(card and card.is_new),
                to_tell=card.public_id if card and _is_to_be_told(card) else "",
            )
        )
    return rows


def new_cards_in(campaign: Campaign, klass: Unit) -> QuerySet[PaperSent]:
    """The new cards that families of this class hold."""
    homes = households_of_class(klass).values("pk")
    return PaperSent.objects.filter(campaign=campaign, household__in=homes, is_new=True, replaced_at__isnull=True)


def cards_to_tell(actor: Actor, campaign: Campaign) -> QuerySet[PaperSent]:
    """New cards of which the families of this person's own classes wish to hear from their teachers, and have not yet."""
    taught = Child.objects.filter(klass__in=actor.classes_taught(), left_on__isnull=True).values("household")
    waiting = PaperSent.objects.filter(
        campaign=campaign,
        household__in=taught,
        tell_by=RemindBy.TEACHER,
        told_at__isnull=True,
        first_opened_at__isnull=True,
        replaced_at__isnull=True,
    )
    return waiting.select_related("campaign__unit", "household").order_by("pk")


def _is_to_be_told(card: PaperSent) -> bool:
    return card.tell_by == RemindBy.TEACHER and card.told_at is None and card.first_opened_at is None
