"""At night: photos whose record never came."""

from __future__ import annotations

from datetime import datetime

from zoufang.ground.capture.actions import purge_uploads, sweep_uploads
from zoufang.ground.capture.actions.pieces import KEPT_FOR


def purge(now: datetime) -> None:
    """Safe to run twice."""
    purge_uploads(before=now - KEPT_FOR)
    sweep_uploads(now=now)
