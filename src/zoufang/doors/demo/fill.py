"""Fill an empty database: one transaction, every row made by the same deeds that people use."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db import transaction
from django.utils import timezone

from zoufang.doors.demo import plan, stamp
from zoufang.doors.demo.people import People
from zoufang.doors.demo.plan import School
from zoufang.engines.roster_reading import Grown, Reading, Row
from zoufang.ground.accounts.actions import appoint
from zoufang.ground.accounts.actor import SYSTEM, Actor, actor_for
from zoufang.ground.accounts.models import User
from zoufang.ground.accounts.states import WITH_SECOND_FACTOR, Role
from zoufang.ground.campaign.actions import open_campaign, start_campaign
from zoufang.ground.campaign.models import Campaign
from zoufang.ground.org.actions import found_unit
from zoufang.ground.org.models import Unit
from zoufang.ground.org.queries import classes_of
from zoufang.ground.org.states import UnitKind
from zoufang.stages.assignment.models import StaffBond
from zoufang.stages.roster.actions import import_roster

PREFIXES = {
    Role.DISTRICT_ADMIN: "district",
    Role.INSPECTOR: "inspector",
    Role.PRINCIPAL: "principal",
    Role.LEADER: "deputy",
    Role.CLERK: "clerk",
    Role.TEACHER: "teacher",
    Role.MIDDLE_MANAGER: "manager",
}


@dataclass
class Staffed:
    """A school with its people."""

    plan: School
    unit: Unit
    campaign: Campaign
    people: dict[Role, list[User]] = field(default_factory=dict)
    teachers: dict[int, list[User]] = field(default_factory=dict)

    def first(self, role: Role) -> User:
        return self.people[role][0]


class Filler:
    """Carries what the whole demo shares: today, the seed's chance, the people made so far, the ways in."""

    def __init__(self, seed: int, now: datetime) -> None:
        self.now = now
        self.today = timezone.localdate(now)
        self.chance = Random(seed)  # noqa: S311  (a demo's chance, no secret)
        self.people = People(seed)
        self.logins: list[stamp.Login] = []
        self._actors: dict[int, Actor] = {}
        self._numbers: dict[str, int] = {}

    def at(self, days_ago: int, hour: int, minute: int = 0) -> datetime:
        """That many days before today, local time; never in the future."""
        moment = timezone.make_aware(datetime.combine(self.today - timedelta(days=days_ago), time(hour, minute)))
        return min(moment, self.now - timedelta(minutes=1))

    def actor(self, user: User) -> Actor:
        if user.pk not in self._actors:
            self._actors[user.pk] = actor_for(user, on=self.today, second_factor=True)
        return self._actors[user.pk]

    def hire(self, role: Role, unit: Unit, *, is_way_in: bool = False) -> User:
        """A new person in this post; with a way in (password, and a second factor where the role needs one)."""
        prefix = PREFIXES[role]
        self._numbers[prefix] = self._numbers.get(prefix, 0) + 1
        password = secrets.token_urlsafe(9) if is_way_in else None
        user = User.objects.create_user(
            f"{prefix}{self._numbers[prefix]}", password, name=self.people.staff(), phone=self.people.phone()
        )
        appoint(user=user, role=role, unit=unit, since=self.today - timedelta(days=400))
        secret = ""
        if is_way_in and role in WITH_SECOND_FACTOR:
            secret = generate_totp_secret()
            TOTP.activate(user, secret)
        if password:
            self.logins.append(stamp.Login(role.value, user.name, user.username, password, secret))
        return user


@transaction.atomic
def fill(*, size: str, seed: int, now: datetime, say: Callable[[str], None]) -> stamp.Stamp:
    """The whole demo; returns the stamp to write once this is committed."""
    from zoufang.doors.demo import cards, consents, sign_ups, story

    filler = Filler(seed, now)
    province = found_unit(name=plan.PROVINCE, kind=UnitKind.PROVINCE)
    city = found_unit(name=plan.CITY, kind=UnitKind.CITY, parent=province)
    district = found_unit(name=plan.DISTRICT, kind=UnitKind.DISTRICT, parent=city)
    filler.hire(Role.DISTRICT_ADMIN, district, is_way_in=True)
    filler.hire(Role.INSPECTOR, district, is_way_in=True)
    above = open_campaign(
        plan=plan.campaign_plan(plan.DISTRICT, today=filler.today, submit_in_days=20),
        unit=district,
        by=SYSTEM,
        at=filler.at(31, 9),
    ).campaign
    start_campaign(campaign=above, by=SYSTEM, at=filler.at(31, 9))
    first: Staffed | None = None
    families: list[tuple[str, str]] = []
    for number, school_plan in enumerate(plan.SIZES[size]):
        say(f"{school_plan.name} …")
        school = _staffed(filler, school_plan, district, above, is_way_in=number == 0)
        consents.issue(filler, school)
        told = story.tell(filler, school)
        if number == 0:
            first, families = school, told
            families += sign_ups.live(filler, school)
            cards.live(filler, school)
            consents.live(filler, school, quiet={guardian for _words, guardian in families})
    assert first is not None
    return stamp.Stamp(
        district=province.public_id,
        filled_on=filler.today.isoformat(),
        campaign=first.campaign.public_id,
        logins=tuple(filler.logins),
        families=tuple(families),
    )


def _staffed(filler: Filler, school_plan: School, district: Unit, above: Campaign, *, is_way_in: bool) -> Staffed:
    unit = found_unit(
        name=school_plan.name,
        kind=UnitKind.SCHOOL,
        parent=district,
        address="云溪区青石街道柳岸路 18 号",
        phone="0000-7654321",
    )
    _roster(filler, school_plan, unit)
    opened = open_campaign(
        plan=plan.campaign_plan(
            unit.name, today=filler.today, submit_in_days=school_plan.submit_in_days, part_of=above.public_id
        ),
        unit=unit,
        by=SYSTEM,
        at=filler.at(30, 9),
    )
    start_campaign(campaign=opened.campaign, by=SYSTEM, at=filler.at(30, 9))
    school = Staffed(school_plan, unit, Campaign.objects.select_related("unit").get(pk=opened.campaign.pk))
    # The school that is ready to submit has ways in of its own: its clerk sends, its principal seals.
    is_ready = school_plan.everything_answered
    school.people[Role.PRINCIPAL] = [filler.hire(Role.PRINCIPAL, unit, is_way_in=is_way_in or is_ready)]
    school.people[Role.LEADER] = [filler.hire(Role.LEADER, unit, is_way_in=is_way_in), filler.hire(Role.LEADER, unit)]
    school.people[Role.MIDDLE_MANAGER] = [filler.hire(Role.MIDDLE_MANAGER, unit) for _ in range(2)]
    school.people[Role.CLERK] = [filler.hire(Role.CLERK, unit, is_way_in=is_way_in or is_ready)]
    for place, klass in enumerate(classes_of(unit)):
        school.teachers[klass.pk] = [
            filler.hire(Role.TEACHER, klass, is_way_in=is_way_in and place == 0 and n == 0) for n in range(2)
        ]
    _bonds(filler, school)
    return school


def _roster(filler: Filler, school_plan: School, unit: Unit) -> None:
    rows: list[Row] = []
    for years, (_, letter) in enumerate(plan.GRADES, start=3):
        for number in range(1, school_plan.classes + 1):
            name = f"{letter}（{number}）班"
            for place in range(school_plan.children):
                born_from = _born_from(filler.today, years)
                sibling = _born_from(filler.today, years - 1) if years > 3 and place % 17 == 5 else None
                family = filler.people.family(born_from, siblings=sibling)
                grown = tuple(Grown(g.name, g.relation, g.phone) for g in family.guardians)
                for child, (child_name, sex, born_on) in enumerate(family.children):
                    # The younger of two siblings is in the grade below.
                    below = f"{plan.GRADES[years - 4][1]}（{number}）班" if child else name
                    grade = below[0] if child else letter
                    rows.append(
                        Row("", len(rows) + 2, below, grade, number, child_name, sex, born_on, grown, family.address)
                    )
    import_roster(
        school=unit, reading=Reading(rows=tuple(rows)), by=SYSTEM, at=filler.at(32, 10), file_name="花名册.xlsx"
    )


def _born_from(today: date, years: int) -> date:
    year = today.year if (today.month, today.day) >= (9, 1) else today.year - 1
    return date(year - years - 1, 9, 1)


def _bonds(filler: Filler, school: Staffed) -> None:
    visitors = [*school.people[Role.PRINCIPAL], *school.people[Role.LEADER], *school.people[Role.MIDDLE_MANAGER]]
    visited = [teacher for pair in school.teachers.values() for teacher in pair]
    for place, teacher in enumerate(visited):
        StaffBond.objects.create(
            school=school.unit,
            visitor=visitors[place % len(visitors)],
            visited=teacher,
            since=filler.today - timedelta(days=30),
        )
