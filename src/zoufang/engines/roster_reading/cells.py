"""Single cells: text, phones, dates, names and class names as they are really written."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta
from typing import Any

BLANKS = frozenset(
    {
        "",
        "无",
        "没有",
        "-",
        "--",
        "—",
        "——",
        "/",
        "／",
        "\\",
        "暂无",
        "不详",
        "未知",
        "空",
        "N/A",
        "n/a",
        "null",
        "None",
    }
)
ID_NUMBER = re.compile(r"(?<![0-9])[1-9][0-9]{16}[0-9XxＸｘ](?![0-9])")
EARLIEST, LATEST = date(2000, 1, 1), date(2045, 12, 31)
EXCEL_DAY_ZERO = date(1899, 12, 30)
_DIGITS = {letter: number for number, letter in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "Ｏ": 0, "两": 2}
_MONTHS = {name: n for n, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), start=1)}  # noqa: SIM905
_DOTS = dict.fromkeys(map(ord, "•‧・･∙⋅．●"), "·")


class BadPhone(ValueError):
    """There is something in the cell, and it is no phone number."""


class BadDate(ValueError):
    """There is something in the cell, and it is no day of a child's life."""


def text_of(value: Any) -> str:
    """The cell as text: whole numbers without `.0`, no controls or direction marks, blanks at the ends gone."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e19 else repr(value)
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    text = str(value)
    if not text.isascii() or not text.isprintable():
        text = "".join(
            each for each in text if each in "\n\t" or unicodedata.category(each) not in ("Cc", "Cf", "Cs", "Co")
        )
    text = text.strip(" \t\r\n\u3000\xa0")
    return "" if text in BLANKS else text


def without_id_numbers(text: str) -> str:
    """The text with every identity number taken out."""
    return ID_NUMBER.sub("", text).strip() if len(text) >= 18 else text


def name_of(value: Any) -> str:
    """A person's name: no inner blanks between Chinese letters, one kind of dot in minority names, no ids, ≤ 60 letters."""
    text = unicodedata.normalize("NFKC", without_id_numbers(text_of(value)).translate(_DOTS)).translate(_DOTS)
    text = re.sub(r"\s+", " ", text)
    if any(ord(letter) > 0x2E7F for letter in text):
        text = text.replace(" ", "")
    text = re.sub(r"\s*·\s*", "·", text).strip("·*、,。. ")
    return text[:60]


def phones_of(value: Any) -> list[str]:
    """Every number in the cell, in digits. Raises BadPhone where something stands there that is none."""
    text = unicodedata.normalize("NFKC", text_of(value))
    if not text or text in BLANKS:
        return []
    found: list[str] = []
    for part in re.split(r"[/、,;|\n&或和]+", text):
        digits = re.sub(r"[^0-9+]", "", re.sub(r"(?i)转\d+|ext\.?\s*\d+", "", part))
        if not digits:
            continue
        found += _numbers(digits)
    if not found:
        raise BadPhone(text[:20])
    return list(dict.fromkeys(found))


def _numbers(digits: str) -> list[str]:
    plain = re.sub(r"^(\+86|0086|\+)", "", digits).replace("+86", "").replace("+", "")
    if len(plain) == 13 and plain.startswith("86"):
        plain = plain[2:]
    if len(plain) == 22 and _is_mobile(plain[:11]) and _is_mobile(plain[11:]):
        return [plain[:11], plain[11:]]
    if len(plain) == 12 and plain.startswith("0") and _is_mobile(plain[1:]):
        return [plain[1:]]
    if _is_mobile(plain) or re.fullmatch(r"0[1-9][0-9]{1,2}[2-9][0-9]{6,7}", plain):
        return [plain]
    raise BadPhone(digits[:20])


def _is_mobile(digits: str) -> bool:
    return re.fullmatch(r"1[3-9][0-9]{9}", digits) is not None


def day_of(value: Any) -> date | None:
    """The day in the cell; None where it is blank or names only a month. Raises BadDate."""
    if isinstance(value, datetime):
        return _plausible(value.date())
    if isinstance(value, date):
        return _plausible(value)
    text = unicodedata.normalize("NFKC", text_of(value))
    if not text:
        return None
    if re.fullmatch(r"[0-9]{5}(\.[0-9]+)?", text):
        return _plausible(EXCEL_DAY_ZERO + timedelta(days=int(float(text))))
    if day := _spelt_out(text):
        return _plausible(day)
    if re.fullmatch(r"(19|20)[0-9]{2}\s*[-/.年]\s*[0-9]{1,2}\s*月?", text):
        return None
    raise BadDate(text[:20])


def _spelt_out(text: str) -> date | None:
    text = re.sub(r"[T ]\d{1,2}:\d{2}.*$", "", text).strip()
    if "年" in text and any(letter in _DIGITS or letter == "十" for letter in text):
        text = _chinese_numbers(text)
    compact = re.sub(r"\s+", "", text)
    if found := re.fullmatch(r"([0-9]{4})([0-9]{2})([0-9]{2})", compact):
        return _day(*map(int, found.groups()))
    if found := re.fullmatch(r"([0-9]{4}|[0-9]{2})[-/.年\\,、]([0-9]{1,2})[-/.月\\,、]([0-9]{1,2})[日号]?", compact):
        year, month, day = map(int, found.groups())
        return _day(year + 2000 if year < 100 else year, month, day)
    if found := re.fullmatch(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})", compact):
        first, second, year = map(int, found.groups())
        return _day(year, second, first) if first > 12 else _day(year, first, second)
    if found := re.fullmatch(r"(?i)([0-9]{1,2})[- ]?([a-z]{3})[a-z]*\.?[-, ]*([0-9]{4}|[0-9]{2})", text):
        day, month, year = int(found[1]), _MONTHS.get(found[2].lower(), 0), int(found[3])
        return _day(year + 2000 if year < 100 else year, month, day)
    if found := re.fullmatch(r"(?i)([a-z]{3})[a-z]*\.? ?([0-9]{1,2}),? ?([0-9]{4})", text):
        return _day(int(found[3]), _MONTHS.get(found[1].lower(), 0), int(found[2]))
    return None


def _chinese_numbers(text: str) -> str:
    year, _, rest = text.partition("年")
    if not year.isdigit():
        year = "".join(str(_DIGITS.get(letter, letter)) for letter in year)
    return f"{year}年" + re.sub(r"[零一二三四五六七八九十廿]+", lambda found: str(number_of(found[0]) or 0), rest)


def number_of(text: str) -> int | None:
    """1–99 in digits or Chinese letters: 7, 七, 十二, 廿三; None for anything else."""
    text = unicodedata.normalize("NFKC", text)
    if text.isdigit():
        return int(text)
    text = text.replace("廿", "二十")
    if text in _DIGITS:
        return _DIGITS[text]
    tens, ten, ones = text.partition("十")
    if not ten or (tens and tens not in _DIGITS) or (ones and ones not in _DIGITS):
        return None
    return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as fault:
        raise BadDate(f"{year}-{month}-{day}") from fault


def _plausible(day: date) -> date:
    if not EARLIEST <= day <= LATEST:
        raise BadDate(day.isoformat())
    return day


def sex_of(value: Any) -> str:
    """`boy`, `girl` or `unknown`."""
    text = text_of(value)[:2].lower()
    if text.startswith(("男", "m", "♂")):
        return "boy"
    return "girl" if text.startswith(("女", "f", "♀")) else "unknown"


_RELATIONS = {
    "爸": "父亲",
    "爸爸": "父亲",
    "父": "父亲",
    "父子": "父亲",
    "父女": "父亲",
    "妈": "母亲",
    "妈妈": "母亲",
    "母": "母亲",
    "母子": "母亲",
    "母女": "母亲",
}


def relation_of(value: Any) -> str:
    """父亲 for 爸爸, 母亲 for 妈妈; anything else as written, ≤ 20 letters."""
    text = re.sub(r"\s+", "", without_id_numbers(text_of(value)))
    return _RELATIONS.get(text, text)[:20]


_CLASS = re.compile(
    r"(?P<grade>托|小|中|大|学前|[一二三四五六七八九]年级|[1-9]年级|初[一二三]|高[一二三])\s*(?:班)?\s*(?:级|部|组)?\s*"
    r"[(\[【〔]?\s*(?P<number>[0-9]{1,2}|[一二三四五六七八九十]{1,3})\s*[)\]】〕]?\s*(?:班|$|号班)"
)


def class_in(text: str) -> tuple[str, str, int | None] | None:
    """(小（1）班, 小, 1) for 小(一)班, 小1班, 小一班, 小班1班, 小班（一）…; None where no such class is named."""
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    found = _CLASS.search(plain)
    if found is None:
        return None
    number = number_of(found["number"])
    if not number:
        return None
    grade = found["grade"]
    return f"{grade}（{number}）班", grade if grade in "托小中大" else "", number


def class_of(text: str) -> tuple[str, str, int | None] | None:
    """As `class_in`, but a name like 苹果班 or 小班 stands as it is written; None for nothing."""
    text = without_id_numbers(text_of(text))
    if found := class_in(text):
        return found
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))[:40]
    if not plain:
        return None
    grade = next((letter for letter in "托小中大" if plain.startswith(letter + "班")), "")
    return plain, grade, None
