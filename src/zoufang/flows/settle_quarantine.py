"""The principal decides on what somebody wrote who has left: taken in the writer's name, or turned down with a reason."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from zoufang.engines.refusal import Refused
from zoufang.flows.apply_field_record import answer_of, with_picture
from zoufang.flows.field_deeds import DEEDS, Told, Waits
from zoufang.ground.accounts.actor import Actor, Duty
from zoufang.ground.accounts.states import ActorKind, Role
from zoufang.ground.capture import rules
from zoufang.ground.capture.actions import decide, drop_upload, receipt_of, replace_answer
from zoufang.ground.capture.models import Quarantined, Upload
from zoufang.ground.capture.queries import content_of, upload_of
from zoufang.ground.capture.states import RecordState
from zoufang.ground.org.states import UnitKind


def take_records(*, waiting: Iterable[Quarantined], by: Actor, at: datetime) -> list[str]:
    """Each takes effect as if it had come while its writer was still there; the reasons of those that cannot, which go on
    waiting. Raises Refused for whoever is not the school's principal."""
    reasons: list[str] = []
    for each in waiting:
        try:
            _take(each, by, at)
        except Refused as refused:
            reasons += [reason for reason in refused.reasons if reason not in reasons]
    return reasons


def turn_down_records(*, waiting: Iterable[Quarantined], reason: str, by: Actor, at: datetime) -> None:
    """None of them takes effect; what was written stays kept, with the reason. Refused without one."""
    with transaction.atomic():
        for each in waiting:
            decide(waiting=each, is_taken=False, reason=reason, by=by, at=at)
            upload = _upload(each)
            if upload is not None:
                drop_upload(upload, at=at)


def _take(waiting: Quarantined, by: Actor, at: datetime) -> None:
    kept = waiting.record
    sent = rules.read(content_of(waiting))
    told = Told(sent, _as_writer(waiting), kept.device, at, is_decided=True)
    if sent.kind == "photo.add":
        told = with_picture(told)
    with transaction.atomic():
        decide(waiting=waiting, is_taken=True, reason="", by=by, at=at)
        result = DEEDS[sent.kind](told)
        if isinstance(result, Waits):
            raise Refused("它所属的走访还没有收下,请先收下那一条")
        state = RecordState.CONFLICT if result.clashes else RecordState.STORED
        replace_answer(kept, answer_of(told, result, receipt_of(kept)), state=state, made=result.made)


def _as_writer(waiting: Quarantined) -> Actor:
    """The words stay whose they are; the right to write them down is the principal's decision, for this class alone."""
    klass, person = waiting.klass, waiting.record.person
    duty = Duty(Role.TEACHER, klass.pk, klass.path, UnitKind.CLASS)
    return Actor(ActorKind.STAFF, person.pk, person.name, (duty,))


def _upload(waiting: Quarantined) -> Upload | None:
    if waiting.record.kind != "photo.add":
        return None
    return upload_of(waiting.record.person_id, rules.read(content_of(waiting)).said("upload"))
