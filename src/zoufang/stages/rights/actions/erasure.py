"""A guardian asks that data be deleted, or takes that back; the principal refuses with a reason, or it was done.

The deleting itself goes over all stages: `flows/erase_household.py`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from zoufang.engines.refusal import Refused
from zoufang.engines.workdays import add_workdays
from zoufang.ground.accounts.actor import SYSTEM, Actor
from zoufang.ground.campaign.models import Campaign
from zoufang.ground.journal.actions import record
from zoufang.stages.rights import rules
from zoufang.stages.rights.models import Erasure
from zoufang.stages.rights.queries import code_of, erasures_of, hash_of_code
from zoufang.stages.rights.states import ErasureExtent, ErasureState
from zoufang.stages.roster.models import Guardian, Household
from zoufang.web.tables import new_public_id


@transaction.atomic
def ask_erasure(
    *,
    guardian: Guardian,
    campaign: Campaign,
    extent: str,
    child_id: str = "",
    on_staff_device: bool,
    by: Actor,
    at: datetime,
) -> Erasure:
    """The request waits for the principal, within the campaign's working days. `child_id`: where it is one child's.

    Refused on a teacher's device, while another one waits, and where it does not say whose.
    """
    home = Household.objects.select_for_update(of=("self",)).select_related("school").get(pk=guardian.household_id)
    child = home.children.filter(public_id=child_id).first() if extent == ErasureExtent.CHILD else None
    reasons = rules.why_not_ask_erasure(
        extent=extent,
        is_named=extent != ErasureExtent.CHILD or child is not None,
        has_open=Erasure.objects.filter(household=home, state=ErasureState.OPEN).exists(),
        on_staff_device=on_staff_device,
    )
    if reasons:
        raise Refused(reasons)
    asked = _made(
        home,
        extent=ErasureExtent(extent),
        child=child,
        asked_by=guardian,
        asked_at=at,
        due_until=add_workdays(timezone.localtime(at), campaign.limit("request_workdays")),
    )
    record("rights.erasure_asked", asked, by=by, at=at, unit=home.school, facts={"extent": extent})
    return asked


@transaction.atomic
def take_back_erasure(*, guardian: Guardian, on_staff_device: bool, by: Actor, at: datetime) -> None:
    """What this family asked does not wait any more. Refused where nothing waits, and on a teacher's device."""
    if on_staff_device:
        raise Refused(rules.ON_STAFF_DEVICE)
    waiting = Erasure.objects.select_for_update().filter(household=guardian.household_id, state=ErasureState.OPEN)
    asked = waiting.filter(asked_by=guardian).first()
    if asked is None:
        raise Refused("没有您提的、还在等的删除请求")
    asked.state, asked.decided_at = ErasureState.TAKEN_BACK, at
    asked.save(update_fields=["state", "decided_at"])
    record("rights.erasure_taken_back", asked, by=by, at=at, unit=asked.household.school)


@transaction.atomic
def refuse_erasure(*, erasure: Erasure, answer: str, by: Actor, at: datetime) -> None:
    """Nothing is deleted, and the family reads why. Refused without a reason, once decided, and to anyone but the principal."""
    locked = lock_erasure(erasure, by)
    if reasons := rules.why_not_refuse_erasure(is_open=locked.state == ErasureState.OPEN, answer=answer):
        raise Refused(reasons)
    locked.state, locked.answer = ErasureState.NOT_DONE, answer.strip()
    locked.decided_by_id, locked.decided_at = by.id or None, at
    locked.save(update_fields=["state", "answer", "decided_by", "decided_at"])
    record("rights.erasure_refused", locked, by=by, at=at, unit=erasure.household.school)


def lock_erasure(erasure: Erasure, by: Actor) -> Erasure:
    """The request, locked until the act ends. Refused to whom it is none of."""
    if by != SYSTEM and not erasures_of(by).filter(pk=erasure.pk).exists():
        raise Refused("这件不由您处理")
    return Erasure.objects.select_for_update().get(pk=erasure.pk)


@transaction.atomic
def open_over_time(*, household: Household, at: datetime) -> Erasure:
    """The time for which this family's data are kept is over: a request of nobody's, to be carried out at once."""
    return _made(
        household, extent=ErasureExtent.FAMILY, child=None, asked_by=None, asked_at=at, due_until=at, is_over_time=True
    )


@transaction.atomic
def prove_erased(*, erasure: Erasure, proof: Sequence[dict[str, Any]], by: Actor, at: datetime) -> None:
    """The proof stands, its hash in the journal too: whoever holds the one can check the other."""
    erasure.refresh_from_db()
    erasure.state, erasure.decided_by_id, erasure.decided_at = ErasureState.DONE, by.id or None, at
    erasure.child, erasure.proof = None, list(proof)
    erasure.digest = digest_of(erasure)
    erasure.save()
    facts = {
        "extent": erasure.extent,
        "rows": sum(line.get("count", 0) for line in proof),
        "over_time": erasure.is_over_time,
        "proof": erasure.digest,
    }
    record("rights.erased", erasure, by=by, at=at, unit=erasure.household.school, facts=facts)


def digest_of(erasure: Erasure) -> str:
    """SHA-256 over number, time and lines of the proof."""
    at = timezone.localtime(erasure.decided_at).isoformat(timespec="seconds") if erasure.decided_at else ""
    said = [erasure.public_id, erasure.extent, at, erasure.proof]
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _made(household: Household, **facts: Any) -> Erasure:
    made = Erasure(public_id=new_public_id(), household=household, **facts)
    made.code_hash = hash_of_code(code_of(made))
    made.save()
    return made
