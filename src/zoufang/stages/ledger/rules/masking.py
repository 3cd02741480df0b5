"""What the masked variant hides: names, telephone and identity numbers, addresses for mail, also inside sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable

from zoufang.ground.privacy.masks import mask_name, mask_phone

CONFIDENTIAL = "保密"
# Full-width digits, as a Chinese keyboard writes them; one letter for one, so that places stay the same.
_HALF_WIDTH = str.maketrans("０１２３４５６７８９Ｘｘ＠－　．", "0123456789Xx@- .")
_IDENTITY = re.compile(
    r"(?<![0-9A-Za-z])\d{6}(?:19|20)\d{2}[01]\d[0-3]\d\d{3}[\dXx](?![0-9A-Za-z])|(?<!\d)\d{15}(?!\d)"
)
_MOBILE = re.compile(
    r"(?<!\d)(?:\+?86[-\s]?)?(1[3-9]\d)(?:[-\s]?\d{4}){2}(?!\d)|(?<!\d)(1[3-9]\d)(?:[-\s]?\d){8}(?!\d)"
)
_LANDLINE = re.compile(r"(?<!\d)(0\d{2,3})[-\s]?\d{7,8}(?!\d)")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.A)
_CHAT = re.compile("(?i)((?:微信|wechat|qq|vx)号?\\s*[:\uff1a是为]?\\s*)[a-z0-9_-]{5,20}", re.A)
_MET = re.compile("^(?P<name>[^()\uff08\uff09]+)[(\uff08](?P<relation>[^()\uff08\uff09]*)[)\uff09]$")
# Who was met, in words that name nobody.
_KIN = {"其他家人", "家长", "父亲", "母亲", "爸爸", "妈妈", "爷爷", "奶奶", "外公", "外婆", "姥爷", "姥姥", "监护人"}


def masked_text(text: str, names: Iterable[str] = ()) -> str:
    """The sentence without telephone and identity numbers, mail and chat names, and without these people's names."""
    for pattern, shown in (
        (_IDENTITY, lambda found: "[证件号已隐去]"),
        (_MAIL, lambda found: "[邮箱已隐去]"),
        (_MOBILE, lambda found: mask_phone(found[1] or found[2])),
        (_LANDLINE, lambda found: f"{found[1]}****"),
        (_CHAT, lambda found: f"{found[1]}[已隐去]"),
    ):
        text = _replaced(text, pattern, shown)
    for name in sorted({each for each in names if len(each) > 1}, key=len, reverse=True):
        text = text.replace(name, mask_name(name))
    return text


def masked_names(names: Iterable[str]) -> str:
    """陈**、李*"""
    return "、".join(mask_name(each) for each in names)


def masked_met(met: str) -> str:
    """陈**(父亲): the relation stays, the name does not. Words that name nobody stay."""
    found = _MET.match(met.strip())
    if found:
        return f"{mask_name(found['name'].strip())}({found['relation']})"
    return met if met.strip() in _KIN else mask_name(met.strip())


def _replaced(text: str, pattern: re.Pattern[str], shown: object) -> str:
    kept: list[str] = []
    end = 0
    for found in pattern.finditer(text.translate(_HALF_WIDTH)):
        kept += (text[end : found.start()], shown(found))  # type: ignore[operator]
        end = found.end()
    return "".join([*kept, text[end:]])
