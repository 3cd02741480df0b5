"""A Word template compiled: the document's XML cut at its placeholders, every other part compressed once."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from zipfile import ZipFile

from zoufang.engines.archive import Part, join, pack

DOCUMENT = "word/document.xml"
_PLACEHOLDER = re.compile(r"\{\{([a-z_.]+)\}\}")
_ROW = re.compile(r"<w:tr[ >].*?</w:tr>", re.S)
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_NEW_LINE = '</w:t><w:br/><w:t xml:space="preserve">'
LONGEST = 20_000


def clean(text: str) -> str:
    """The text without what XML cannot hold, tabs as blanks, at most 20,000 letters."""
    text = _FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
    return text if len(text) <= LONGEST else text[:LONGEST] + "…(过长,此处截断)"


@dataclass(frozen=True)
class Compiled:
    """Text and names by turns (`pieces[0]` is text), with the row that repeats cut out as `row` where `repeats` is."""

    before: tuple[Part, ...]
    after: tuple[Part, ...]
    head: tuple[str, ...]
    row: tuple[str, ...]
    foot: tuple[str, ...]

    @classmethod
    def of(cls, docx: bytes, *, rows: str) -> Compiled:
        """Compile a template. The table row that names `{{rows.…}}` repeats. ValueError where there is none."""
        with ZipFile(io.BytesIO(docx)) as package:
            names = package.namelist()
            place = names.index(DOCUMENT)
            parts = {name: package.read(name) for name in names}
        xml = parts[DOCUMENT].decode()
        found = next((row for row in _ROW.finditer(xml) if f"{{{{{rows}." in row[0]), None)
        if found is None:
            raise ValueError(f"no table row names {rows}")
        return cls(
            before=tuple(pack(name, parts[name], level=9) for name in names[:place]),
            after=tuple(pack(name, parts[name], level=9) for name in names[place + 1 :]),
            head=_cut(xml[: found.start()]),
            row=_cut(found[0].replace(f"{{{{{rows}.", "{{")),
            foot=_cut(xml[found.end() :]),
        )

    def fill(self, values: Mapping[str, str], rows: Sequence[Mapping[str, str]]) -> bytes:
        """The filled document. KeyError for a name that `values` lacks."""
        text = "".join(
            [
                *_filled(self.head, values),
                *(piece for each in rows for piece in _filled(self.row, each)),
                *_filled(self.foot, values),
            ]
        )
        # Level 1: forms are made by the thousand, and the text of one is small.
        return join([*self.before, pack(DOCUMENT, text.encode(), level=1), *self.after])


def _cut(xml: str) -> tuple[str, ...]:
    return tuple(_PLACEHOLDER.split(xml))


def _filled(pieces: tuple[str, ...], values: Mapping[str, str]) -> list[str]:
    filled = list(pieces)
    for place in range(1, len(filled), 2):
        filled[place] = escape(clean(values[filled[place]]), quote=False).replace("\n", _NEW_LINE)
    return filled
