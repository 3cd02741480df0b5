"""What a field record may look like. Source: docs/sync.md."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from zoufang.engines.receipts import NotCanonical, digest_of
from zoufang.engines.refusal import Reason, Refused

PROTOCOL = 1
MOST_RECORDS = 200
MOST_BYTES = 2 << 20
MOST_PIECE_BYTES = 1 << 20
MOST_PHOTO_BYTES = 20 << 20
# 120 photos of 300 KB are 36 MB; five times that is no day's work.
MOST_WAITING_BYTES = 200 << 20
MOST_WAITING_UPLOADS = 400
# A difference that is worth a note on the visit. Source: docs/sync.md.
CLOCKS_AGREE_WITHIN = timedelta(minutes=10)
# So far ahead a phone's clock is believed when it writes down when a talk began.
CLOCK_BELIEVED = timedelta(days=30)
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
TARGET = re.compile(r"[0-9a-z-]{1,40}")

VISIT_FIELDS = (
    "outcome",
    "met",
    "form",
    "visitors",
    "started_at",
    "ended_at",
    "opinions",
    "remark",
    "needs_follow_up",
)
MATTER_FIELDS = ("text", "settle", "answer", "nature", "topic")
KINDS: Mapping[str, tuple[str, ...]] = {
    "visit.open": ("household", "class", "form", "appointment"),
    "visit.change": VISIT_FIELDS,
    "visit.finish": (),
    "matter.add": ("visit", *MATTER_FIELDS),
    "matter.change": MATTER_FIELDS,
    "matter.remove": MATTER_FIELDS,
    "photo.add": ("visit", "matter", "upload", "sha256", "consent"),
}
MAKES = ("visit.open", "matter.add", "photo.add")
NOT_UNDERSTOOD = Reason("这条记录的格式看不懂,请刷新页面再发;仍不行请导出记录交给园里")


@dataclass(frozen=True)
class Change:
    """One field: what the phone last knew, and what it says now."""

    was: Any
    to: Any


@dataclass(frozen=True)
class Sent:
    """One operation as a phone sent it, its shape checked; its words are not."""

    uuid: str
    kind: str
    target: str
    base: int
    place: int
    made_at: datetime | None
    changes: Mapping[str, Change]
    sha256: str
    unknown: tuple[str, ...] = field(default=())

    def said(self, name: str) -> str:
        """The new value of a field that is a short text; '' without it."""
        change = self.changes.get(name)
        return change.to if change is not None and isinstance(change.to, str) else ""


def read(raw: object) -> Sent:
    """The operation in this JSON value. Refused where its shape is not the protocol's; unknown fields are named, not refused."""
    if not isinstance(raw, dict):
        raise Refused(NOT_UNDERSTOOD)
    uuid, kind, target = raw.get("id"), raw.get("kind"), raw.get("target")
    base, place, changes = raw.get("base", 0), raw.get("order", 0), raw.get("changes", {})
    if not (isinstance(uuid, str) and UUID.fullmatch(uuid) and isinstance(target, str) and TARGET.fullmatch(target)):
        raise Refused(NOT_UNDERSTOOD)
    if not (_is_count(base) and _is_count(place) and isinstance(changes, dict)):
        raise Refused(NOT_UNDERSTOOD)
    if not isinstance(kind, str) or kind not in KINDS:
        raise Refused(Reason("服务器不认识这一种记录,请刷新页面再发"))
    if kind in MAKES and not UUID.fullmatch(target):
        raise Refused(NOT_UNDERSTOOD)
    known = {name: _change(changes[name]) for name in KINDS[kind] if name in changes}
    try:
        sha256 = digest_of(raw)
    except NotCanonical:
        raise Refused(Reason("这条记录里有无法保存的字符或数字,请改正后再发")) from None
    return Sent(
        uuid=uuid,
        kind=kind,
        target=target,
        base=base,
        place=place,
        made_at=moment(raw.get("made_at")),
        changes=known,
        sha256=sha256,
        unknown=tuple(sorted(str(name)[:40] for name in changes if name not in known)),
    )


def moment(said: object) -> datetime | None:
    """A time with its offset; None where it is none."""
    if not isinstance(said, str) or len(said) > 40:
        return None
    try:
        at = datetime.fromisoformat(said)
    except ValueError:
        return None
    # The first and last years overflow when they are brought to another zone.
    return at if at.tzinfo is not None and 1971 <= at.year <= 2999 else None


def clock_ahead(*, sent_at: datetime | None, now: datetime) -> timedelta:
    """How far the phone's clock runs before the server's (less than nothing: behind); nothing while they agree."""
    off = sent_at - now if sent_at is not None else timedelta()
    return off if abs(off) > CLOCKS_AGREE_WITHIN else timedelta()


def why_not_upload(*, total: int, waiting_bytes: int, waiting: int) -> list[Reason]:
    """Reasons why no further photo is begun."""
    if not 0 < total <= MOST_PHOTO_BYTES:
        return [Reason("照片超过 20 MB,请先缩小再传")]
    if waiting >= MOST_WAITING_UPLOADS or waiting_bytes + total > MOST_WAITING_BYTES:
        return [Reason("还有很多照片没传完,请先传完或删去几张")]
    return []


def _change(raw: object) -> Change:
    if not isinstance(raw, dict) or "to" not in raw:
        raise Refused(NOT_UNDERSTOOD)
    return Change(_clean(raw.get("from")), _clean(raw["to"]))


def _clean(value: object) -> object:
    """No NUL: PostgreSQL keeps none, and a person never typed one."""
    if isinstance(value, str):
        return value.replace("\x00", "")
    if isinstance(value, list):
        return [_clean(each) for each in value[:50]]
    return value if isinstance(value, bool) or value is None else NotText


class _NotText:
    """Stands for a value of a kind that no field has."""


NotText = _NotText()


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 1 << 53
