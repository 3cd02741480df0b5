"""What a teacher's phone fetches before she leaves: as docs/sync.md has it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from zoufang.ground.accounts.actor import Actor
from zoufang.ground.accounts.queries import public_id_of
from zoufang.ground.campaign.queries import category_names, round_on
from zoufang.ground.campaign.states import CategoryAxis, VisitForm
from zoufang.stages.schedule.queries import current_campaign
from zoufang.stages.visit.queries import FieldVisit, field_day
from zoufang.stages.visit.states import Outcome, Settle


def what_the_phone_holds(actor: Actor, now: datetime) -> dict[str, Any]:
    """The number of queries does not grow with the families."""
    campaign = current_campaign(actor)
    current = round_on(campaign, timezone.localdate(now)) if campaign else None
    day_after = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=2)
    named = (
        {"id": campaign.public_id, "title": campaign.name, "round": current.name if current else ""}
        if campaign
        else None
    )
    visits = field_day(actor, campaign, now=now) if campaign else []
    return {
        "campaign": named,
        "me": {"id": public_id_of(actor), "name": actor.name},
        "until": day_after.isoformat(timespec="seconds"),
        "visits": [_told(each) for each in visits],
        "forms": _choices(VisitForm),
        "outcomes": _choices(Outcome),
        "settles": _choices(Settle),
        "natures": [(each, each) for each in category_names(campaign, CategoryAxis.NATURE)] if campaign else [],
        "topics": [(each, each) for each in category_names(campaign, CategoryAxis.TOPIC)] if campaign else [],
    }


def _told(visit: FieldVisit) -> dict[str, Any]:
    papers = reverse("visit:papers", args=[visit.class_id])
    return {
        "id": visit.id,
        "household": visit.household,
        "class": visit.class_id,
        "appointment": visit.appointment,
        "version": visit.version,
        "state": visit.state,
        "starts_at": visit.starts_at,
        "ends_at": visit.ends_at,
        "form": visit.form,
        "children": list(visit.children),
        "place": visit.place,
        "how_to_get_there": "",
        "guardians": [{"id": id, "name": name, "relation": relation} for id, name, relation in visit.guardians],
        "teachers": [{"id": id, "name": name} for id, name in visit.teachers],
        "care": visit.care,
        "wish": visit.wish,
        "photos": visit.photos,
        "record": visit.record,
        "matters": [{"id": id} | words for id, words in visit.matters],
        "card": papers,
        "letter": papers,
    }


def _choices(choices: Any) -> list[tuple[str, str]]:
    return [(value, str(label)) for value, label in choices.choices]
