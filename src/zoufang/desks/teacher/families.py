"""家庭: the own class as cards by state; a phone in the clear only on request."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from zoufang.ground.accounts.actor import Actor
from zoufang.ground.campaign.queries import round_on
from zoufang.stages.rights.queries import handling_of
from zoufang.stages.rights.states import Say
from zoufang.stages.roster.queries import HouseholdRow, classes_of_actor, household_rows
from zoufang.stages.schedule.queries import current_campaign
from zoufang.stages.visit import access
from zoufang.stages.visit.queries import Standing, households_taught, standing_of
from zoufang.stages.visit.states import FamilyStanding
from zoufang.web.pages import page, reads


@dataclass(frozen=True)
class FamilyCard:
    """A family of the own class, and how far it is. `class_id`: the own class one of its children is in. `is_without_record`: it refused
    the handling of its information."""

    home: HouseholdRow
    standing: Standing
    class_id: str
    is_without_record: bool


@reads(may=access.may_record_visits)
def families(request: HttpRequest) -> HttpResponse:
    """Cards by state; `?state=` and `?q=` live in the address."""
    return page(request, "desks/families.html", **what_the_families_show(request))


def what_the_families_show(
    request: HttpRequest, *, opened: str = "", shown: dict[str, str] | None = None
) -> dict[str, Any]:
    """Everything that the page needs: a constant number of queries. `shown`: phones in the clear, by guardian."""
    actor = request.actor  # type: ignore[attr-defined]
    campaign = current_campaign(actor)
    state, asked = request.GET.get("state", ""), request.GET.get("q", "").strip()
    cards = _cards(actor, campaign, timezone.localdate(request.now)) if campaign else []  # type: ignore[attr-defined]
    counts = Counter(card.standing.state for card in cards)
    chosen = [card for card in cards if (not state or card.standing.state == state) and asked in card.home.names]
    return {
        "campaign": campaign,
        "cards": chosen,
        "counts": counts,
        "total": len(cards),
        "states": [(each.value, each.label) for each in FamilyStanding if counts[each]],
        "state": state,
        "q": asked,
        "opened": opened,
        "shown": shown or {},
        "reasons": (),
    }


def _cards(actor: Actor, campaign: Any, on: Any) -> list[FamilyCard]:
    current = round_on(campaign, on)
    if current is None:
        return []
    homes = household_rows(households_taught(actor, campaign))
    keys = [home.pk for home in homes]
    standings, handling = standing_of(campaign, current, keys), handling_of(keys)
    own = {each.name: each.public_id for each in classes_of_actor(actor) if each.pk in actor.classes_taught()}
    order = list(FamilyStanding.values)
    cards = [
        FamilyCard(
            home,
            standings[home.pk],
            next((own[name] for _, name, _ in home.children if name in own), ""),
            handling[home.pk] == Say.NO,
        )
        for home in homes
    ]
    return sorted(cards, key=lambda card: order.index(card.standing.state))
