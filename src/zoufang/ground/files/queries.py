"""What lies in the store. Who may read a file is decided by the stage that it belongs to."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from zoufang.ground.files.models import StoredFile


def content_of(file: StoredFile) -> bytes:
    """The file's content in the clear. Raises FileNotFoundError, CannotOpen."""
    return bytes(settings.KEYS.unseal(file.key_number, place_of(file.public_id).read_bytes(), purpose="files"))


def place_of(public_id: str) -> Path:
    """Where the sealed content lies."""
    return Path(settings.FILES_FOLDER) / public_id[:2] / public_id
