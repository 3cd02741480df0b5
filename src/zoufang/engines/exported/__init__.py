"""The file that a phone exports, read apart from everything else: one line for each thing in it, of known size and shape.

Run it through the sandbox (`zoufang.engines.sandbox`): sixty megabytes of `[[],[],…]` unfold to a gigabyte.
"""

from __future__ import annotations

import json
from typing import Any

MOST_RECORDS = 5_000
MOST_PHOTOS = 1_000
MOST_SEALED = 30 << 20


class NotExported(Exception):
    """These bytes are no file that a phone exported."""


def lines(content: bytes) -> bytes:
    """JSON lines: the device with its wrapped key, then each record, then each photo. Raises NotExported."""
    try:
        whole = json.loads(content)
    except (ValueError, RecursionError) as fault:
        raise NotExported from fault
    if not isinstance(whole, dict) or whole.get("zoufang") != "records":
        raise NotExported
    records, photos = whole.get("records"), whole.get("photos") or []
    if not isinstance(records, list) or not isinstance(photos, list):
        raise NotExported
    if len(records) > MOST_RECORDS or len(photos) > MOST_PHOTOS:
        raise NotExported
    said = [{"device": _text(whole, "device", 36), "wrapped_key": _text(whole, "wrapped_key", 200)}]
    said += [_sealed(each, "record") for each in records]
    said += [_sealed(each, "photo") for each in photos]
    return b"\n".join(json.dumps(each).encode() for each in said)


def _sealed(raw: Any, kind: str) -> dict[str, str]:
    if not isinstance(raw, dict):
        raise NotExported
    found = {"kind": kind, "id": _text(raw, "id", 36), "iv": _text(raw, "iv", 24)}
    found["sealed"] = _text(raw, "sealed", MOST_SEALED)
    return found


def _text(raw: dict[str, Any], name: str, longest: int) -> str:
    text = raw.get(name)
    if not isinstance(text, str) or not text.isascii() or len(text) > longest:
        raise NotExported
    return text
