"""Relationships of pictures that come in while a template is filled: text joined to text, nothing parsed."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping

from zoufang.engines.office.drawing import Picture

_NONE = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
)
_IMAGE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"


def with_pictures(part: str, parts: Mapping[str, bytes], used: Mapping[str, Picture], media: str) -> tuple[str, bytes]:
    """Name and content of this part's relationships, with these pictures among them."""
    folder, file = posixpath.split(part)
    rels = posixpath.join(folder, "_rels", file + ".rels")
    kept = (
        parts.get(rels, _NONE).replace(b"/>", b"></Relationships>")
        if _is_empty(parts.get(rels, b""))
        else parts.get(rels, _NONE)
    )
    to = posixpath.relpath(media, folder)
    new = "".join(
        f'<Relationship Id="{key}" Type="{_IMAGE}" Target="{to}/{picture.file_name}"/>' for key, picture in used.items()
    )
    return rels, kept.replace(b"</Relationships>", new.encode() + b"</Relationships>")


def _is_empty(rels: bytes) -> bool:
    return bool(rels) and b"</Relationships>" not in rels
