"""The fixed cast: who acts in every test, and plain builders for what they act on.

Teacher Zhang and Teacher Li answer for 小（1）班 of 城东幼儿园; Teacher Sun for 小（2）班 there; Principal Wang, Leader Qian,
Manager Wu and Clerk Zhou lead it; Inspector Zhao and Administrator He work for the district; Teacher Stranger is at 城西.
Guardian Chen has a link only.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache, cached_property

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from zoufang.ground.accounts.actions import appoint
from zoufang.ground.accounts.actor import SYSTEM, Actor, actor_for
from zoufang.ground.accounts.models import User
from zoufang.ground.accounts.states import Role
from zoufang.ground.campaign.models import Campaign, Phase, Round
from zoufang.ground.campaign.states import CampaignState
from zoufang.ground.org.actions import found_class, found_unit
from zoufang.ground.org.models import Unit
from zoufang.ground.org.rules import school_year
from zoufang.ground.org.states import Grade, UnitKind
from zoufang.stages.rights.actions import issue_rules
from zoufang.stages.rights.models import ChildRules, Consent
from zoufang.stages.rights.queries import rules_of
from zoufang.stages.rights.states import Scope
from zoufang.stages.roster.models import Child, Guardian, Household
from zoufang.stages.visit.models import Visit

PASSWORD = "a-long-enough-password"


@cache
def hashed_password() -> str:
    """Hashed once a process, with the hasher of production: anew for each person it was half of the tests' time."""
    return make_password(PASSWORD)


@dataclass
class Cast:
    """Everybody, made once per test on demand."""

    today: date

    @cached_property
    def district(self) -> Unit:
        return found_unit(name="博山区", kind=UnitKind.DISTRICT)

    @cached_property
    def school(self) -> Unit:
        return found_unit(name="城东幼儿园", kind=UnitKind.SCHOOL, parent=self.district)

    @cached_property
    def other_school(self) -> Unit:
        return found_unit(name="城西幼儿园", kind=UnitKind.SCHOOL, parent=self.district)

    @cached_property
    def klass(self) -> Unit:
        return found_class(school=self.school, name="小（1）班", entry_year=school_year(self.today), class_number=1)[0]

    @cached_property
    def other_class(self) -> Unit:
        return found_class(school=self.school, name="小（2）班", entry_year=school_year(self.today), class_number=2)[0]

    @cached_property
    def strange_class(self) -> Unit:
        year = school_year(self.today)
        return found_class(school=self.other_school, name="小（1）班", entry_year=year, class_number=1)[0]

    def person(self, username: str, name: str, role: Role, unit: Unit, **facts: object) -> User:
        user = User.objects.filter(username=username).first()
        if user is None:
            user = User.objects.create(username=username, name=name, password=hashed_password(), **facts)
        appoint(user=user, role=role, unit=unit, since=self.today - timedelta(days=400))
        return user

    @cached_property
    def zhang(self) -> User:
        return self.person("zhang", "张老师", Role.TEACHER, self.klass)

    @cached_property
    def li(self) -> User:
        return self.person("li", "李老师", Role.TEACHER, self.klass)

    @cached_property
    def sun(self) -> User:
        return self.person("sun", "孙老师", Role.TEACHER, self.other_class)

    @cached_property
    def wang(self) -> User:
        return self.person("wang", "王园长", Role.PRINCIPAL, self.school)

    @cached_property
    def qian(self) -> User:
        return self.person("qian", "钱副园长", Role.LEADER, self.school)

    @cached_property
    def wu(self) -> User:
        return self.person("wu", "吴主任", Role.MIDDLE_MANAGER, self.school)

    @cached_property
    def zhou(self) -> User:
        return self.person("zhou", "周干事", Role.CLERK, self.school)

    @cached_property
    def zhao(self) -> User:
        return self.person("zhao", "赵督导", Role.INSPECTOR, self.district)

    @cached_property
    def he(self) -> User:
        return self.person("he", "何管理员", Role.DISTRICT_ADMIN, self.district)

    @cached_property
    def stranger(self) -> User:
        return self.person("stranger", "外园老师", Role.TEACHER, self.strange_class)

    def actor(self, user: User, *, second_factor: bool = True) -> Actor:
        return actor_for(user, on=self.today, second_factor=second_factor)

    @cached_property
    def campaign(self) -> Campaign:
        """城东幼儿园's running campaign: two rounds, a phase for the youngest cohort."""
        return self.campaign_of(self.school)

    def campaign_of(self, school: Unit) -> Campaign:
        today = self.today
        campaign = Campaign.objects.create(
            unit=school,
            name=f"{school.name}大走访",
            basis_number="博教体发〔2023〕88号",
            issuer="博山区教育和体育局",
            starts_on=today - timedelta(days=20),
            ends_on=today + timedelta(days=40),
            submit_until=today + timedelta(days=30),
            addressee_name="督导室",
            addressee_mail="supervision@district.example",
            state=CampaignState.RUNNING,
        )
        Round.objects.create(
            campaign=campaign, number=1, name="第一轮", starts_on=campaign.starts_on, ends_on=today + timedelta(days=15)
        )
        Round.objects.create(
            campaign=campaign, number=2, name="第二轮", starts_on=today + timedelta(days=16), ends_on=campaign.ends_on
        )
        Phase.objects.create(
            campaign=campaign,
            name="小班",
            entry_year=school_year(today),
            grade_at_start=Grade.JUNIOR,
            starts_on=campaign.starts_on,
            ends_on=today + timedelta(days=15),
        )
        return campaign

    @cached_property
    def household(self) -> Household:
        """Guardian Chen's family, one child in 小（1）班."""
        return self.make_household()

    @property
    def chen(self) -> Guardian:
        return self.household.guardians.all()[0]

    def make_household(
        self, *, child: str = "陈小满", guardian: str = "陈建国", phone: str = "13812340001", klass: Unit | None = None
    ) -> Household:
        klass = klass or self.klass
        household = Household.objects.create(school=klass.get_parent(), address="博山区城东街道1号楼2单元301")
        Guardian.objects.create(household=household, name=guardian, relation="父亲", phone=phone)
        Child.objects.create(household=household, klass=klass, name=child, born_on=date(self.today.year - 4, 3, 5))
        return household

    def child_rules(self, school: Unit | None = None) -> ChildRules:
        """The school's rules of children's data in force; the first version where none was issued yet."""
        school = school or self.school
        return rules_of(school) or issue_rules(
            school=school, body="只记走访需要的信息。", english="", asks_more=[], by=SYSTEM, at=timezone.now()
        )

    def say(
        self,
        *scopes: Scope,
        is_given: bool = True,
        household: Household | None = None,
        guardian: Guardian | None = None,
    ) -> None:
        """A guardian (Chen, or the first of the household) says yes or no to these scopes for every child."""
        household = household or self.household
        for child in household.children.all():
            for scope in scopes:
                Consent.objects.create(
                    child=child,
                    guardian=guardian or household.guardians.all()[0],
                    rules=self.child_rules(household.school),
                    scope=scope,
                    is_given=is_given,
                    said_at=timezone.now(),
                )

    def make_visit(self, *, household: Household | None = None, form: str = "home", **facts: object) -> Visit:
        """An open visit of Zhang and Li to a family of their class, nothing written yet."""
        household = household or self.household
        klass = household.children.all()[0].klass
        campaign = self.campaign if klass.get_parent() == self.school else self.campaign_of(klass.get_parent())
        visit = Visit.objects.create(
            campaign=campaign,
            round=campaign.rounds.all()[0],
            household=household,
            klass=klass,
            form=form,
            opened_at=self.noon,
            **facts,
        )
        visit.visitors.set([self.zhang, self.li])
        return visit

    @property
    def noon(self) -> datetime:
        """Yesterday at noon, local time: within the hours of a home visit, and past."""
        moment = datetime.combine(self.today - timedelta(days=1), datetime.min.time()).replace(hour=12)
        return timezone.make_aware(moment)
