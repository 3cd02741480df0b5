"""Text messages; no sender of them is built in yet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from zoufang.ground.org.models import Unit


def post_sms(*, to: str, template: str, values: Mapping[str, str], unit: Unit, at: datetime) -> None:
    """Whoever calls this asks `queries.sms_is_set_up()` first."""
    raise RuntimeError(f"{template}: no sender of text messages is set up")
