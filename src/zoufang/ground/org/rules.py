"""Which grade a class is in: a class is a cohort. Source: domain §2."""

from __future__ import annotations

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
