from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class RecordState(models.TextChoices):
    """What became of one field record. What is refused is not kept: the phone still holds it."""

    STORED = "stored", _("已收下")
    CONFLICT = "conflict", _("已收下,有一处两人写得不同")
    QUARANTINED = "quarantined", _("等园长决定")
    TURNED_DOWN = "turned_down", _("园长没有收")
