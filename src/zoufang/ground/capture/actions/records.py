"""A field record is kept once, with its receipt; what has to wait is kept whole."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from zoufang.engines.receipts import signature
from zoufang.engines.refusal import Refused
from zoufang.ground.accounts.actor import Actor
from zoufang.ground.accounts.states import Role
from zoufang.ground.capture.access import may_decide_quarantine
from zoufang.ground.capture.models import Device, FieldRecord, Quarantined
from zoufang.ground.capture.rules import Sent
from zoufang.ground.capture.states import RecordState
from zoufang.ground.journal.actions import record
from zoufang.ground.org.models import Unit


@dataclass(frozen=True)
class Answer:
    """What the phone is told of one record. `code`: 409 where the same id came with other content, 500 where we broke."""

    uuid: str
    state: str
    receipt: Mapping[str, str] | None = None
    version: int | None = None
    public_id: str = ""
    fields: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    reasons: tuple[str, ...] = ()
    code: int = 0

    def as_sent(self) -> dict[str, Any]:
        """As docs/sync.md has it: what is empty is left out. Reasons as they are; the door says them in its language."""
        told = {
            "receipt": dict(self.receipt) if self.receipt else None,
            "public_id": self.public_id,
            "fields": {name: dict(each) for name, each in self.fields.items()},
            "reasons": list(self.reasons),
            "code": self.code,
        }
        said = {"id": self.uuid, "state": self.state} | {name: value for name, value in told.items() if value}
        return said | ({"version": self.version} if self.version is not None else {})


def keep_record(*, sent: Sent, device: Device, at: datetime) -> FieldRecord:
    """The record's row, before its deed is done in the same transaction: its id is taken, or IntegrityError."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a field record is kept in its deed's own transaction")
    return FieldRecord.objects.create(
        uuid=sent.uuid,
        device=device,
        person_id=device.user_id,
        kind=sent.kind,
        target=sent.target,
        place=sent.place,
        sha256=sent.sha256,
        state=RecordState.STORED,
        made_at=sent.made_at,
        received_at=at,
        answer="{}",
    )


def receipt_for(uuid: str, sha256: str, at: datetime) -> dict[str, str]:
    """A receipt that the phone checks by itself."""
    said = timezone.localtime(at).isoformat(timespec="milliseconds")
    signed = signature(settings.KEYS.newest("receipt")[1], id=uuid, sha256=sha256, at=said)
    return {"at": said, "sha256": sha256, "signature": signed}


def receipt_of(kept: FieldRecord) -> dict[str, str]:
    """The receipt that the phone was given; it stays the same whatever is decided later."""
    receipt: dict[str, str] = json.loads(kept.answer).get("receipt") or {}
    return receipt


def replace_answer(kept: FieldRecord, answer: Answer, *, state: RecordState, made: str = "") -> None:
    """What the phone is told from now on, however often it asks."""
    kept.state, kept.made = state, made or kept.made
    kept.answer = json.dumps(answer.as_sent(), ensure_ascii=False)
    kept.save(update_fields=["state", "made", "answer"])


def quarantine(
    kept: FieldRecord, *, raw: Mapping[str, Any], visit_key: str, klass: Unit, school: Unit, by: Actor, at: datetime
) -> Quarantined:
    """The record waits for the school's principal: whole, unseen by anyone else, and with no effect."""
    waiting = Quarantined.objects.create(
        record=kept,
        school=school,
        klass=klass,
        visit_key=visit_key,
        content=json.dumps(raw, ensure_ascii=False),
    )
    record("field_record.quarantined", kept, by=by, at=at, unit=klass, facts={"kind": kept.kind})
    return waiting


@transaction.atomic
def decide(*, waiting: Quarantined, is_taken: bool, reason: str, by: Actor, at: datetime) -> None:
    """The principal has decided; the words stay. Refused to others, twice, and for a no without a reason."""
    waiting = (
        Quarantined.objects.select_for_update(of=("self",))
        .select_related("record", "klass", "school")
        .get(pk=waiting.pk)
    )
    if not may_decide_quarantine(by) or not by.holds(Role.PRINCIPAL, at=waiting.school.path):
        raise Refused("只有园长可以决定")
    if waiting.decided_at is not None:
        raise Refused("这一条已经决定过了")
    if not is_taken and not reason.strip():
        raise Refused("请写一句为什么不收")
    waiting.decided_by_id, waiting.decided_at, waiting.reason = by.id, at, reason.strip()[:500]
    waiting.save(update_fields=["decided_by", "decided_at", "reason"])
    if not is_taken:
        waiting.record.state = RecordState.TURNED_DOWN
        waiting.record.save(update_fields=["state"])
    act = "field_record.taken" if is_taken else "field_record.turned_down"
    record(act, waiting.record, by=by, at=at, unit=waiting.klass, facts={"kind": waiting.record.kind})
