"""What a teacher's phone may hold: the families of today and tomorrow, and those with an open visit. Source: docs/sync.md."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone

from zoufang.ground.accounts.actor import Actor
from zoufang.ground.accounts.models import Post
from zoufang.ground.accounts.states import Role
from zoufang.ground.campaign.models import Campaign
from zoufang.ground.org.models import Unit
from zoufang.stages.rights.queries import says_of
from zoufang.stages.rights.states import Say, Scope
from zoufang.stages.roster.models import Child, Household
from zoufang.stages.roster.states import CareLevel
from zoufang.stages.schedule.models import Appointment
from zoufang.stages.schedule.queries import appointments_in
from zoufang.stages.schedule.queries.appointments import place_of
from zoufang.stages.schedule.states import AppointmentState
from zoufang.stages.signup.models import Signup
from zoufang.stages.visit.models import Matter, Visit
from zoufang.stages.visit.queries.fields import minute_of, words_of, words_of_matter
from zoufang.stages.visit.queries.visits import visits_recorded_by
from zoufang.stages.visit.states import VisitState

HERE = Prefetch("household__children", queryset=Child.objects.filter(left_on__isnull=True), to_attr="here")


@dataclass(frozen=True)
class FieldVisit:
    """One family of the day. Without a visit yet its id is empty and its version 0; `photos`: may pictures be kept?"""

    id: str
    household: str
    class_id: str
    appointment: str
    version: int
    state: str
    starts_at: str
    ends_at: str
    form: str
    children: tuple[str, ...]
    place: str
    guardians: tuple[tuple[str, str, str], ...]
    teachers: tuple[tuple[str, str], ...]
    care: str
    wish: str
    photos: bool
    record: dict[str, Any] = field(default_factory=dict)
    matters: tuple[tuple[str, dict[str, Any]], ...] = ()


def field_day(actor: Actor, campaign: Campaign, *, now: datetime) -> list[FieldVisit]:
    """The booked ones in their order, then the other open ones: a constant number of queries, however many families."""
    today = timezone.localdate(now)
    taught = actor.classes_taught()
    booked = list(
        appointments_in(actor, today, today + timedelta(days=1))
        .filter(klass__in=taught, state=AppointmentState.BOOKED, campaign=campaign)
        .prefetch_related(HERE, "household__guardians")
    )
    visits = list(
        visits_recorded_by(actor)
        .filter(state=VisitState.PLANNED)
        .prefetch_related(
            HERE,
            "household__guardians",
            "visitors",
            Prefetch("matters", queryset=Matter.objects.order_by("noted_at", "pk")),
        )
        .order_by("opened_at", "pk")
    )
    by_home = {(each.household_id, each.round_id): each for each in visits}
    pairs = [(by_home.pop((each.household_id, each.round_id), None), each) for each in booked]
    rows: list[tuple[Visit | None, Appointment | None]] = [*pairs, *((each, None) for each in by_home.values())]
    homes = [_home(visit, appointment) for visit, appointment in rows]
    facts = _facts(campaign, homes, [_class(*row) for row in rows], today)
    return [_row(visit, appointment, facts) for visit, appointment in rows]


@dataclass(frozen=True)
class _Facts:
    wishes: dict[int, str]
    photos: dict[int, bool]
    teachers: dict[int, tuple[tuple[str, str], ...]]


def _facts(campaign: Campaign, homes: Sequence[Household], classes: Iterable[Unit], on: date) -> _Facts:
    keys = [home.pk for home in homes]
    signups = Signup.objects.filter(campaign=campaign, household__in=keys)
    says = says_of([child.pk for home in homes for child in home.here])  # type: ignore[attr-defined]
    posts = Post.objects.held(on=on).of_role(Role.TEACHER).filter(unit__in={each.pk for each in classes})
    teachers: dict[int, tuple[tuple[str, str], ...]] = {}
    for post in posts.select_related("user").order_by("pk"):
        teachers[post.unit_id] = (*teachers.get(post.unit_id, ()), (post.user.public_id, post.user.name))
    return _Facts(
        wishes={each.household_id: each.note_for_teachers for each in signups},
        photos={
            home.pk: bool(home.here) and all(says[child.pk][Scope.PHOTO] == Say.YES for child in home.here)  # type: ignore[attr-defined]
            for home in homes
        },
        teachers=teachers,
    )


def _row(visit: Visit | None, appointment: Appointment | None, facts: _Facts) -> FieldVisit:
    home, klass = _home(visit, appointment), _class(visit, appointment)
    return FieldVisit(
        id=visit.public_id if visit else "",
        household=home.public_id,
        class_id=klass.public_id,
        appointment=appointment.public_id if appointment else "",
        version=visit.version if visit else 0,
        state=visit.state if visit else VisitState.PLANNED.value,
        starts_at=minute_of(appointment.starts_at) if appointment else "",
        ends_at=minute_of(appointment.ends_at) if appointment else "",
        form=visit.form if visit else appointment.form if appointment else "",
        children=tuple(child.name for child in home.here),  # type: ignore[attr-defined]
        place=place_of(appointment) if appointment else "",
        guardians=tuple((each.public_id, each.name, each.relation) for each in home.guardians.all()),
        teachers=facts.teachers.get(klass.pk, ()),
        # The level, as the class's page has it; the note itself is shown by a POST that the journal knows.
        care=str(home.get_care_level_display()) if home.care_level != CareLevel.NONE else "",
        wish=facts.wishes.get(home.pk, ""),
        photos=facts.photos[home.pk],
        record=words_of(visit) if visit else {},
        matters=tuple((each.public_id, words_of_matter(each)) for each in visit.matters.all()) if visit else (),
    )


def _home(visit: Visit | None, appointment: Appointment | None) -> Household:
    return (visit or appointment).household  # type: ignore[union-attr]


def _class(visit: Visit | None, appointment: Appointment | None) -> Unit:
    return (visit or appointment).klass  # type: ignore[union-attr]
