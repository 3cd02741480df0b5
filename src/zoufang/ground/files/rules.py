"""Which files are taken: by what they hold, never by what they are called."""

from __future__ import annotations

import re
import unicodedata

from zoufang.engines.refusal import Reason

MOST_BYTES = 20 << 20
OFFICE = "application/vnd.openxmlformats-officedocument."
TYPES: dict[str, str] = {
    "jpg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "pdf": "application/pdf",
    "docx": OFFICE + "wordprocessingml.document",
    "xlsx": OFFICE + "spreadsheetml.sheet",
    "xls": "application/vnd.ms-excel",
    "zip": "application/zip",
    "csv": "text/csv",
    "txt": "text/plain",
    "ics": "text/calendar",
    "vcf": "text/vcard",
}
_BEGINNINGS: tuple[tuple[bytes, frozenset[str]], ...] = (
    (b"\xff\xd8\xff", frozenset({TYPES["jpg"]})),
    (b"\x89PNG\r\n\x1a\n", frozenset({TYPES["png"]})),
    (b"RIFF", frozenset({TYPES["webp"]})),
    (b"%PDF-", frozenset({TYPES["pdf"]})),
    (b"PK\x03\x04", frozenset({TYPES["docx"], TYPES["xlsx"], TYPES["zip"]})),
    (b"PK\x05\x06", frozenset({TYPES["zip"]})),
    (b"\xd0\xcf\x11\xe0", frozenset({TYPES["xls"]})),
)
_TEXTS = frozenset(media for ending, media in TYPES.items() if ending in ("csv", "txt", "ics", "vcf"))


def why_not_stored(*, content: bytes, media_type: str) -> list[Reason]:
    """Reasons why these bytes are not stored as this type; empty when they are."""
    if not content:
        return [Reason("文件是空的,请重新选择")]
    if len(content) > MOST_BYTES:
        return [Reason("文件超过 %(most)s MB,请拆小后再传", most=MOST_BYTES >> 20)]
    if media_type not in TYPES.values():
        return [Reason("不收这种文件,请换成图片、PDF、Word 或 Excel")]
    fits = next((types for beginning, types in _BEGINNINGS if content.startswith(beginning)), _TEXTS)
    if media_type not in fits:
        return [Reason("文件内容和它的类型对不上,请确认没有改过扩展名")]
    return []


def clean_name(name: str, *, fallback: str) -> str:
    """A name that no header, folder or screen can be tricked by: no controls, no direction marks, no path; ≤ 120 letters."""
    kept = "".join(letter for letter in name if unicodedata.category(letter)[0] != "C")
    kept = re.sub(r'[\\/:*?"<>|]+', " ", kept).strip(" .")
    if len(kept) > 120:
        stem, dot, ending = kept.rpartition(".")
        kept = f"{stem[:110]}.{ending}" if dot and len(ending) <= 8 else kept[:120]
    return kept or fallback
