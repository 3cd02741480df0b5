"""What may stand between double braces: a name, perhaps of a list, perhaps optional, perhaps a picture's. Nothing is evaluated."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from zoufang.engines.refusal import Reason, Refused

# Chinese input methods write full-width braces.
PLACEHOLDER = re.compile(r"(?:\{\{|｛｛)([^{}｛｝\n]{1,120})(?:\}\}|｝｝)")
_OPEN = re.compile(r"\{\{|\}\}|｛｛|｝｝")
KINDS = {"qr": "qr", "二维码": "qr", "picture": "picture", "图": "picture", "图片": "picture", "照片": "picture"}
_KIND = re.compile(r"\s*(\w+)\s*[:\uff1a]\s*(.+)", re.S)

Path = tuple[str, ...]


@dataclass(frozen=True)
class Name:
    """`{{list.name?}}`: `path` is ("list", "name"); all but its last part are lists that repeat."""

    path: Path
    optional: bool = False
    kind: str = "text"

    @property
    def full(self) -> str:
        """As it is written, without braces and mark."""
        return ".".join(self.path)

    @property
    def lists(self) -> frozenset[Path]:
        """The lists that it stands in, outer ones too."""
        return frozenset(self.path[:length] for length in range(1, len(self.path)))


def name_of(inside: str) -> Name:
    """The name that stands between the braces. Any text is one; whether the data know it is asked later."""
    text = unicodedata.normalize("NFC", inside).replace("\u00a0", " ").strip()
    optional = text.endswith(("?", "\uff1f"))
    text = text.rstrip("?\uff1f ") if optional else text
    kind = "text"
    if (prefixed := _KIND.fullmatch(text)) and prefixed[1].lower() in KINDS:
        kind, text = KINDS[prefixed[1].lower()], prefixed[2]
    return Name(tuple(part.strip() for part in text.split(".")), optional, kind)


def found_in(text: str) -> Iterator[tuple[int, int, Name]]:
    """Each placeholder: where it begins, where it ends, its name. Raises Refused where braces are not closed as they were opened."""
    if _OPEN.search(PLACEHOLDER.sub("", text)):
        at = _OPEN.search(text)
        raise Refused(
            Reason("“%(text)s”的花括号没有写完整,应当写成 {{名字}}", text=text[at.start() if at else 0 :][:30])
        )
    for match in PLACEHOLDER.finditer(text):
        yield match.start(), match.end(), name_of(match[1])


def meant(name: str, known: list[str]) -> str:
    """The known name that is most like this one, or nothing."""
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    if near:
        return near[0]
    # Short Chinese names share letters, not order: 家长姓名 / 姓名.
    shared = [each for each in known if len(set(each) & set(name)) * 2 > max(len(each), len(name))]
    return shared[0] if shared else ""
