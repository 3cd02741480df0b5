"""Families that wait for a time, with what they wished."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from zoufang.ground.accounts.actor import Actor
from zoufang.ground.accounts.models import Post, User
from zoufang.ground.accounts.states import Role
from zoufang.ground.campaign.models import Campaign, Round
from zoufang.ground.campaign.queries import campaigns_of, round_on
from zoufang.ground.campaign.states import CampaignState
from zoufang.ground.org.models import Unit
from zoufang.ground.org.states import UnitKind
from zoufang.stages.roster.models import Household
from zoufang.stages.roster.queries import STILL_HERE, classes_of_actor, households_in_campaign, households_of
from zoufang.stages.schedule.models import Appointment
from zoufang.stages.schedule.rules import Span
from zoufang.stages.schedule.states import AppointmentState
from zoufang.stages.signup.models import Signup
from zoufang.stages.signup.states import SignupState


@dataclass(frozen=True)
class FamilyToBook:
    """A family without a time yet: its children, what it wished, when it can."""

    household: Household
    public_id: str
    children: str
    class_name: str
    state: str
    wish: str
    wish_label: str
    place: str
    note: str
    times: tuple[Span, ...]

    @property
    def has_answered(self) -> bool:
        return self.state == SignupState.ANSWERED


def families_to_book(
    actor: Actor, campaign: Campaign, *, klass: Unit | None = None, today: date | None = None
) -> list[FamilyToBook]:
    """The families of the running round without an appointment, those that answered first; who declined is left alone."""
    current = round_on(campaign, today or timezone.localdate())
    waiting = _in_scope(actor, campaign, klass).exclude(pk__in=_placed(campaign, current))
    declined = Signup.objects.filter(campaign=campaign, state=SignupState.DECLINED).values("household")
    found = _told(campaign, waiting.exclude(pk__in=declined))
    return sorted(found, key=lambda family: not family.has_answered)


def family_to_book(campaign: Campaign, household: Household) -> FamilyToBook:
    """The same of one family, whatever it answered."""
    return _told(campaign, Household.objects.filter(pk=household.pk))[0]


def words_of_families(campaign: Campaign, households: Sequence[int]) -> dict[int, tuple[str, str]]:
    """What families of one's own class wrote for their teachers, by household: (place, word). One query."""
    said = Signup.objects.filter(campaign=campaign, household__in=households)
    return {each.household_id: (each.place, each.note_for_teachers) for each in said}


def declined_count(actor: Actor, campaign: Campaign, *, klass: Unit | None = None) -> int:
    """How many of these families take no part this time."""
    declined = Signup.objects.filter(campaign=campaign, state=SignupState.DECLINED).values("household")
    return _in_scope(actor, campaign, klass).filter(pk__in=declined).count()


def class_for(actor: Actor, household: Household) -> Unit | None:
    """The class under which this person meets the family: the teacher's own where one of the children is in it."""
    seen = set(classes_of_actor(actor).values_list("pk", flat=True))
    classes = [child.klass for child in household.children.filter(left_on__isnull=True).select_related("klass")]
    own = [klass for klass in classes if klass.pk in actor.classes_taught()]
    return next(iter(own or [klass for klass in classes if klass.pk in seen]), None)


def teachers_of(klass: Unit, *, on: date) -> list[User]:
    """The class's teachers on that day."""
    posts = Post.objects.held(on=on).of_role(Role.TEACHER).filter(unit=klass).select_related("user").order_by("pk")
    return [post.user for post in posts if post.user.is_active]


def _in_scope(actor: Actor, campaign: Campaign, klass: Unit | None) -> QuerySet[Household]:
    families = households_in_campaign(campaign).filter(pk__in=households_of(actor).values("pk"))
    if klass is not None:
        families = families.filter(Q(children__klass=klass, children__left_on__isnull=True)).distinct()
    return families


def _placed(campaign: Campaign, current: Round | None) -> QuerySet[Appointment, int]:
    stands = [AppointmentState.BOOKED, AppointmentState.KEPT]
    return Appointment.objects.filter(campaign=campaign, round=current, state__in=stands).values_list(
        "household_id", flat=True
    )


def _told(campaign: Campaign, families: QuerySet[Household]) -> list[FamilyToBook]:
    found = list(families.prefetch_related(STILL_HERE))
    signups = {
        each.household_id: each
        for each in Signup.objects.filter(
            campaign=campaign, household__in=[each.pk for each in found]
        ).prefetch_related("times")
    }
    return [_family(each, signups.get(each.pk)) for each in found]


def _family(household: Household, signup: Signup | None) -> FamilyToBook:
    children = household.here  # type: ignore[attr-defined]
    times = signup.times.all() if signup else ()
    return FamilyToBook(
        household=household,
        public_id=household.public_id,
        children="、".join(child.name for child in children),
        class_name="、".join(dict.fromkeys(child.klass.name for child in children)),
        state=signup.state if signup else SignupState.OPEN.value,
        wish=signup.form if signup else "",
        wish_label=signup.get_form_display() if signup and signup.form else "",
        place=signup.place if signup else "",
        note=signup.note_for_teachers if signup else "",
        times=tuple(Span(_local(each.starts_at), _local(each.ends_at)) for each in times),
    )


def _local(at: datetime) -> datetime:
    return timezone.localtime(at)


def current_campaign(actor: Actor) -> Campaign | None:
    """The school's campaign that this person works in now: the running one, the newest where several are."""
    running = campaigns_of(actor).filter(unit__kind=UnitKind.SCHOOL, state=CampaignState.RUNNING)
    return running.order_by("-starts_on", "pk").first()
