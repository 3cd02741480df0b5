"""Who has the plan to read, and who signed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from zoufang.ground.accounts.actor import Actor
from zoufang.ground.accounts.models import Post, User
from zoufang.ground.accounts.states import LEADING, Role
from zoufang.ground.campaign.models import Campaign, CampaignText
from zoufang.ground.campaign.queries import text_of
from zoufang.ground.campaign.states import CampaignState, TextKind
from zoufang.ground.org.models import Unit
from zoufang.ground.org.states import UnitKind
from zoufang.stages.briefing.models import PlanReading
from zoufang.stages.briefing.rules import points_in


@dataclass(frozen=True)
class PlanToRead:
    """A campaign of the own school with its plan, and when this person signed it."""

    campaign: Campaign
    text: CampaignText | None
    signed_at: datetime | None

    @property
    def is_waiting(self) -> bool:
        return self.text is not None and self.signed_at is None


@dataclass(frozen=True)
class Reader:
    """A member of staff, and when they signed."""

    name: str
    posts: str
    signed_at: datetime | None


def schools_worked_at(actor: Actor) -> set[str]:
    """Paths of the schools at which this person holds a post, at the school or in a class."""
    paths = set()
    for duty in actor.duties:
        if duty.role in (*LEADING, Role.TEACHER):
            paths.add(duty.path[: -Unit.steplen] if duty.kind == UnitKind.CLASS else duty.path)
    return paths


def campaigns_to_read(actor: Actor) -> QuerySet[Campaign]:
    """Campaigns of the own school that are prepared or run, the newest first."""
    return (
        Campaign.objects.filter(unit__kind=UnitKind.SCHOOL, unit__path__in=schools_worked_at(actor))
        .exclude(state=CampaignState.ENDED)
        .select_related("unit", "part_of")
        .order_by("-starts_on", "-pk")
    )


def plans_of(actor: Actor) -> list[PlanToRead]:
    """The plans of the own school's campaigns; those that wait for a signature first."""
    found = [(campaign, text_of(campaign, TextKind.PLAN)) for campaign in campaigns_to_read(actor)]
    texts = [text.pk for _, text in found if text is not None]
    readings = PlanReading.objects.filter(reader_id=actor.id, text__in=texts)
    signed = {(each.campaign_id, each.text_id): each.signed_at for each in readings}
    plans = [PlanToRead(each, text, signed.get((each.pk, text.pk)) if text else None) for each, text in found]
    return sorted(plans, key=lambda plan: not plan.is_waiting)


def unsigned_of(actor: Actor) -> list[PlanToRead]:
    """The plans that this person still has to read and sign."""
    return [plan for plan in plans_of(actor) if plan.is_waiting]


def campaigns_with_readings_of(actor: Actor) -> QuerySet[Campaign]:
    """Campaigns of whose plan this person may see who signed: those of the school led or compiled for."""
    inside = Q(pk__in=[])
    for path in actor.paths_as(Role.PRINCIPAL, Role.CLERK):
        inside |= Q(unit__path=path)
    return Campaign.objects.filter(inside, unit__kind=UnitKind.SCHOOL).select_related("unit", "part_of")


def readings_of(campaign: Campaign) -> QuerySet[PlanReading]:
    """Signatures under the newest version of the campaign's plan."""
    text = text_of(campaign, TextKind.PLAN)
    return PlanReading.objects.filter(campaign=campaign, text=text).select_related("reader").order_by("signed_at")


def staff_of(school: Unit, *, on: date) -> QuerySet[Post]:
    """The posts held at the school and in its classes on that day, by people whose account is on."""
    posts = Post.objects.held(on=on).filter(unit__path__startswith=school.path, user__is_active=True)
    return posts.select_related("user", "unit").order_by("user__name", "user_id", "pk")


def readers_of(campaign: Campaign, *, on: date) -> list[Reader]:
    """Every member of staff on that day, by name, with the signature under the plan's newest version."""
    signed = {each.reader_id: each.signed_at for each in readings_of(campaign)}
    people: dict[int, tuple[User, list[str]]] = {}
    for post in staff_of(campaign.unit, on=on):
        place = f"{post.unit.name}" if post.unit.kind == UnitKind.CLASS else ""
        words = f"{place}{post.get_role_display()}"
        people.setdefault(post.user_id, (post.user, []))[1].append(words)
    return [Reader(user.name, "、".join(dict.fromkeys(posts)), signed.get(pk)) for pk, (user, posts) in people.items()]


@dataclass(frozen=True)
class Points:
    """The talking points of one place (district or school) in their approved version."""

    text: CampaignText
    place: str
    lines: tuple[str, ...]


def points_of(campaign: Campaign) -> list[Points]:
    """What is told at a visit: the district's points first, then the school's, each in its newest approved version."""
    own = [campaign] if campaign.part_of is None else [campaign.part_of, campaign]
    found = []
    for each in own:
        approved = CampaignText.objects.filter(
            campaign=each, kind=TextKind.TALKING_POINTS, approved_on__isnull=False
        ).order_by("-version")
        if (text := approved.first()) is not None:
            found.append(Points(text, each.unit.name, tuple(points_in(text.body))))
    return found
