"""今天: the next visit, the others, what waits for this teacher, what is left. Whoever teaches no class goes to the own desk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from zoufang.desks.teacher.day import OnTheWay, day_of, half_days_left
from zoufang.ground.accounts.actor import Actor
from zoufang.ground.accounts.states import DISTRICT, LEADING
from zoufang.ground.campaign.queries import round_on
from zoufang.stages.briefing.queries import unsigned_of
from zoufang.stages.problem.queries import owned_by, rows_of
from zoufang.stages.rights.queries import open_corrections_of as wrong_facts_of
from zoufang.stages.schedule.queries import (
    asked_just_now,
    current_campaign,
    own_outing,
    releases_for,
    to_remind_by,
    to_tell_by,
)
from zoufang.stages.signup.queries import links_to_mend
from zoufang.stages.visit.queries import Standing, cards_to_tell, households_taught, open_corrections_of, standing_of
from zoufang.stages.visit.states import FamilyStanding
from zoufang.web.pages import go, open_to_all, page

PROBLEMS_AT_ONCE = 5


@open_to_all(why="首页:各人看到自己的今天,没有登录的看到登录入口")
def today(request: HttpRequest) -> HttpResponse:
    """The teacher's day; others are led to their desk, strangers to the door."""
    actor = request.actor  # type: ignore[attr-defined]
    if not actor.is_signed_in:
        return go(request, "doors:demo") if settings.IS_DEMO() else page(request, "desks/front.html", is_lost=False)
    if actor.awaits_second_factor:
        return go(request, settings.SECOND_FACTOR_DOOR)
    if actor.classes_taught():
        return page(request, "desks/today.html", **what_today_shows(actor, request.now))  # type: ignore[attr-defined]
    if actor.is_any(*LEADING):
        return go(request, "desks:school")
    if actor.is_any(*DISTRICT):
        return go(request, "desks:district")
    return page(request, "desks/front.html", is_lost=True)


@dataclass(frozen=True)
class Waiting:
    """One line of what waits: how many, of what, and where to go."""

    icon: str
    count: int
    words: str
    href: str
    is_urgent: bool = False


def what_today_shows(
    actor: Actor, now: datetime, *, opened: OnTheWay | None = None, reasons: Sequence[str] = ()
) -> dict[str, Any]:
    """Everything that the teacher's day needs; the number of queries does not grow with its rows. `opened`: what she asked to
    see of one family."""
    on = timezone.localdate(now)
    campaign = current_campaign(actor)
    current = round_on(campaign, on) if campaign else None
    problems = rows_of(owned_by(actor)[: PROBLEMS_AT_ONCE + 1], now=now)
    shown: dict[str, Any] = {
        "campaign": campaign,
        "round": current,
        "problems": problems[:PROBLEMS_AT_ONCE],
        "has_more_problems": len(problems) > PROBLEMS_AT_ONCE,
        "outing": own_outing(actor, now=now),
        "opened": opened,
        "reasons": reasons,
        "next": None,
        "next_is_today": False,
        "stops": [],
        "half_days": [],
        "later": [],
        "to_tell": to_tell_by(actor, now=now),
        "just_asked": len(asked_just_now(actor, now=now)),
        "releases": releases_for(actor, now=now),
        "to_remind": to_remind_by(actor, now=now),
        "waiting": [*_plans(actor), *_corrections(actor)],
        "counts": Counter(),
        "households": 0,
    }
    if campaign is None or current is None:
        return shown
    standings = standing_of(campaign, current, list(households_taught(actor, campaign).values_list("pk", flat=True)))
    stops, later = day_of(actor, campaign, current, now=now)
    following = next((stop for stop in stops if not stop.is_over), None)
    counts = Counter(each.state for each in standings.values())
    return shown | {
        "next": following or (later[0] if later else None),
        "next_is_today": following is not None,
        "stops": [stop for stop in stops if stop is not following],
        "half_days": half_days_left(stops),
        "later": later if following is not None else later[1:],
        "waiting": [
            *_plans(actor),
            *_corrections(actor),
            *_links(actor, campaign),
            *_cards(actor, campaign),
            *_lines(counts, standings),
        ],
        "counts": counts,
        "households": len(standings),
    }


def _plans(actor: Actor) -> list[Waiting]:
    count = len(unsigned_of(actor))
    return [Waiting("book", count, _("份方案等您学习、签名"), reverse("briefing:index"), True)] if count else []


def _corrections(actor: Actor) -> list[Waiting]:
    """What families say is wrong, in records and in the roster: one list."""
    count = open_corrections_of(actor).count() + wrong_facts_of(actor).count()
    return [Waiting("pencil", count, _("处家长说写得不对,等您看"), reverse("doors:corrections"), True)] if count else []


def _links(actor: Actor, campaign: Any) -> list[Waiting]:
    count = links_to_mend(actor.classes_taught(), campaign)
    return [Waiting("lock", count, _("条家长链接要换新的"), reverse("signup:index"), True)] if count else []


def _cards(actor: Actor, campaign: Any) -> list[Waiting]:
    """Families that wish to hear from their teachers, of a contact card that changed."""
    count = cards_to_tell(actor, campaign).count()
    there = reverse("visit:papers_index")
    return [Waiting("id", count, _("户等您告诉:换了新卡"), there)] if count else []


def _lines(counts: Counter[str], standings: dict[int, Standing]) -> list[Waiting]:
    families = reverse("desks:families")
    unconfirmed = sum(each.awaits_confirmation for each in standings.values())
    lines = [
        Waiting("edit", counts[FamilyStanding.BEGUN], _("次记录还没写完"), f"{families}?state=begun", True),
        Waiting("calendar-plus", counts[FamilyStanding.TO_BOOK], _("户已报名,等您约时间"), reverse("schedule:index")),
        Waiting(
            "refresh", counts[FamilyStanding.NOT_REACHED], _("户上次没见到,再约一次"), f"{families}?state=not_reached"
        ),
        Waiting("phone-call", counts[FamilyStanding.AGAIN], _("户等回访"), reverse("revisit:index")),
        Waiting("message-off", counts[FamilyStanding.UNANSWERED], _("户还没回复"), f"{families}?state=unanswered"),
        Waiting("hourglass", unconfirmed, _("户走访过,家长还没确认"), f"{families}?state=visited"),
    ]
    return [line for line in lines if line.count]
