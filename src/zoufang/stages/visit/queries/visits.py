"""Visits, as far as each person may see them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils import timezone

from zoufang.ground.accounts.actor import Actor
from zoufang.ground.accounts.models import Post, User
from zoufang.ground.accounts.states import Role
from zoufang.ground.campaign.models import Campaign, Round
from zoufang.ground.campaign.states import VisitForm
from zoufang.stages.roster.models import Child, Guardian, Household
from zoufang.stages.signup.models import Signup
from zoufang.stages.signup.states import SignupState
from zoufang.stages.visit.models import Matter, Visit, VisitVersion
from zoufang.stages.visit.states import Outcome, VisitState


def visits_of(actor: Actor) -> QuerySet[Visit]:
    """Every visit this person may see: a teacher her classes', a principal, leader or clerk the school's."""
    inside = Q(klass_id__in=actor.classes_taught())
    for path in actor.paths_as(Role.PRINCIPAL, Role.LEADER, Role.CLERK):
        inside |= Q(klass__path__startswith=path)
    return Visit.objects.filter(inside).select_related("campaign", "round", "klass", "household", "appointment")


def visits_recorded_by(actor: Actor) -> QuerySet[Visit]:
    """The visits this person may write: those of the classes she teaches."""
    return visits_of(actor).filter(klass_id__in=actor.classes_taught())


@dataclass(frozen=True)
class VisitRow:
    """A visit in a list."""

    public_id: str
    children: str
    class_name: str
    form: str
    form_label: str
    state: str
    state_label: str
    outcome_label: str
    started_at: datetime | None
    matter_count: int
    confirmation_label: str


def rows_of(visits: QuerySet[Visit]) -> list[VisitRow]:
    """Rows for a page: three queries, however many visits."""
    full = visits.annotate(matters_raised=Count("matters")).prefetch_related(
        Prefetch("household__children", queryset=Child.objects.filter(left_on__isnull=True))
    )
    return [
        VisitRow(
            public_id=visit.public_id,
            children="、".join(child.name for child in visit.household.children.all()),
            class_name=visit.klass.name,
            form=visit.form,
            form_label=visit.get_form_display(),
            state=visit.state,
            state_label=visit.get_state_display(),
            outcome_label=visit.get_outcome_display() if visit.outcome else "",
            started_at=visit.started_at,
            matter_count=visit.matters_raised,
            confirmation_label=visit.get_confirmation_display(),
        )
        for visit in full
    ]


def matters_of(visit: Visit) -> list[Matter]:
    """What the family said at this visit, in the order noted."""
    return list(visit.matters.order_by("noted_at", "pk"))


def people_of(visit: Visit) -> tuple[Sequence[Child], Sequence[Guardian]]:
    """The household's children still here, and its guardians."""
    return (
        list(visit.household.children.filter(left_on__isnull=True).select_related("klass")),
        list(visit.household.guardians.all()),
    )


def teachers_of(visit: Visit) -> list[User]:
    """The class's teachers on the day of the visit: who may have gone."""
    day = timezone.localdate(visit.started_at or visit.opened_at)
    posts = Post.objects.held(on=day).of_role(Role.TEACHER).filter(unit=visit.klass).select_related("user")
    return [post.user for post in posts.order_by("pk")]


def before(visits: QuerySet[Visit], public_id: str) -> QuerySet[Visit]:
    """The newest first, from the one after `public_id` on: pages by key, never by offset."""
    ordered = visits.order_by("-pk")
    last = visits.filter(public_id=public_id).values_list("pk", flat=True).first() if public_id else None
    return ordered.filter(pk__lt=last) if last else ordered


def visits_of_household(campaign: Campaign, household: Household) -> QuerySet[Visit]:
    """The family's finished visits of a campaign, the newest first, with who came and what was said."""
    finished = Visit.objects.filter(
        campaign=campaign, household=household, state__in=[VisitState.DONE, VisitState.NOT_REACHED]
    )
    full = finished.select_related("klass", "round").prefetch_related("visitors", "matters")
    return full.order_by("-finished_at", "-pk")


def held_visits(household: Household) -> QuerySet[Visit]:
    """Every record of this family that is kept, of every campaign, with who came and what was said, the newest first."""
    kept = Visit.objects.filter(household=household).select_related("round", "campaign")
    full = kept.prefetch_related("visitors", "matters", "points_told").annotate(
        version_count=Count("versions", distinct=True), photo_count=Count("photos", distinct=True)
    )
    return full.order_by("-opened_at", "-pk")


def is_begun(campaign: Campaign, household: Household) -> bool:
    """Is a visit to this family being written down just now?"""
    return Visit.objects.filter(campaign=campaign, household=household, state=VisitState.PLANNED).exists()


def has_refused(campaign: Campaign, household: Household) -> bool:
    """Did the family say no: in its sign-up, or since then to a teacher at the door or on the telephone?"""
    signup = Signup.objects.filter(campaign=campaign, household=household).first()
    if signup is not None and signup.state == SignupState.DECLINED:
        return True
    said_no = Visit.objects.filter(campaign=campaign, household=household, outcome=Outcome.DECLINED)
    if signup is not None and signup.answered_at is not None:
        said_no = said_no.filter(finished_at__gt=signup.answered_at)
    return said_no.filter(state=VisitState.NOT_REACHED).exists()


def form_to_begin_with(campaign: Campaign, household: Household, round: Round) -> str:
    """How the next attempt is most likely made: as the last one was moved to, as the family wished, by telephone after a no."""
    last = Visit.objects.filter(round=round, household=household, state=VisitState.NOT_REACHED).order_by("-pk").first()
    if last is not None and last.outcome == Outcome.MOVED_TO_PHONE:
        return VisitForm.PHONE.value
    if has_refused(campaign, household):
        return VisitForm.PHONE.value
    signup = Signup.objects.filter(campaign=campaign, household=household).first()
    return signup.form if signup and signup.form else VisitForm.HOME.value


@dataclass(frozen=True)
class EarlierVersion:
    """What a visit's record said before it was sent back."""

    version: int
    reopened_at: datetime
    reopened_by: str
    reason: str
    words: dict[str, str]


def earlier_versions(visit: Visit) -> list[EarlierVersion]:
    """The record's earlier versions, the newest first."""
    kept = VisitVersion.objects.filter(visit=visit).select_related("reopened_by").order_by("-version")
    return [
        EarlierVersion(
            version=each.version,
            reopened_at=each.reopened_at,
            reopened_by=each.reopened_by.name if each.reopened_by else "",
            reason=each.reason,
            words=json.loads(each.content),
        )
        for each in kept
    ]
