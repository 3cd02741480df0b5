"""A phone says whose it is and with which key it closes what it keeps."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction

from zoufang.engines.envelopes import CannotOpen, unwrap
from zoufang.engines.refusal import Reason, Refused
from zoufang.ground.accounts.actor import Actor
from zoufang.ground.capture import rules
from zoufang.ground.capture.access import may_decide_quarantine
from zoufang.ground.capture.models import Device, DeviceKey
from zoufang.ground.capture.queries import devices_led
from zoufang.ground.journal.actions import record
from zoufang.ground.org.models import Unit
from zoufang.ground.org.queries import school_of, unit_at

MOST_KEYS = 50
NOT_YOURS = Reason("这台手机登记在别人名下,请先让对方退出并交清记录")
SEEN_EVERY = timedelta(minutes=5)


class NotYours(Refused):
    """This phone is another person's."""


@transaction.atomic
def register_device(*, uuid: str, wrapped_key: str, name: str, by: Actor, at: datetime) -> Device:
    """The phone is this person's, and what it closed with this key can be handed in. Again: as it is.

    Refused where the key cannot be opened here; NotYours where the phone is somebody else's.
    """
    if not rules.UUID.fullmatch(uuid):
        raise Refused(rules.NOT_UNDERSTOOD)
    if key_in(wrapped_key) is None:
        raise Refused("这台手机的钥匙打不开,请刷新页面再试")
    device = _made(uuid, name, by, at)
    device = Device.objects.select_for_update().get(pk=device.pk)
    if device.user_id != by.id:
        raise NotYours(NOT_YOURS)
    if device.keys.count() >= MOST_KEYS:
        raise Refused("这台手机登记的钥匙太多了,请联系园里的管理员")
    _key, is_new = DeviceKey.objects.get_or_create(
        device=device, wrapped_key=wrapped_key, defaults={"registered_at": at}
    )
    device.last_seen_at = at
    device.save(update_fields=["last_seen_at"])
    if is_new:
        record("device.key_registered", device, by=by, at=at, unit=_place_of(by))
    return device


@transaction.atomic
def device_for(*, uuid: str, by: Actor, at: datetime) -> Device:
    """The phone that sends: known, or known from now on (without a key, nothing of it can be handed in).

    NotYours where it is somebody else's: their records are never sent in another's name.
    """
    if not rules.UUID.fullmatch(uuid):
        raise Refused(rules.NOT_UNDERSTOOD)
    device = Device.objects.filter(uuid=uuid).first() or _made(uuid, "", by, at)
    if device.user_id != by.id:
        raise NotYours(NOT_YOURS)
    if at - device.last_seen_at > SEEN_EVERY:
        Device.objects.filter(pk=device.pk).update(last_seen_at=at)
    return device


@transaction.atomic
def revoke_device(*, device: Device, by: Actor, at: datetime) -> None:
    """Nothing that this phone sends is applied any more: it waits for the principal. Refused to anyone but the principal."""
    device = Device.objects.select_for_update().get(pk=device.pk)
    if not may_decide_quarantine(by) or not devices_led(by).filter(pk=device.pk).exists():
        raise Refused("只有园长可以停用手机")
    if device.revoked_at is not None:
        return
    device.revoked_at = at
    device.save(update_fields=["revoked_at"])
    record("device.revoked", device, by=by, at=at, unit=_place_of(by))


def key_in(wrapped_key: str) -> bytes | None:
    """The content key, with whichever of the installation's keys opens it; None where none does."""
    for secret in settings.KEYS.keys["seal"].values():
        try:
            return unwrap(secret, wrapped_key)
        except CannotOpen:
            continue
    return None


def _made(uuid: str, name: str, by: Actor, at: datetime) -> Device:
    facts = {"user_id": by.id, "name": name.replace("\x00", "").strip()[:60], "registered_at": at, "last_seen_at": at}
    try:
        with transaction.atomic():
            return Device.objects.get_or_create(uuid=uuid, defaults=facts)[0]
    except IntegrityError:
        return Device.objects.get(uuid=uuid)


def _place_of(by: Actor) -> Unit | None:
    unit = unit_at(by.duties[0].path) if by.duties else None
    return (school_of(unit) or unit) if unit is not None else None
