"""Which grade a class is in: a class is a cohort. Source: domain §2."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from zoufang.ground.org.states import Grade

SCHOOL_YEAR_STARTS = (9, 1)
_GRADES = {-1: Grade.NURSERY, 0: Grade.JUNIOR, 1: Grade.MIDDLE, 2: Grade.SENIOR}


def school_year(on: date) -> int:
    """The year in which the running school year began."""
    return on.year if (on.month, on.day) >= SCHOOL_YEAR_STARTS else on.year - 1


def grade_on(entry_year: int, on: date) -> Grade:
    """The grade of those who entered (小班) in September of `entry_year`."""
    year = max(-1, school_year(on) - entry_year)
    return _GRADES.get(year, Grade.LEFT)


def entry_year_of(grade: Grade, on: date) -> int | None:
    """The entry year of those who are in this grade on that day; None for those who left."""
    for years, known in _GRADES.items():
        if known == grade:
            return school_year(on) - years
    return None


_GRADE_WORDS = {"托": Grade.NURSERY, "小": Grade.JUNIOR, "中": Grade.MIDDLE, "大": Grade.SENIOR}
_NUMERALS = {word: number for number, word in enumerate("一二三四五六七八九十", start=1)}
_CLASS_NAME = re.compile(r"([托小中大])班?(\d{1,2}|[一二三四五六七八九十])班?")


def bare_class_name(written: str) -> str:
    """小（1）班, 小(一)班 and 小 1 班 are the same name; what is no grade and number stays as written, without blanks."""
    text = re.sub(r"[\s()【】\[\]第]", "", unicodedata.normalize("NFKC", written))
    known = grade_and_number(text)
    return f"{known[0]}{known[1]}" if known else text


def grade_and_number(written: str) -> tuple[Grade, int] | None:
    """The grade and number that a class's name says; None where it says none."""
    text = re.sub(r"[\s()【】\[\]第]", "", unicodedata.normalize("NFKC", written))
    found = _CLASS_NAME.fullmatch(text)
    if found is None:
        return None
    number = _NUMERALS.get(found[2]) or int(found[2])
    return _GRADE_WORDS[found[1]], number
