"""What a finished record said is kept before it changes."""

from __future__ import annotations

import json
from datetime import datetime

from django.utils import timezone

from zoufang.ground.accounts.actor import Actor
from zoufang.stages.visit.models import Visit, VisitVersion


def keep_version(visit: Visit, *, reason: str, by: Actor, at: datetime) -> None:
    """The record as it stands, under its version's number; the caller raises the number."""
    VisitVersion.objects.create(
        visit=visit,
        version=visit.version,
        content=json.dumps(_words_of(visit), ensure_ascii=False),
        reason=reason.strip()[:500],
        reopened_by_id=by.id or None,
        reopened_at=at,
    )


def _words_of(visit: Visit) -> dict[str, str]:
    """What the record says, as a person reads it."""
    return {
        "outcome": str(visit.get_outcome_display()),
        "met": visit.met,
        "form": str(visit.get_form_display()),
        "visitors": "、".join(each.name for each in visit.visitors.order_by("pk")),
        "started_at": _said(visit.started_at),
        "ended_at": _said(visit.ended_at),
        "opinions": visit.opinions,
        "remark": visit.remark,
        "matters": "\n".join(matter.text for matter in visit.matters.order_by("noted_at", "pk")),
    }


def _said(at: datetime | None) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else ""
