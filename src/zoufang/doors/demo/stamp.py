"""The mark of a home that holds demo data: written when it was filled, believed only while the database agrees."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from datetime import date

from django.conf import settings

from zoufang.ground.org.models import Unit

FRESH_DAYS = 7


@dataclass(frozen=True)
class Login:
    """A way in for one role."""

    role: str
    name: str
    user: str
    password: str
    totp: str


@dataclass(frozen=True)
class Stamp:
    """What was filled in: the district that stands at the root, when, and who may step in."""

    district: str
    filled_on: str
    campaign: str
    logins: tuple[Login, ...]
    families: tuple[tuple[str, str], ...]  # what the family is, its guardian's public id

    def is_stale(self, today: date) -> bool:
        """Are its dates too far from today?"""
        return abs((today - date.fromisoformat(self.filled_on)).days) > FRESH_DAYS


def write(stamp: Stamp) -> None:
    """Keep the mark (mode 0600: it holds the demo's passwords)."""
    draft = settings.DEMO_STAMP.with_suffix(".draft")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as out:
        json.dump(asdict(stamp), out, ensure_ascii=False, indent=1)
    draft.replace(settings.DEMO_STAMP)


def read() -> Stamp | None:
    """The mark, if there is one and the database holds the demo's district and no other root."""
    try:
        said = json.loads(settings.DEMO_STAMP.read_text("utf-8"))
    except FileNotFoundError:
        return None
    roots = list(Unit.objects.filter(depth=1).values_list("public_id", flat=True)[:2])
    if roots != [said["district"]]:
        return None
    said["logins"] = tuple(Login(**each) for each in said["logins"])
    said["families"] = tuple((words, guardian) for words, guardian in said["families"])
    return Stamp(**said)
