"""Dates, times and rates as people say them (今天 17:40, 周六上午), exact where one asks."""

from __future__ import annotations

import re
from datetime import date, datetime

from django.utils import timezone, translation

WEEKDAYS = {
    "zh": ("周一", "周二", "周三", "周四", "周五", "周六", "周日"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
DAY = re.compile(r"(1[0-2]|[1-9])月(\d{1,2})日")
NEAR = {"zh": {-1: "昨天", 0: "今天", 1: "明天", 2: "后天"}, "en": {-1: "yesterday", 0: "today", 1: "tomorrow"}}


def _tongue() -> str:
    return "en" if (translation.get_language() or "").startswith("en") else "zh"


def _local(at: datetime) -> datetime:
    return timezone.localtime(at) if timezone.is_aware(at) else at


def day(on: date | datetime | None) -> str:
    """今天 / 明天 / 7月19日 周三; another year is named."""
    if on is None:
        return "—"
    on = _local(on).date() if isinstance(on, datetime) else on
    today, tongue = timezone.localdate(), _tongue()
    return NEAR[tongue].get((on - today).days) or full_day(on)


def full_day(on: date) -> str:
    """7月19日 周三, whichever day it is; another year is named."""
    today, tongue = timezone.localdate(), _tongue()
    weekday = WEEKDAYS[tongue][on.weekday()]
    if tongue == "en":
        return f"{weekday} {on.day} {on:%b}" + (f" {on.year}" if on.year != today.year else "")
    return (f"{on.year}年" if on.year != today.year else "") + f"{on.month}月{on.day}日 {weekday}"


def day_in_full(on: date) -> str:
    """2026年7月19日, for what is kept or printed and read in another year."""
    return f"{on.day} {on:%b %Y}" if _tongue() == "en" else f"{on.year}年{on.month}月{on.day}日"


def in_tongue(said: str) -> str:
    """7月20日 17:30、18:00 as an English page says it: 20 Jul 17:30, 18:00. Chinese pages say it as it is."""
    if _tongue() != "en":
        return said
    named = DAY.sub(lambda found: f"{int(found[2])} {date(2000, int(found[1]), 1):%b}", said)
    return named.replace("、", ", ")


def clock(at: datetime | None) -> str:
    """17:40"""
    return f"{_local(at):%H:%M}" if at else "—"


def moment(at: datetime | None) -> str:
    """今天 17:40"""
    return f"{day(at)} {clock(at)}" if at else "—"


def exact(at: datetime | date | None) -> str:
    """2026-07-19 17:40"""
    if isinstance(at, datetime):
        return f"{_local(at):%Y-%m-%d %H:%M}"
    return at.isoformat() if at else "—"


def rate(numerator: int, denominator: int) -> str:
    """79%, rounded down; — where there is nothing to divide by. Source: domain §5."""
    return f"{100 * numerator // denominator}%" if denominator else "—"
