"""A workbook's cell formats: which show dates, which hold text; and one with a date's look beside each that has none."""

from __future__ import annotations

import copy
import re
from typing import Any

from zoufang.engines.office.manifest import written
from zoufang.engines.office.marks import sheet_parsed

_X = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_DATES = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
_TEXT = 49
_DAY, _MOMENT = "yyyy-mm-dd", "yyyy-mm-dd hh:mm"
# Programs number their own formats from here.
_FIRST_OWN = 164
_NO_MATTER = re.compile(r'"[^"]*"|\\.|\[(?!h|m|s)[^\]]*\]|General|_.|\*.', re.I)


class Styles:
    """Reads styles.xml; `of` may add formats, `text` is the part with them."""

    def __init__(self, xml: bytes) -> None:
        self.root = sheet_parsed(xml)
        self.formats = self.root.find(_X + "cellXfs")
        codes = {int(each.get("numFmtId", 0)): each.get("formatCode", "") for each in self.root.iter(_X + "numFmt")}
        self.dates = _DATES | {
            number for number, code in codes.items() if re.search("[ymdhs]", _NO_MATTER.sub("", code), re.I)
        }
        self.texts = {_TEXT} | {number for number, code in codes.items() if code == "@"}
        self.next = max([_FIRST_OWN - 1, *codes]) + 1
        self.numbers: dict[str, int] = {}
        self.added: dict[tuple[int, str], int] = {}

    def of(self, style: int) -> tuple[str, int, int]:
        """What the format shows (`d` dates, `t` text, `g` anything), and the formats for a day and a moment."""
        if self.formats is None or style >= len(self.formats):
            return "g", style, style
        number = int(self.formats[style].get("numFmtId", 0))
        if number in self.dates:
            return "d", style, style
        return ("t" if number in self.texts else "g"), self._like(style, _DAY), self._like(style, _MOMENT)

    def text(self) -> str:
        """The part's text."""
        return written(self.root)

    def _like(self, style: int, code: str) -> int:
        key = style, code
        if key not in self.added:
            made = copy.deepcopy(self.formats[style])
            made.set("numFmtId", str(self._number(code)))
            made.set("applyNumberFormat", "1")
            self.formats.append(made)
            self.formats.set("count", str(len(self.formats)))
            self.added[key] = len(self.formats) - 1
        return self.added[key]

    def _number(self, code: str) -> int:
        if code not in self.numbers:
            codes: Any = self.root.find(_X + "numFmts")
            if codes is None:
                codes = self.root.makeelement(_X + "numFmts")
                self.root.insert(0, codes)
            self.numbers[code] = self.next
            codes.append(codes.makeelement(_X + "numFmt", numFmtId=str(self.next), formatCode=code))
            codes.set("count", str(len(codes)))
            self.next += 1
        return self.numbers[code]
