"""A file comes into the store: checked, sealed, on the disk before its row is."""

from __future__ import annotations

import hashlib
import os
import secrets
from datetime import datetime
from typing import NewType

from django.conf import settings
from django.db import transaction

from zoufang.engines.refusal import Refused
from zoufang.engines.sandbox import Crashed, TooHeavy, run_limited
from zoufang.ground.accounts.actor import Actor
from zoufang.ground.accounts.states import ActorKind
from zoufang.ground.files import rules
from zoufang.ground.files.models import StoredFile
from zoufang.ground.files.queries import place_of
from zoufang.ground.journal.actions import record
from zoufang.ground.org.models import Unit
from zoufang.web.tables import new_public_id

# A picture that `clean_picture` wrote anew; nothing else may be stored as one.
CleanPicture = NewType("CleanPicture", bytes)
PICTURE_SECONDS = 10
PICTURE_MEGABYTES = 700


@transaction.atomic
def store_file(*, content: bytes, name: str, media_type: str, unit: Unit | None, by: Actor, at: datetime) -> StoredFile:
    """The content lies encrypted in the files folder. Refused when it is empty, too large, or not of its type.

    The file is written before its row: a file without a row is waste, a row without a file would be a loss.
    """
    if reasons := rules.why_not_stored(content=content, media_type=media_type):
        raise Refused(reasons)
    public_id = new_public_id()
    number, sealed = settings.KEYS.seal(content, purpose="files")
    _write(public_id, sealed)
    stored = StoredFile.objects.create(
        public_id=public_id,
        unit=unit,
        name=rules.clean_name(name, fallback="文件"),
        media_type=media_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        key_number=number,
        stored_at=at,
        stored_by_id=by.id if by.kind == ActorKind.STAFF else None,
    )
    record("file.stored", stored, by=by, at=at, unit=unit, facts={"size": stored.size, "type": media_type})
    return stored


def store_picture(*, content: bytes, name: str, unit: Unit | None, by: Actor, at: datetime) -> StoredFile:
    """The picture, decoded and written anew without position or camera. Refused when it is none or far too large."""
    clean = clean_picture(content=content)
    stem = name.rpartition(".")[0] or name
    return store_file(content=clean, name=f"{stem}.jpg", media_type="image/jpeg", unit=unit, by=by, at=at)


def clean_picture(*, content: bytes) -> CleanPicture:
    """The picture as JPEG without position or camera, nothing stored yet. Refused when it is none or far too large.

    It takes seconds: call it before the transaction begins (a page with `reads_first`).
    """
    if len(content) > rules.MOST_BYTES:
        raise Refused("照片超过 20 MB,请先缩小再传")
    try:
        clean: bytes = run_limited(
            "zoufang.engines.pictures:cleaned", content, seconds=PICTURE_SECONDS, megabytes=PICTURE_MEGABYTES
        )
    except TooHeavy:
        raise Refused("照片太大,请先缩小再传") from None
    except Crashed as fault:
        if fault.kind == "TooManyPixels":
            raise Refused("照片太大,请先缩小再传") from None
        raise Refused("这不是能打开的照片,请换 JPG、PNG 或 WebP") from None
    return CleanPicture(clean)


def _write(public_id: str, sealed: bytes) -> None:
    place = place_of(public_id)
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = place.with_suffix(f".{secrets.token_hex(4)}.draft")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        out.write(sealed)
        out.flush()
        os.fsync(out.fileno())
    draft.replace(place)
    folder = os.open(place.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
