"""Which column holds what: by the words of its head, and (for identity numbers) by what stands below."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from zoufang.engines.roster_reading.cells import ID_NUMBER, text_of

LOOK_AT = 40
_CHILD = "(?:幼儿|宝宝|宝贝|学生|学员|儿童|孩子|小朋友|子女|小孩)"
_PHONE = "(?:的)?(?:联系)?(?:手机|电话|联系方式|移动电话|手机号|手机号码|电话号码|联系电话|联系手机|手机电话|号码|tel|phone|mobile)(?:号码|号)?"
_NAME = "(?:的)?(?:姓名|名字|名)?"
_KIN = {
    "father": "(?:父亲|爸爸|父)",
    "mother": "(?:母亲|妈妈|母)",
    "second": "(?:家长|监护人|联系人)(?:2|二|②|ii)|(?:第二|其他|另一|备用)(?:家长|监护人|联系人)|(?:爷爷|奶奶|外公|外婆|姥姥|姥爷|祖父|祖母|祖父母)",
    "first": "(?:第一|主要|法定)?(?:家长|监护人|联系人|紧急联系人)(?:1|一|①|i)?",
}
PATTERNS: tuple[tuple[str, str], ...] = (
    ("id", ".*(?:身份证|证件|公民身份|身份号码|护照|户口本号|idcard|idnumber).*"),
    ("name", f"{_CHILD}(?:的)?(?:中文)?(?:姓名|名字|名)?|姓名|名字|(?:中文|中)?姓名|name|childname"),
    ("sex", f"{_CHILD}?(?:的)?性别|男女|sex|gender"),
    (
        "birth",
        f"{_CHILD}?(?:的)?(?:公历|阳历)?(?:出生(?:日期|年月日|年月|时间|日)?|生日|birthday|birthdate|dateofbirth)",
    ),
    ("class", "(?:所在|所属|就读|现)?(?:班级|班别|班名|年级班级|年级班|班)(?:名称)?|class"),
    *((f"{kin}_relation", f"(?:{words})(?:与{_CHILD})?(?:的)?(?:关系|称谓|称呼)") for kin, words in _KIN.items()),
    ("first_relation", f"(?:与|和|同)?(?:{_CHILD}|本人)?(?:的)?(?:亲属|家庭)?(?:关系|称谓|称呼)|relation"),
    *((f"{kin}_phone", f"(?:{words}){_PHONE}") for kin, words in _KIN.items()),
    ("first_phone", f"{_CHILD}?{_PHONE}|家庭电话"),
    *((f"{kin}_name", f"(?:{words}){_NAME}") for kin, words in _KIN.items()),
    ("first_name", "guardian|parent"),
    (
        "address",
        "(?:现|家庭|家|居住|常住|实际|详细|目前|现在|通讯)*(?:住址|地址|住所|居住地|住处|详细住址|详细地址)|address",
    ),
    ("number", "序号|编号|学号|号|序|no|座号|退回原因"),
)
_COMPILED = tuple((name, re.compile(pattern)) for name, pattern in PATTERNS)
TOTAL = re.compile(
    r"^(合\s*计|总\s*计|小\s*计|共\s*计|总\s*数|人\s*数|共\s*\d+\s*[人名].*|(班主任|制表|填表|审核|园长|负责人|联系人)[人]?\s*[::签].*)"
)


@dataclass(frozen=True)
class Header:
    """Where the header ends (the last row's place in the list), which column holds which field, and every head as written."""

    last: int
    fields: dict[str, int]
    heads: dict[int, str]
    id_columns: frozenset[int]


def plain(head: Any) -> str:
    """A head's words without blanks, remarks in brackets, stars and case."""
    text = unicodedata.normalize("NFKC", text_of(head)).lower()
    text = re.sub(r"[((\[【].*?[))\]】]", "", text)
    return re.sub(r"[\s*::_·.。、,,/／-]+", "", text)


def field_of(head: str) -> str:
    """The field that this head (as `plain` gives it) names; '' for none."""
    if not head or len(head) > 16:
        return ""
    return next((name for name, pattern in _COMPILED if pattern.fullmatch(head)), "")


def header_in(rows: Sequence[tuple[int, Sequence[Any]]]) -> Header | None:
    """The header among the first rows: the row (or two rows, one over the other) that names the most fields."""
    best: tuple[int, int, Header] | None = None
    for place in range(min(LOOK_AT, len(rows))):
        for depth in (1, 2):
            found = _header_at(rows, place, depth)
            if found is None:
                continue
            # One row goes before two that name as much: a note above a header is no part of it.
            score = (len(found.fields), -depth)
            if best is None or score > best[:2]:
                best = (*score, found)
    return best[2] if best else None


def _header_at(rows: Sequence[tuple[int, Sequence[Any]]], place: int, depth: int) -> Header | None:
    if place + depth > len(rows):
        return None
    stack = [rows[place + n][1] for n in range(depth)]
    heads: dict[int, str] = {}
    fields: dict[str, int] = {}
    ids = set()
    for column in range(max(map(len, stack), default=0)):
        words = [stack[n][column] if column < len(stack[n]) else None for n in range(depth)]
        spelt = list(dict.fromkeys(word for word in (plain(each) for each in words) if word))
        field = next((f for f in (field_of("".join(spelt)), field_of(spelt[-1]) if spelt else "") if f), "")
        shown = "".join(dict.fromkeys(re.sub(r"\s+", "", text_of(word)) for word in words))
        if shown:
            heads[column] = shown[:40]
        if field == "id":
            ids.add(column)
        elif field and field not in fields:
            fields[field] = column
        elif field == "first_phone" and "second_phone" not in fields:
            fields["second_phone"] = column
    if "name" not in fields or len(fields.keys() - {"number"}) < 2:
        return None
    if depth == 2 and len(_single(stack[1])) == 0:
        return None
    return Header(place + depth - 1, fields, heads, frozenset(ids))


def _single(row: Sequence[Any]) -> set[str]:
    return {field for field in (field_of(plain(cell)) for cell in row) if field}


def id_columns_by_content(rows: Sequence[tuple[int, Sequence[Any]]], header: Header) -> frozenset[int]:
    """Columns in which most cells are identity numbers, whatever their head says."""
    found = set(header.id_columns)
    for column in header.heads:
        seen = [
            text for text in (text_of(r[column]) for _, r in rows[header.last + 1 :][:200] if column < len(r)) if text
        ]
        if seen and sum(bool(ID_NUMBER.fullmatch(text)) for text in seen) * 2 > len(seen):
            found.add(column)
    return frozenset(found)
