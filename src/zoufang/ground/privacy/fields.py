"""A text column that the database never sees in the clear."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models


class PrivateTextField(models.TextField):  # type: ignore[type-arg]
    """Closed with the installation's newest key when written, opened when read. Filters on it find nothing: use a hash."""

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        return settings.KEYS.open_text(value) if value else value

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return settings.KEYS.close(value) if value else value


def fingerprint(kind: str, text: str) -> str:
    """Keyed hash by which an encrypted value of this kind is found; '' for nothing."""
    return settings.KEYS.fingerprint(f"{kind}:{text}") if text else ""
