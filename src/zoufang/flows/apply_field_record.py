"""One operation of a phone takes effect, once: kept with its receipt and done in one transaction, or nothing of it."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from zoufang.engines.refusal import Reason, Refused
from zoufang.flows.field_deeds import DEEDS, Done, Told, Waits, is_asked, photo_place
from zoufang.ground.accounts.actor import Actor
from zoufang.ground.capture import rules
from zoufang.ground.capture.actions import (
    Answer,
    finished_photo,
    forget_upload,
    hold_upload,
    keep_record,
    quarantine,
    receipt_for,
    replace_answer,
)
from zoufang.ground.capture.models import Device, FieldRecord
from zoufang.ground.capture.queries import upload_of
from zoufang.ground.capture.states import RecordState
from zoufang.ground.files.actions import clean_picture
from zoufang.ground.org.models import Unit
from zoufang.ground.org.queries import school_of
from zoufang.stages.visit.actions import refuse_photo
from zoufang.stages.visit.queries import version_seen

log = logging.getLogger(__name__)
OTHER_CONTENT = Reason("这个编号的记录先前已经收下了,内容和这次的不一样;请另记一条")
BROKE = Reason("系统出错了,这一条没有收下,请过一会儿再发")


def apply_field_records(
    *, raws: Sequence[object], actor: Actor, device: Device, at: datetime, sent_at: datetime | None
) -> list[Answer]:
    """Each in its own transaction, in the phone's order; answers in the order sent. One bad operation never stops the rest."""
    ordered = sorted(range(len(raws)), key=lambda n: _place_of(raws[n]))
    answers = {n: _safely(raws[n], actor=actor, device=device, at=at, sent_at=sent_at) for n in ordered}
    return [answers[n] for n in range(len(raws))]


def apply_field_record(*, raw: object, actor: Actor, device: Device, at: datetime, sent_at: datetime | None) -> Answer:
    """Stored, kept as a conflict, kept for the principal, or refused with reasons; sent again: the same answer.

    `actor` is whose device this is, with the rights held now. The answer is given after the commit, never before.
    """
    uuid = _id_of(raw)
    try:
        sent = rules.read(raw)
        told = Told(sent, actor, device, at, rules.clock_ahead(sent_at=sent_at, now=at))
        if sent.kind == "photo.add" and not FieldRecord.objects.filter(uuid=sent.uuid).exists():
            told = with_picture(told)
        with transaction.atomic():
            return _taken(told, raw)
    except Refused as refused:
        return Answer(uuid, "refused", reasons=refused.reasons)


def _taken(told: Told, raw: object) -> Answer:
    sent = told.sent
    try:
        with transaction.atomic():
            kept = keep_record(sent=sent, device=told.device, at=told.at)
    except IntegrityError:
        return _said_before(told)
    result = DEEDS[sent.kind](told)
    receipt = receipt_for(sent.uuid, sent.sha256, told.at)
    if isinstance(result, Waits):
        return _waits(told, raw, kept, result, receipt)
    answer, state = answer_of(told, result, receipt), RecordState.CONFLICT if result.clashes else RecordState.STORED
    replace_answer(kept, answer, state=state, made=result.made)
    return answer


def answer_of(told: Told, result: Done, receipt: Mapping[str, str]) -> Answer:
    """What the phone is told of a record that took effect."""
    fields = {
        name: {"yours": each.yours, "theirs": each.theirs, "by": each.by, "at": timezone.localtime(each.at).isoformat()}
        for name, each in result.clashes.items()
    }
    reasons = tuple(Reason("“%(field)s”这一项服务器不认识,其余已收下", field=each) for each in told.sent.unknown)
    return Answer(
        told.sent.uuid,
        RecordState.CONFLICT.value if fields else RecordState.STORED.value,
        receipt=receipt,
        version=version_seen(result.visit, device=told.device.uuid, base=told.sent.base),
        public_id=result.made,
        fields=fields,
        reasons=reasons,
    )


def _waits(told: Told, raw: object, kept: FieldRecord, waits: Waits, receipt: dict[str, str]) -> Answer:
    answer = Answer(told.sent.uuid, RecordState.QUARANTINED.value, receipt=receipt)
    replace_answer(kept, answer, state=RecordState.QUARANTINED)
    quarantine(
        kept,
        raw=raw if isinstance(raw, dict) else {},
        visit_key=waits.visit_key,
        klass=waits.klass,
        school=_school_of(waits.klass),
        by=told.actor,
        at=told.at,
    )
    upload = upload_of(told.device.user_id, told.sent.said("upload")) if told.sent.kind == "photo.add" else None
    if upload is not None:
        hold_upload(upload)
    return answer


def _said_before(told: Told) -> Answer:
    """The same answer for the same content; nothing about it to anyone else."""
    kept = FieldRecord.objects.get(uuid=told.sent.uuid)
    if kept.sha256 != told.sent.sha256 or kept.person_id != told.device.user_id:
        return Answer(told.sent.uuid, "refused", reasons=(OTHER_CONTENT,), code=409)
    said = json.loads(kept.answer)
    # Of an erased family's record only this much is kept; without a receipt the phone would send it for ever.
    receipt = said.get("receipt") or receipt_for(kept.uuid, kept.sha256, kept.received_at)
    return Answer(
        uuid=kept.uuid,
        state=said["state"],
        receipt=receipt,
        version=said.get("version"),
        public_id=said.get("public_id", ""),
        fields=said.get("fields", {}),
        reasons=tuple(said.get("reasons", ())),
    )


def with_picture(told: Told) -> Told:
    """With the photo, whole and cleaned in its sandbox: before the transaction, which other writers wait for."""
    place, upload = photo_place(told), upload_of(told.device.user_id, told.sent.said("upload"))
    try:
        if not isinstance(place, Waits):
            refuse_photo(place[0], is_asked=is_asked(told.sent))
    except Refused:
        # What the family did not agree to is not kept here for a moment longer.
        if upload is not None and upload.used_at is None:
            with transaction.atomic():
                forget_upload(upload)
        raise
    content = finished_photo(upload, sha256=told.sent.said("sha256"))
    picture = b"" if isinstance(place, Waits) else clean_picture(content=content)
    return Told(told.sent, told.actor, told.device, told.at, told.clock_ahead, picture, told.is_decided)


def _safely(raw: object, *, actor: Actor, device: Device, at: datetime, sent_at: datetime | None) -> Answer:
    try:
        return apply_field_record(raw=raw, actor=actor, device=device, at=at, sent_at=sent_at)
    except Exception:
        log.exception("a field record broke")  # the formatter writes place and class only, never a word of it
        return Answer(_id_of(raw), "refused", reasons=(BROKE,), code=500)


def _school_of(klass: Unit) -> Unit:
    school = school_of(klass)
    if school is None:
        raise RuntimeError("a class lies in a school")
    return school


def _id_of(raw: object) -> str:
    found = raw.get("id") if isinstance(raw, dict) else None
    return found[:36] if isinstance(found, str) else ""


def _place_of(raw: object) -> int:
    found = raw.get("order") if isinstance(raw, dict) else None
    return found if isinstance(found, int) and not isinstance(found, bool) else 0
