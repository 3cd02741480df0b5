"""Notices, links and wishes, as far as each person may see them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max, Q, QuerySet, prefetch_related_objects
from django.urls import reverse
from django.utils import timezone

from zoufang.ground.accounts.actor import Actor
from zoufang.ground.accounts.states import Role
from zoufang.ground.campaign.models import Campaign, Phase
from zoufang.ground.channels.models import Robot
from zoufang.ground.channels.queries import LineRow, lines_about, robots_of_classes
from zoufang.ground.org.models import Unit
from zoufang.stages.roster.models import Child, Guardian, Household
from zoufang.stages.roster.queries import HouseholdRow, household_rows, households_of_class
from zoufang.stages.signup import rules
from zoufang.stages.signup.models import FamilyLink, FamilySession, LinkRequest, Notice, Signup
from zoufang.stages.signup.states import AnsweredVia, NoticeState, SignupState
from zoufang.web.prepared import Prepared


def notices_of(actor: Actor) -> QuerySet[Notice]:
    """The notices of the classes this person teaches or leads."""
    inside = Q(klass__in=actor.classes_taught())
    for path in actor.paths_as(Role.PRINCIPAL, Role.LEADER, Role.CLERK):
        inside |= Q(klass__path__startswith=path)
    notices = Notice.objects.filter(inside).select_related("klass", "campaign", "campaign__unit")
    return notices.order_by("-klass__entry_year", "klass__class_number")


def notices_to_send(actor: Actor) -> QuerySet[Notice]:
    """The notices of the running campaign at the schools whose notices this person writes."""
    inside = Q(pk__in=[])
    for path in actor.paths_as(Role.PRINCIPAL, Role.CLERK):
        inside |= Q(klass__path__startswith=path)
    return notices_of(actor).filter(inside, campaign__state="running", klass__closed_on__isnull=True)


def notices_to_approve(actor: Actor, campaign: Campaign) -> QuerySet[Notice]:
    """Drafts that wait for the principal."""
    return notices_of(actor).filter(campaign=campaign, state=NoticeState.DRAFT)


def published_notice(klass: Unit) -> Notice | None:
    """The newest notice of this class that its public address shows."""
    notices = Notice.objects.filter(klass=klass, state__in=[NoticeState.APPROVED, NoticeState.PUBLISHED])
    return notices.select_related("campaign", "campaign__unit", "klass").order_by("-pk").first()


_SIGNUP = Prepared(lambda home, campaign: Signup.objects.filter(household=home, campaign=campaign), "number", "number")


def signup_of(household: Household, campaign: Campaign) -> Signup | None:
    """What the family chose; None: not yet answered."""
    found = _SIGNUP.first(household.pk, campaign.pk)
    if found is not None:
        prefetch_related_objects([found], "times")
    return found


def held_signups(household: Household) -> QuerySet[Signup]:
    """Every wish of this family, of every campaign, the newest first."""
    return (
        Signup.objects.filter(household=household).select_related("campaign").prefetch_related("times").order_by("-pk")
    )


def language_of(session: FamilySession) -> str:
    """The language that this family chose for its pages; '' where it chose none."""
    link = session.link
    spoken = Signup.objects.filter(household=link.guardian.household_id, campaign=link.campaign_id)
    return spoken.values_list("language", flat=True).first() or ""


_SESSION = Prepared(
    lambda secret: (
        FamilySession.objects.filter(secret_hash=secret)
        .select_related("link__guardian__household__school", "link__campaign__unit")
        # What is closed is opened where a page shows it.
        .defer("link__guardian__phone", "link__guardian__household__address", "link__guardian__household__care_note")
    ),
    "text",
)


def session_by_secret(secret: str) -> FamilySession | None:
    """The browser's session, with its guardian, household and campaign."""
    from django.conf import settings

    return _SESSION.first(settings.KEYS.fingerprint(secret, purpose="link"))


def link_by_token(token: str) -> FamilyLink | None:
    """The link that this token opens."""
    from django.conf import settings

    wanted = settings.KEYS.fingerprint(rules.plain_code(token), purpose="link")
    return FamilyLink.objects.select_related("guardian__household", "campaign").filter(token_hash=wanted).first()


def slots_for(household: Household, campaign: Campaign, now: datetime, *, at_school: bool = False) -> list[rules.Slot]:
    """The half-days that this family may choose from: those of its children's phases. Whoever comes to the school may
    choose a time after pick-up too, so that such a time says nothing of the family."""
    found = rules.slots(
        _windows(household, campaign),
        now=timezone.localtime(now),
        until=campaign.ends_on,
        earliest=campaign.limit("earliest_hour") * 60,
        latest=campaign.limit("latest_minute"),
    )
    if at_school:
        found += talk_slots_for(household, campaign, now)
    return sorted(found, key=lambda slot: (slot.on, rules.ORDER.index(slot.half), slot.starts))


def talk_slots_for(household: Household, campaign: Campaign, now: datetime) -> list[rules.Slot]:
    """The times after pick-up within the children's phases, taken or not."""
    return rules.talk_slots(
        _windows(household, campaign),
        now=timezone.localtime(now),
        until=campaign.ends_on,
        begins=campaign.limit("pickup_minute"),
        ends=campaign.limit("talk_until_minute"),
        minutes=campaign.limit("visit_minutes"),
    )


_PHASES = Prepared(
    lambda campaign, home: Phase.objects.filter(
        campaign=campaign,
        entry_year__in=Child.objects.filter(household=home, left_on__isnull=True).values("klass__entry_year"),
    ),
    "number",
    "number",
)


def _windows(household: Household, campaign: Campaign) -> list[tuple[date, date]]:
    return [(phase.starts_on, phase.ends_on) for phase in _PHASES.all(campaign.pk, household.pk)]


@dataclass(frozen=True)
class LinkRow:
    """A guardian's link as the class's teachers see it; never the token."""

    guardian_id: str
    name: str
    relation: str
    phone: str
    is_locked: bool
    is_revoked: bool
    is_disowned: bool
    was_opened: bool
    is_waiting: bool


@dataclass(frozen=True)
class FamilyRow:
    """A family in the table of a class."""

    home: HouseholdRow
    state: str
    state_label: str
    form_label: str
    time_count: int
    via: str
    via_label: str
    place: str
    is_one_to_one: bool
    note: str
    private_note: str
    links: tuple[LinkRow, ...]


def family_rows(
    klass: Unit, campaign: Campaign, *, with_notes: bool = False, with_private_notes: bool = False
) -> list[FamilyRow]:
    """Every family of the class with its wish and links: a constant number of queries. Notes only for those who may know."""
    homes = household_rows(households_of_class(klass))
    keys = [home.pk for home in homes]
    signups = {
        each.household_id: each
        for each in Signup.objects.filter(campaign=campaign, household__in=keys).prefetch_related("times")
    }
    links = {
        each.guardian.public_id: each
        for each in FamilyLink.objects.filter(campaign=campaign, guardian__household__in=keys).select_related(
            "guardian"
        )
    }
    waiting = _waiting(keys, campaign, links)
    return [
        _family_row(
            home, signups.get(home.pk), links, waiting, with_notes=with_notes, with_private_notes=with_private_notes
        )
        for home in homes
    ]


def _waiting(households: list[int], campaign: Campaign, links: dict[str, FamilyLink]) -> set[str]:
    """Public ids of the guardians of these families who asked, at any class's address, and were sent nothing since."""
    phones = dict(
        Guardian.objects.filter(household__in=households).exclude(phone_hash="").values_list("public_id", "phone_hash")
    )
    asks = LinkRequest.objects.filter(campaign=campaign, phone_hash__in=set(phones.values()))
    asked = dict(asks.values_list("phone_hash").annotate(Max("asked_at")))
    return {
        guardian
        for guardian, phone in phones.items()
        if rules.is_waiting(asked_at=asked.get(phone), shown_at=links[guardian].shown_at if guardian in links else None)
    }


def _family_row(
    home: HouseholdRow,
    signup: Signup | None,
    links: dict[str, FamilyLink],
    waiting: set[str],
    *,
    with_notes: bool,
    with_private_notes: bool,
) -> FamilyRow:
    state = SignupState(signup.state) if signup else SignupState.OPEN
    rows = []
    for guardian in home.guardians:
        link = links.get(guardian.public_id)
        rows.append(
            LinkRow(
                guardian_id=guardian.public_id,
                name=guardian.name,
                relation=guardian.relation,
                phone=guardian.phone,
                is_locked=bool(link and link.locked_at),
                is_revoked=bool(link and link.revoked_at),
                is_disowned=bool(link and link.disowned_at),
                was_opened=bool(link and link.first_opened_at),
                is_waiting=guardian.public_id in waiting,
            )
        )
    return FamilyRow(
        home=home,
        state=state.value,
        state_label=str(state.label),
        form_label=signup.get_form_display() if signup and signup.form else "",
        time_count=len(signup.times.all()) if signup else 0,
        via=signup.answered_via if signup else "",
        via_label=signup.get_answered_via_display() if signup and signup.answered_via != AnsweredVia.LINK else "",
        place=signup.place if signup and with_notes else "",
        is_one_to_one=bool(signup and with_notes and signup.is_one_to_one),
        note=signup.note_for_teachers if signup and with_notes else "",
        private_note=signup.note if signup and with_private_notes and signup.note_for_principal_only else "",
        links=tuple(rows),
    )


def state_counts(campaign: Campaign, households: QuerySet[Household]) -> dict[str, int]:
    """How many of these families answered, declined, are open."""
    known = dict.fromkeys(SignupState.values, 0)
    answered = Signup.objects.filter(campaign=campaign, household__in=households.values("pk"))
    for state in answered.values_list("state", flat=True):
        known[state] += 1
    known[SignupState.OPEN] = households.count() - known[SignupState.ANSWERED] - known[SignupState.DECLINED]
    return known


def links_to_mend(klass_ids: Sequence[int], campaign: Campaign) -> int:
    """How many links of these classes' families are locked, or came to somebody they were not meant for."""
    taught = Child.objects.filter(klass__in=klass_ids, left_on__isnull=True).values("household")
    broken = FamilyLink.objects.filter(campaign=campaign, guardian__household__in=taught, revoked_at__isnull=True)
    return broken.filter(Q(locked_at__isnull=False) | Q(disowned_at__isnull=False)).count()


def guardian_in(klass: Unit, public_id: str) -> Guardian | None:
    """A guardian of a family with a child in this class."""
    homes = households_of_class(klass).values("pk")
    return Guardian.objects.select_related("household").filter(public_id=public_id, household__in=homes).first()


def guardians_who_asked(request: LinkRequest) -> list[Guardian]:
    """The guardians with a child in the class asked at who are registered with the number."""
    homes = households_of_class(request.klass).values("pk")
    asked = Guardian.objects.filter(phone_hash=request.phone_hash, household__in=homes)
    return list(asked.exclude(phone_hash="").select_related("household").order_by("pk"))


def kept_until(campaign: Campaign) -> date:
    """The month up to which personal data of the campaign are kept, by default: a year after its end."""
    return campaign.ends_on.replace(year=campaign.ends_on.year + 1, day=1)


def guardian_by_id(public_id: str) -> Guardian | None:
    """The guardian of this public id, whoever asks: for the command line and the demo alone."""
    return Guardian.objects.select_related("household__school").filter(public_id=public_id).first()


def public_address(klass: Unit) -> str:
    """The class's one address: its notice, and the way to one's own link."""
    from django.conf import settings

    return f"{settings.PUBLIC_URL}{reverse('signup:public', args=[klass.public_id])}"


@dataclass(frozen=True)
class Group:
    """What goes to one group of a class, word for word; `line`: what became of it, None before it is sent."""

    robot: Robot
    text: str
    is_cut: bool
    line: LineRow | None


@dataclass(frozen=True)
class Sending:
    """A notice with the groups that it goes to."""

    notice: Notice
    groups: tuple[Group, ...]

    @property
    def is_ready(self) -> bool:
        return self.notice.state != NoticeState.DRAFT and any(group.line is None for group in self.groups)

    @property
    def was_sent_by_hand(self) -> bool:
        """Somebody said that it stands in the group, and no robot did it: the class would read it twice."""
        told = any(group.line is not None for group in self.groups)
        return self.notice.state == NoticeState.PUBLISHED and not told

    @property
    def is_unfinished(self) -> bool:
        """Is there a group that does not have it yet?"""
        return any(group.line is None or not group.line.is_done for group in self.groups)

    @property
    def has_failed(self) -> bool:
        return any(group.line is not None and group.line.has_failed for group in self.groups)

    @property
    def is_fresh(self) -> bool:
        return any(group.line is not None and group.line.is_fresh for group in self.groups)


def sendings(notices: Iterable[Notice]) -> list[Sending]:
    """What goes where, and what became of it: three queries, however many notices."""
    listed = list(notices)
    robots = robots_of_classes(notice.klass_id for notice in listed)
    lines: dict[tuple[str, int | None], LineRow] = {}
    for line in lines_about(notice.public_id for notice in listed):
        lines.setdefault((line.about, line.robot_id), line)
    found = []
    for notice in listed:
        groups = []
        for robot in robots.get(notice.klass_id, []):
            text, is_cut = rules.line_of(robot.kind, notice.text, public_address(notice.klass))
            told = lines.get((notice.public_id, robot.pk))
            groups.append(Group(robot, text, is_cut, None if told is None or is_stale(notice, told) else told))
        found.append(Sending(notice, tuple(groups)))
    return found


def is_stale(notice: Notice, line: LineRow) -> bool:
    """Was the notice taken back for a change after this line was posted?"""
    approved_at = notice.approved_at
    return notice.state == NoticeState.DRAFT or approved_at is None or line.first_due_at < approved_at
