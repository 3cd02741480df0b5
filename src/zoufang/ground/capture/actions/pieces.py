"""A photo arrives in pieces over a bad line, each sealed on the disk before its row says so."""

from __future__ import annotations

import hashlib
import os
import secrets
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q

from zoufang.engines.keyring import CannotOpen
from zoufang.engines.refusal import Reason, Refused
from zoufang.ground.accounts.actor import Actor
from zoufang.ground.capture import rules
from zoufang.ground.capture.models import Upload
from zoufang.ground.capture.queries import uploads_waiting

# A photo whose record never came. Longer than the phone keeps what it could send again (docs/sync.md).
KEPT_FOR = timedelta(days=14)
NOT_THERE = Reason("照片还没有传完,请等传完再试")


@transaction.atomic
def take_piece(*, uuid: str, first: int, total: int, content: bytes, by: Actor, at: datetime) -> Upload:
    """The piece is on the disk and counted; one that was here already changes nothing. Ask `received` where to go on.

    A piece that begins beyond what was received is not taken: the answer says from where to send. Refused when it is too
    large, or when the photo was begun with another size or by another person.
    """
    if not rules.UUID.fullmatch(uuid) or first < 0 or not content or first + len(content) > total:
        raise Refused(rules.NOT_UNDERSTOOD)
    upload = Upload.objects.filter(uuid=uuid).first() or _begun(uuid, total, by, at)
    upload = Upload.objects.select_for_update().get(pk=upload.pk)
    if upload.person_id != by.id or upload.total != total:
        raise Refused("这张照片和先前传的对不上,请重新选一次照片")
    fresh = content[upload.received - first :] if first <= upload.received else b""
    if not fresh or upload.used_at is not None:
        return upload
    number, sealed = settings.KEYS.seal(fresh, purpose="files")
    _write(upload, upload.received, sealed)
    upload.pieces = [*upload.pieces, [upload.received, number]]
    upload.received += len(fresh)
    upload.save(update_fields=["pieces", "received"])
    return upload


def finished_photo(upload: Upload | None, *, sha256: str) -> bytes:
    """The photo's bytes. Refused while some are missing, and where they are not what the phone said."""
    if upload is None or upload.received < upload.total or upload.used_at is not None:
        raise Refused(NOT_THERE)
    try:
        content = b"".join(
            settings.KEYS.unseal(number, _place_of(upload, first).read_bytes(), purpose="files")
            for first, number in upload.pieces
        )
    except (CannotOpen, OSError):
        raise Refused("照片没有传好,请删去重传") from None
    if hashlib.sha256(content).hexdigest() != sha256:
        raise Refused("照片没有传好,请删去重传")
    return content


def drop_upload(upload: Upload, *, at: datetime) -> None:
    """Its pieces go when this transaction is done: a record has taken the photo over, or it may not be kept."""
    upload.used_at = at
    upload.save(update_fields=["used_at"])
    transaction.on_commit(lambda: _clear(upload))


def forget_upload(upload: Upload) -> None:
    """As if it had never come: it may not be kept."""
    transaction.on_commit(lambda: _clear(upload))
    upload.delete()


def hold_upload(upload: Upload) -> None:
    """It stays until the principal has decided on its record."""
    upload.is_held = True
    upload.save(update_fields=["is_held"])


def purge_uploads(*, before: datetime) -> int:
    """What was begun so long ago is gone, taken over by a record or never, but for what the principal is to decide on; how many."""
    waits = Q(is_held=True, used_at__isnull=True)
    old = list(Upload.objects.filter(~waits, begun_at__lt=before)[:500])
    for upload in old:
        _clear(upload)
        upload.delete()
    return len(old)


def sweep_uploads(*, now: datetime) -> int:
    """Pieces older than a day without a row are gone: a deed died between its commit and the deleting; how many photos."""
    before = (now - timedelta(days=1)).timestamp()
    old = {each.name: each for each in _all_folders().glob("*") if each.stat().st_mtime < before}
    waste = old.keys() - set(Upload.objects.values_list("public_id", flat=True))
    for name in waste:
        _clear_folder(old[name])
    return len(waste)


def _begun(uuid: str, total: int, by: Actor, at: datetime) -> Upload:
    waiting = uploads_waiting(by.id)
    if reasons := rules.why_not_upload(total=total, waiting_bytes=waiting.total, waiting=waiting.count):
        raise Refused(reasons)
    try:
        with transaction.atomic():
            return Upload.objects.create(uuid=uuid, person_id=by.id, total=total, begun_at=at)
    except IntegrityError:
        return Upload.objects.get(uuid=uuid)


def _all_folders() -> Path:
    return Path(settings.FILES_FOLDER) / "uploads"


def _folder(upload: Upload) -> Path:
    return _all_folders() / upload.public_id


def _place_of(upload: Upload, first: int) -> Path:
    return _folder(upload) / f"{first}.piece"


def _write(upload: Upload, first: int, sealed: bytes) -> None:
    place = _place_of(upload, first)
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = place.with_suffix(f".{secrets.token_hex(4)}.draft")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        out.write(sealed)
        out.flush()
        os.fsync(out.fileno())
    draft.replace(place)
    for folder in (place.parent, place.parent.parent):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _clear(upload: Upload) -> None:
    _clear_folder(_folder(upload))


def _clear_folder(folder: Path) -> None:
    if folder.exists():
        for piece in folder.iterdir():
            piece.unlink(missing_ok=True)
        folder.rmdir()
