"""A file that a phone exported is handed in: opened with the installation's key, each record applied as its writer's."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from zoufang.engines.envelopes import CannotOpen, open_record
from zoufang.engines.refusal import Reason, Refused
from zoufang.engines.sandbox import Crashed, TooHeavy, run_limited
from zoufang.flows.apply_field_record import apply_field_records
from zoufang.ground.accounts.actor import Actor, actor_for
from zoufang.ground.accounts.models import User
from zoufang.ground.accounts.states import ActorKind
from zoufang.ground.capture.actions import Answer, key_in, take_piece
from zoufang.ground.capture.models import Device
from zoufang.ground.capture.queries import device_named, is_key_of, schools_imported_at, upload_of, was_used_at
from zoufang.ground.capture.rules import MOST_PIECE_BYTES
from zoufang.ground.journal.actions import record
from zoufang.ground.org.models import Unit

MOST_BYTES = 64 << 20
READING_SECONDS, READING_MEGABYTES = 20, 800
# The same for a file of another installation, of a phone that nobody registered here, and of another school's person.
NOT_OURS = Reason("这个文件不是本园老师的手机导出的,或已经损坏")


@dataclass(frozen=True)
class HandedIn:
    """Whose records they were, what became of each, and how many could not be opened."""

    person: str
    answers: tuple[Answer, ...]
    unreadable: int

    def count(self, *states: str) -> int:
        """How many came out so."""
        return sum(each.state in states for each in self.answers)


def hand_in(*, content: bytes, by: Actor, at: datetime) -> HandedIn:
    """Each record is taken as if its writer's phone had sent it now: applied, or kept for the principal where they have left.

    Refused unless it is the own phone's file, or one of a person of a school whose records `by` may hand in.
    """
    if len(content) > MOST_BYTES:
        raise Refused("文件超过 64 MB,请从手机上分几次导出")
    head, *rest = _read(content)
    device = device_named(head["device"])
    key = key_in(head["wrapped_key"])
    school = _school(device, by)
    if device is None or key is None or not is_key_of(device, head["wrapped_key"]):
        raise Refused(NOT_OURS)
    if school is None and device.user_id != by.id:
        raise Refused(NOT_OURS)
    writer = _writer(device.user, at)
    opened = [(each, _opened(key, each)) for each in rest]
    photos = [
        _photo(each["id"], raw, writer, at) for each, raw in opened if each["kind"] == "photo" and raw is not None
    ]
    raws = [_operation(raw) for each, raw in opened if each["kind"] == "record" and raw is not None]
    answers = apply_field_records(raws=raws, actor=writer, device=device, at=at, sent_at=None)
    if device.user_id != by.id:
        # What stood there meanwhile is for the writer, perhaps of another school by now.
        answers = [replace(each, fields={}) for each in answers]
    unreadable = sum(raw is None for _, raw in opened)
    refused = {_upload_of(raw) for raw, each in zip(raws, answers, strict=True) if each.state == "refused"}
    kept = [
        Answer(each.uuid, "refused", reasons=(Reason("照片的记录没有收下"),)) if each.uuid in refused else each
        for each in photos
    ]
    with transaction.atomic():
        facts = {"records": len(raws), "photos": len(photos), "unreadable": unreadable}
        record("device.handed_in", device, by=by, at=at, unit=school or _place_of(by), facts=facts)
    return HandedIn(device.user.name, (*answers, *kept), unreadable)


def _read(content: bytes) -> list[dict[str, str]]:
    try:
        said = run_limited(
            "zoufang.engines.exported:lines", content, seconds=READING_SECONDS, megabytes=READING_MEGABYTES
        )
    except TooHeavy:
        raise Refused("文件太大,请从手机上分几次导出") from None
    except Crashed:
        raise Refused(NOT_OURS) from None
    return [json.loads(line) for line in said.splitlines()]


def _school(device: Device | None, by: Actor) -> Unit | None:
    if device is None:
        return None
    return next((each for each in schools_imported_at(by) if was_used_at(device, each)), None)


def _place_of(by: Actor) -> Unit | None:
    return Unit.objects.filter(pk=by.duties[0].unit_id).first() if by.duties else None


def _writer(user: User, at: datetime) -> Actor:
    """The rights that this person holds now; without any, still the one whose words they are."""
    actor = actor_for(user, on=timezone.localdate(at))
    return actor if actor.is_signed_in else Actor(ActorKind.STAFF, user.pk, user.name)


def _opened(key: bytes, each: Mapping[str, str]) -> bytes | None:
    try:
        return open_record(key, iv=each["iv"], sealed=each["sealed"], id=each["id"])
    except CannotOpen:
        return None


def _operation(raw: bytes) -> object:
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        return None


def _photo(uuid: str, content: bytes, writer: Actor, at: datetime) -> Answer:
    """As if it had come in pieces."""
    known = upload_of(writer.id, uuid)
    first = known.received if known is not None and known.total == len(content) else 0
    try:
        while first < len(content):
            piece = content[first : first + MOST_PIECE_BYTES]
            first = take_piece(uuid=uuid, first=first, total=len(content), content=piece, by=writer, at=at).received
    except Refused as refused:
        return Answer(uuid, "refused", reasons=refused.reasons)
    return Answer(uuid, "stored")


def _upload_of(raw: object) -> str:
    changes = raw.get("changes") if isinstance(raw, dict) and raw.get("kind") == "photo.add" else None
    upload = changes.get("upload") if isinstance(changes, dict) else None
    named = upload.get("to") if isinstance(upload, dict) else None
    return named if isinstance(named, str) else ""
