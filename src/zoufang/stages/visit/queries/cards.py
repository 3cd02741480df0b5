"""The contact card: what stands on it, in order, and the numbers that it puts into a phone."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from django.utils.translation import gettext as _

from zoufang.engines.contacts import Contact, contact_file, one_contact
from zoufang.engines.papers import CardLine, CardSection
from zoufang.ground.accounts.models import Post
from zoufang.ground.accounts.states import Role
from zoufang.ground.campaign.models import Campaign
from zoufang.ground.campaign.queries import category_names
from zoufang.ground.campaign.states import CategoryAxis
from zoufang.ground.org.models import Unit
from zoufang.ground.org.queries import district_of
from zoufang.ground.privacy.fields import fingerprint
from zoufang.stages.visit.models import CardEdition

# Bytes in a QR code that phones still read from a screen; with this correction it ends at 2,331.
LONGEST_CODE = 1_400


@dataclass(frozen=True)
class Person:
    """Somebody of the school with the number by which families reach them."""

    name: str
    role: str
    phone: str

    @property
    def post(self) -> str:
        """The post in the reader's language."""
        return str(Role(self.role).label) if self.role in Role.values else self.role


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


def edition_of(campaign: Campaign, classes: Sequence[Unit]) -> CardEdition | None:
    """The newest edition of these classes' card, whatever the card says today."""
    return CardEdition.objects.filter(campaign=campaign, about=about_classes(classes)).order_by("-number").first()


def about_classes(classes: Sequence[Unit]) -> str:
    """By which the editions of these classes' card are found."""
    return fingerprint("card", " ".join(sorted(each.public_id for each in classes)))


def as_kept(card: Card) -> tuple[str, str]:
    """The card as an edition keeps it, with the hash by which two are compared: the same in every language."""
    content = json.dumps(asdict(card), ensure_ascii=False, sort_keys=True)
    return content, fingerprint("card", content)


def says_the_same(card: Card, edition: CardEdition | None) -> bool:
    """Is the card still what this edition says?"""
    return edition is not None and edition.content_hash == as_kept(card)[1]


def card_kept(edition: CardEdition) -> Card:
    """The card as it was when it was given to families."""
    said = json.loads(edition.content)
    return Card(
        **said
        | {
            "leaders": tuple(Person(**each) for each in said["leaders"]),
            "classes": tuple((name, tuple(Person(**each) for each in people)) for name, people in said["classes"]),
            "topics": tuple(said["topics"]),
        }
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


def card_code(card: Card) -> str:
    """The card's numbers as one entry for a phone that scans them, with a note of whose each is. No family in it.

    Where there are more people than a code can hold, the last are left out: the school's lines always fit.
    """
    people = [(each.name, each.phone) for each in card.leaders]
    people += [(each.name, each.phone) for _name, teachers in card.classes for each in teachers]
    lines = [
        (_("园所电话"), card.school_line),
        (_("走访专线"), card.campaign_line),
        (f"{card.district}{_('教育热线')}", card.district_line),
        (_("政务服务便民热线"), "12345"),
    ]
    while True:
        known = [(whose, phone) for whose, phone in (*lines, *people) if phone]
        code = one_contact(card.school, [phone for _whose, phone in known], " ".join(f"{a} {b}" for a, b in known))
        if len(code.encode()) <= LONGEST_CODE or not people:
            return code
        people.pop()


def card_sections(card: Card) -> tuple[CardSection, ...]:
    """Everything that the card says, in reading order and the reader's language."""
    school = [
        *([CardLine(card.address)] if card.address else []),
        *_numbered((_("园所电话"), card.school_line)),
        *(CardLine(each.post, each.name, each.phone) for each in card.leaders),
    ]
    classes = [
        CardSection(
            name,
            tuple(CardLine(_("老师"), each.name, each.phone) for each in teachers)
            or (CardLine(_("老师还没有安排好,请先打园所电话。")),),
        )
        for name, teachers in card.classes
    ]
    others = _numbered(
        (_("走访专线"), card.campaign_line),
        (f"{card.district}{_('教育热线')}", card.district_line),
        (_("政务服务便民热线"), "12345"),
    )
    topics = _("、").join(card.topics) or _("保育教育、膳食、卫生保健、安全、收费、师德、设施,以及其他困难和建议。")
    limits = (
        _("%(hours)s 小时内与您联系;%(days)s 个工作日内答复。")
        % {"hours": card.first_contact_hours, "days": card.settle_workdays},
        _("确需延长的,说明原因,最多再延 %(days)s 个工作日。") % {"days": card.extension_workdays},
        _("涉及食品安全的,%(hours)s 小时内处理。") % {"hours": card.food_safety_hours},
    )
    honest = _("走访不收任何礼品、礼金,不吃请,不推销,不问收入和职业。发现有违反的,请拨打上面任一电话。")
    rights = _("参加与否完全自愿,不说明理由。您可以查看、复制、更正、删除自家的信息,也可以随时撤回同意。")
    return (
        CardSection("", tuple(school)),
        *classes,
        CardSection(_("不方便对老师说的"), tuple(others)),
        CardSection(_("什么都可以说"), (CardLine(topics),)),
        CardSection(_("我们的答复时限"), tuple(CardLine(each) for each in limits)),
        CardSection(_("廉洁承诺"), (CardLine(honest),)),
        CardSection(_("您的权利"), (CardLine(rights),)),
    )


def _numbered(*lines: tuple[str, str]) -> list[CardLine]:
    return [CardLine(words, "", number) for words, number in lines if number]


def _person(post: Post) -> Person:
    return Person(post.user.name, post.role, post.user.phone)
