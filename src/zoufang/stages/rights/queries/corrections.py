"""Requests to put something right, as far as each person may see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from zoufang.engines.refusal import Reason
from zoufang.ground.accounts.actor import Actor
from zoufang.ground.privacy.masks import mask_address, mask_phone
from zoufang.stages.rights import rules
from zoufang.stages.rights.models import Correction
from zoufang.stages.rights.states import CorrectField, CorrectionState
from zoufang.stages.roster.models import Child, Guardian
from zoufang.stages.roster.queries import KEEPS_ROSTER


def corrections_of(actor: Actor) -> QuerySet[Correction]:
    """What this person may decide. A class's teachers do not see `other`: a family may have written of them there."""
    taught = Child.objects.filter(klass__in=actor.classes_taught(), left_on__isnull=True).values("household")
    inside = Q(household__in=taught) & ~Q(field=CorrectField.OTHER)
    for path in actor.paths_as(*KEEPS_ROSTER):
        inside |= Q(household__school__path__startswith=path)
    full = Correction.objects.filter(inside).select_related("household__school", "child", "guardian", "asked_by")
    return full.order_by("asked_at", "pk")


def open_corrections_of(actor: Actor) -> QuerySet[Correction]:
    """Those that wait, the oldest first."""
    return corrections_of(actor).filter(state=CorrectionState.OPEN)


def corrections_by(guardian: Guardian) -> QuerySet[Correction]:
    """What this guardian asked, the newest first; the other guardian's new phone or address is not theirs to read."""
    asked = Correction.objects.filter(asked_by=guardian).select_related("child", "guardian")
    return asked.order_by("-asked_at", "-pk")


@dataclass(frozen=True)
class CorrectionRow:
    """A request in the queue; phones and addresses masked."""

    public_id: str
    children: str
    what: str
    value: str
    is_by_hand: bool
    is_phone: bool
    asked_by: str
    asked_at: datetime
    colour: str
    clock: Reason


def correction_rows(corrections: QuerySet[Correction], *, now: datetime) -> list[CorrectionRow]:
    """Rows for the queue: two queries, however many."""
    here = Prefetch("household__children", queryset=Child.objects.filter(left_on__isnull=True), to_attr="here")
    full = corrections.prefetch_related(here)
    return [_row(each, now) for each in full]


def _row(each: Correction, now: datetime) -> CorrectionRow:
    masks = {CorrectField.GUARDIAN_PHONE: mask_phone, CorrectField.ADDRESS: mask_address}
    mask = masks.get(CorrectField(each.field), str)
    colour, clock = rules.clock(due_until=timezone.localtime(each.due_until), now=timezone.localtime(now))
    about = each.child or each.guardian
    return CorrectionRow(
        public_id=each.public_id,
        children="、".join(child.name for child in each.household.here),  # type: ignore[attr-defined]
        what=f"{about.name} · {each.get_field_display()}" if about and about.name else str(each.get_field_display()),
        value=mask(each.value),
        is_by_hand=each.field == CorrectField.OTHER,
        is_phone=each.field == CorrectField.GUARDIAN_PHONE,
        asked_by=each.asked_by.name if each.asked_by else "",
        asked_at=each.asked_at,
        colour=colour,
        clock=clock,
    )
