"""Zip archives whose bytes depend on their content alone: the same members give the same archive.

`pack` compresses a part once, so that a part shared by ten thousand documents is compressed once; `join` puts parts
together. `zip_of` streams many files into an open file under clean, unique names. Format: PKWARE APPNOTE 6.3.
"""

from __future__ import annotations

import re
import struct
import unicodedata
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import BinaryIO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

# The oldest day that a zip can name: 1 January 1980, midnight.
EARLIEST = (1980, 1, 1, 0, 0, 0)
_DOS_DATE = (1 << 5) | 1
_DEFLATED = 8
_UTF8_NAMES = 0x800
LONGEST_NAME = 80


@dataclass(frozen=True)
class Part:
    """One member, compressed already."""

    name: bytes
    crc: int
    size: int
    compressed: bytes


def pack(name: str, content: bytes, *, level: int = 6) -> Part:
    """The member, compressed (raw deflate)."""
    press = zlib.compressobj(level, zlib.DEFLATED, -15)
    return Part(name.encode(), zlib.crc32(content), len(content), press.compress(content) + press.flush())


def join(parts: Iterable[Part]) -> bytes:
    """One archive of these members in this order. Sizes below 4 GiB: an office document's."""
    body: list[bytes] = []
    directory: list[bytes] = []
    offset = count = 0
    for part in parts:
        facts = struct.pack(
            "<HHHHHIIIHH",
            20,
            _UTF8_NAMES,
            _DEFLATED,
            0,
            _DOS_DATE,
            part.crc,
            len(part.compressed),
            part.size,
            len(part.name),
            0,
        )
        head = b"PK\x03\x04" + facts + part.name
        body += (head, part.compressed)
        directory.append(
            b"PK\x01\x02" + struct.pack("<H", 20) + facts + struct.pack("<HHHII", 0, 0, 0, 0, offset) + part.name
        )
        offset += len(head) + len(part.compressed)
        count += 1
    listed = b"".join(directory)
    end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, count, count, len(listed), offset, 0)
    return b"".join([*body, listed, end])


def zip_of(files: Iterable[tuple[str, bytes]], out: BinaryIO) -> int:
    """Stream (name, content) pairs into `out`, stored as they are; how many. Names are cleaned and made unique."""
    taken: dict[str, int] = {}
    count = 0
    with ZipFile(out, "w", ZIP_STORED) as archive:
        for name, content in files:
            member = ZipInfo(_unique(clean_name(name), taken), EARLIEST)
            member.external_attr = 0o600 << 16
            archive.writestr(member, content)
            count += 1
    return count


def clean_name(name: str) -> str:
    """A file name without folders, control or direction characters, or what Windows forbids; at most 80 letters."""
    kept = "".join(
        " " if letter in '/\\:*?"<>|' else letter
        for letter in name
        if unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Co", "Cn")
    )
    stem, dot, ending = re.sub(r"\s+", " ", kept).strip(" .").rpartition(".")
    if not dot:
        stem, ending = ending, ""
    stem = stem.strip(" .")[:LONGEST_NAME] or "未命名"
    return f"{stem}.{ending[:8]}" if ending else stem


def _unique(name: str, taken: dict[str, int]) -> str:
    # Windows takes names that differ in case only for one.
    key = name.casefold()
    taken[key] = taken.get(key, 0) + 1
    if taken[key] == 1:
        return name
    stem, dot, ending = name.rpartition(".")
    numbered = f"{stem}({taken[key]}).{ending}" if dot else f"{name}({taken[key]})"
    return _unique(numbered, taken)
