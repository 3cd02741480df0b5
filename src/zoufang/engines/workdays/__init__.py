"""Working days in China: public holidays and make-up days, with a table that a district may edit.

The law of the calendar comes from the library `chinesecalendar`; years that it does not know yet (the State Council
announces each in the autumn before) are counted Monday to Friday unless the table says otherwise, and `is_known` tells.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

NO_EXCEPTIONS: Mapping[date, bool] = {}


def is_known(on: date) -> bool:
    """Does the library know this year's holidays?"""
    from chinese_calendar import is_workday as official

    try:
        official(on)
    except NotImplementedError:
        return False
    return True


def is_workday(on: date, exceptions: Mapping[date, bool] = NO_EXCEPTIONS) -> bool:
    """Is this a working day? `exceptions` (day → works?) goes before the library."""
    if on in exceptions:
        return exceptions[on]
    from chinese_calendar import is_workday as official

    try:
        return bool(official(on))
    except NotImplementedError:
        return on.weekday() < 5


def add_workdays(start: datetime, days: int, exceptions: Mapping[date, bool] = NO_EXCEPTIONS) -> datetime:
    """The same time of day, `days` working days later; the day of `start` does not count."""
    at = start
    left = days
    while left > 0:
        at += timedelta(days=1)
        left -= is_workday(at.date(), exceptions)
    return at


def workdays_between(start: date, end: date, exceptions: Mapping[date, bool] = NO_EXCEPTIONS) -> int:
    """Working days after `start` up to and including `end`; negative where `end` lies before."""
    if end < start:
        return -workdays_between(end, start, exceptions)
    return sum(is_workday(start + timedelta(days=n), exceptions) for n in range(1, (end - start).days + 1))
