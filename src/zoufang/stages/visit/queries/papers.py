"""Contact card and open letter: what stands on them, whom they were sent to, who opened them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from zoufang.engines.contacts import Contact, contact_file
from zoufang.ground.accounts.models import Post
from zoufang.ground.accounts.states import Role
from zoufang.ground.campaign.models import Campaign, CampaignText
from zoufang.ground.campaign.queries import category_names
from zoufang.ground.campaign.states import CategoryAxis, TextKind
from zoufang.ground.org.models import Unit
from zoufang.ground.org.queries import district_of
from zoufang.stages.roster.models import Household
from zoufang.stages.roster.queries import household_rows, households_of_class
from zoufang.stages.visit.models import PaperSent
from zoufang.stages.visit.states import PaperKind


@dataclass(frozen=True)
class Person:
    """Somebody of the school with the number by which families reach them."""

    name: str
    post: str
    phone: str


@dataclass(frozen=True)
class Card:
    """The contact card: of the school and its classes, never of a family."""

    school: str
    address: str
    leaders: tuple[Person, ...]
    classes: tuple[tuple[str, tuple[Person, ...]], ...]
    school_line: str
    campaign_line: str
    district: str
    district_line: str
    topics: tuple[str, ...]
    first_contact_hours: int
    settle_workdays: int
    extension_workdays: int
    food_safety_hours: int


def card_of(campaign: Campaign, classes: Sequence[Unit], *, on: date) -> Card:
    """The card of these classes as of that day: a change of staff shows at once. No family data stand on it."""
    school: Unit = campaign.unit
    held = Post.objects.held(on=on).filter(user__is_active=True).select_related("user", "unit").order_by("pk")
    leading = held.of_role(Role.PRINCIPAL, Role.LEADER).filter(unit=school)
    teaching = held.of_role(Role.TEACHER).filter(unit__in=[each.pk for each in classes])
    by_class: dict[int, list[Person]] = {each.pk: [] for each in classes}
    for post in teaching:
        by_class[post.unit_id].append(_person(post))
    district = district_of(school)
    return Card(
        school=school.name,
        address=school.address,
        leaders=tuple(_person(post) for post in sorted(leading, key=lambda post: post.role != Role.PRINCIPAL)),
        classes=tuple((each.name, tuple(by_class[each.pk])) for each in classes),
        school_line=school.phone,
        campaign_line=campaign.contact_line,
        district=district.name if district else "",
        district_line=district.phone if district else "",
        topics=tuple(category_names(campaign, CategoryAxis.TOPIC)),
        first_contact_hours=campaign.limit("first_contact_hours"),
        settle_workdays=campaign.limit("settle_workdays"),
        extension_workdays=campaign.limit("extension_workdays"),
        food_safety_hours=campaign.limit("food_safety_hours"),
    )


def card_lacks(card: Card) -> list[str]:
    """What nobody has filled in yet and the card therefore leaves out."""
    teachers = [person for _name, people in card.classes for person in people]
    parts = [
        (_("园所地址"), bool(card.address)),
        (_("园所电话"), bool(card.school_line)),
        (_("区教育热线"), bool(card.district_line)),
        (_("园长"), bool(card.leaders)),
        *((_("%(name)s的电话") % {"name": person.name}, bool(person.phone)) for person in (*card.leaders, *teachers)),
    ]
    return [name for name, is_there in parts if not is_there]


def contacts_of(card: Card) -> bytes:
    """The card's numbers for a phone's address book: the school, its lines, its leaders and the classes' teachers."""
    people = [(person, "") for person in card.leaders]
    people += [(person, klass) for klass, teachers in card.classes for person in teachers]
    return contact_file(
        [
            Contact(card.school, card.school_line),
            Contact(f"{card.school} {_('走访专线')}", card.campaign_line, card.school),
            *(
                Contact(person.name, person.phone, card.school, f"{klass} {person.post}".strip())
                for person, klass in people
            ),
            Contact(f"{card.district}{_('教育热线')}", card.district_line),
        ]
    )


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


def _person(post: Post) -> Person:
    return Person(post.user.name, str(post.get_role_display()), post.user.phone)
