"""Visits to members of staff: what was said there is read by the visitor and the principal alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from zoufang.ground.accounts.actor import Actor
from zoufang.ground.accounts.models import Post
from zoufang.ground.accounts.states import Role
from zoufang.ground.campaign.models import Campaign
from zoufang.ground.campaign.queries import campaigns_of
from zoufang.ground.campaign.states import CampaignState
from zoufang.ground.org.states import UnitKind
from zoufang.stages.assignment.models import StaffBond
from zoufang.stages.visit.models import StaffVisit
from zoufang.stages.visit.states import VisitState


def staff_visits_of(actor: Actor) -> QuerySet[StaffVisit]:
    """Those this person made, and for a principal those of the school; never a visit to oneself by another."""
    inside = Q(visitor=actor.id)
    for path in actor.paths_as(Role.PRINCIPAL):
        inside |= Q(school__path__startswith=path) & ~Q(visited=actor.id)
    return StaffVisit.objects.filter(inside).select_related("visited", "visitor", "campaign", "school")


def staff_visits_written_by(actor: Actor) -> QuerySet[StaffVisit]:
    """Those that this person makes."""
    return staff_visits_of(actor).filter(visitor=actor.id)


def staff_visit_campaign(actor: Actor) -> Campaign | None:
    """The running campaign of this person's school."""
    running = campaigns_of(actor).filter(unit__kind=UnitKind.SCHOOL, state=CampaignState.RUNNING)
    return running.order_by("-starts_on", "pk").first()


def bonds_of(actor: Actor, campaign: Campaign, *, on: date) -> QuerySet[StaffBond]:
    """Who is to be visited by this person; for a principal, by anyone of the school."""
    inside = Q(visitor=actor.id)
    if actor.holds(Role.PRINCIPAL, at=campaign.unit.path):
        inside |= ~Q(visited=actor.id)
    running = Q(since__lte=on) & (Q(until__isnull=True) | Q(until__gt=on))
    bonds = StaffBond.objects.filter(inside & running, school=campaign.unit).select_related("visitor", "visited")
    return bonds.order_by("visitor__name", "visited__name", "pk")


def bond_to_visit(actor: Actor, campaign: Campaign, public_id: str, *, on: date) -> StaffBond | None:
    """The bond of this id, if it is this person who visits."""
    return bonds_of(actor, campaign, on=on).filter(visitor=actor.id, public_id=public_id).first()


@dataclass(frozen=True)
class StaffRow:
    """A member of staff to visit, and how far that is."""

    bond_id: str
    name: str
    post: str
    visitor: str
    is_mine: bool
    visit_id: str
    state: str
    state_label: str
    met_at: datetime | None

    @property
    def is_visited(self) -> bool:
        return self.state == VisitState.DONE


def staff_rows(actor: Actor, campaign: Campaign, *, on: date) -> list[StaffRow]:
    """Whom this person visits (a principal: everyone's), own ones first: three queries, however many."""
    bonds = list(bonds_of(actor, campaign, on=on))
    people = [bond.visited_id for bond in bonds]
    made = {
        (each.visitor_id, each.visited_id): each
        for each in StaffVisit.objects.filter(campaign=campaign, visited__in=people)
    }
    posts: dict[int, str] = {}
    for post in Post.objects.held(on=on).filter(user__in=people).select_related("unit").order_by("pk"):
        place = post.unit.name if post.unit.kind == UnitKind.CLASS else ""
        posts.setdefault(post.user_id, f"{place}{post.get_role_display()}")
    rows = [_row(bond, made.get((bond.visitor_id, bond.visited_id)), posts, actor) for bond in bonds]
    return sorted(rows, key=lambda row: not row.is_mine)


def _row(bond: StaffBond, visit: StaffVisit | None, posts: dict[int, str], actor: Actor) -> StaffRow:
    state = VisitState(visit.state) if visit else VisitState.PLANNED
    return StaffRow(
        bond_id=bond.public_id,
        name=bond.visited.name,
        post=posts.get(bond.visited_id, ""),
        visitor=bond.visitor.name,
        is_mine=bond.visitor_id == actor.id,
        visit_id=visit.public_id if visit else "",
        state=state.value,
        state_label=str(state.label),
        met_at=visit.met_at if visit else None,
    )
