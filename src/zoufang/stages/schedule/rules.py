"""Which times may be booked, and why another may not. Times are local. Source: domain §2."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from zoufang.engines.refusal import Reason

HOME = "home"
WITH_A_WAY = ("home", "community")  # somebody travels there and back
RASTER_MINUTES = 30
MOST_TIMES_SAID = 4
SCHOOLS_REASONS = ("weather", "teacher")  # why a time falls through that is not for the family to excuse


@dataclass(frozen=True)
class Span:
    """From a moment until (not including) another."""

    starts: datetime
    ends: datetime

    def holds(self, other: Span) -> bool:
        return self.starts <= other.starts and other.ends <= self.ends

    def meets(self, other: Span, *, gap: timedelta = timedelta(0)) -> bool:
        """Do the two overlap, or lie closer than `gap`?"""
        return self.starts < other.ends + gap and other.starts < self.ends + gap


@dataclass(frozen=True)
class Engagement:
    """A teacher is with another family then."""

    teacher: str
    span: Span
    form: str
    way: timedelta | None = None  # from there to here, where it is known


@dataclass(frozen=True)
class Facts:
    """What is known when a time is weighed: of the family, the days and hours that are open, the teachers chosen."""

    now: datetime
    wished_form: str
    declined: bool
    offered: tuple[Span, ...]
    first_day: date
    last_day: date
    earliest: int
    latest: int
    needed_at_home: int
    travel: timedelta
    other: Span | None
    engagements: tuple[Engagement, ...]


def why_not(*, facts: Facts, form: str, span: Span, teacher_count: int, agreed: bool = False) -> list[Reason]:
    """Reasons, in the teacher's words, why this family cannot be met so and then; empty when it can.

    `agreed`: the family agreed to this very time, by telephone say, beyond the times it offered.
    """
    if facts.declined:
        return [Reason("这户家庭选择了本次不参加,不再约时间;家长改了主意,请先在报名里代家长改")]
    reasons = _about_the_form(facts, form, teacher_count)
    reasons += _about_the_days(facts, span)
    reasons += _about_the_hours(facts, form, span)
    if not agreed:
        reasons += _about_the_family(facts, span)
    if facts.other is not None:
        reasons.append(Reason("这户家庭本轮已约在 %(span)s,请改那一次,不要再约一次", span=say_span(facts.other)))
    return reasons + _about_the_teachers(facts, form, span)


def free_starts(*, facts: Facts, form: str, minutes: int, teacher_count: int) -> tuple[list[datetime], list[Reason]]:
    """Every start on the half-hour raster, inside the times that the family offered, against which nothing speaks.

    Where there is none: the reasons against the last one offered.
    """
    length = timedelta(minutes=minutes)
    found: list[datetime] = []
    reasons: list[Reason] = []
    for offered in sorted(facts.offered, key=lambda each: each.starts):
        start = _next_on_raster(offered.starts)
        while start + length <= offered.ends:
            span = Span(start, start + length)
            reasons = why_not(facts=facts, form=form, span=span, teacher_count=teacher_count)
            if not reasons and start not in found:
                found.append(start)
            start += timedelta(minutes=RASTER_MINUTES)
    return found, [] if found else reasons


def open_days(
    *, round_days: tuple[date, date], phase_days: tuple[date, date] | None, campaign_end: date, today: date
) -> tuple[date, date]:
    """The days that are open: the phase's within the round. What is over holds nobody back: latecomers are still met."""
    first, last = round_days
    if last < today:
        last = max(last, campaign_end)
    if phase_days is not None and phase_days[1] >= today and phase_days[0] <= last and phase_days[1] >= first:
        first, last = max(first, phase_days[0]), min(last, phase_days[1])
    return first, last


def day_to_remind_of(now: datetime) -> date:
    """Tomorrow, local; before five in the morning, what yesterday's evening would have reminded of."""
    return (now - timedelta(hours=5)).date() + timedelta(days=1)


def half_of(at: datetime) -> str:
    """morning, afternoon or evening."""
    if at.time() < time(12):
        return "morning"
    return "afternoon" if at.time() < time(17, 30) else "evening"


SCHOOL = ""  # as a place among neighbourhoods
UNKNOWN = None


@dataclass(frozen=True)
class Ways:
    """How long the way is between two neighbourhoods: as a teacher wrote it down, else the campaign's minutes."""

    near: int
    far: int
    told: Mapping[tuple[str, str], int]

    def between(self, one: str | None, other: str | None) -> int:
        """Minutes; of a place that nobody knows: the usual ones."""
        if one is UNKNOWN or other is UNKNOWN:
            return self.far
        if one == other:
            return self.near if one else 0
        return self.told.get((min(one, other), max(one, other)), self.far)


def place_for(form: str, neighbourhood: str) -> str | None:
    """Where one is for a visit of this form: in the neighbourhood, at school, or somewhere."""
    if form not in WITH_A_WAY:
        return SCHOOL
    return neighbourhood or UNKNOWN if form == HOME else UNKNOWN


def half_days_of(*, earliest: int, latest: int, travel: int) -> tuple[tuple[str, int, int], ...]:
    """(half, from, to) in minutes of the day. Teachers leave a way before the first hour that families may choose."""
    return (
        ("morning", max(0, earliest * 60 - travel), 12 * 60),
        ("afternoon", 12 * 60, 17 * 60 + 30 - travel),
        ("evening", 17 * 60 + 30 - travel, latest),
    )


def why_not_plan(*, is_under_way: bool, families: int, teachers: int, needed: int) -> list[Reason]:
    """Reasons why a class's times cannot be planned now."""
    if is_under_way:
        return [Reason("正在排,请稍等")]
    if teachers < needed:
        return [
            Reason("入户须 %(needed)s 位教师同行,本班现在只有 %(count)s 位,请园长先补上", needed=needed, count=teachers)
        ]
    return [] if families else [Reason("还没有家长说哪些时间方便,等家长报名后再排")]


TIME_TO_TAKE_BACK = timedelta(minutes=2)  # so long no mail of it leaves
LONGEST_GAP = timedelta(minutes=90)  # between two families of one way; after a longer one people are back in between
LONGER_MINUTES = 30


def why_not_leave(*, may: bool, stands: bool, has_a_way: bool, is_today: bool) -> list[Reason]:
    """Reasons why nobody leaves for this appointment now. Source: domain §2, report before leaving."""
    if not may:
        return [Reason("只有本班老师或同行的人可以报“出发”")]
    if not stands:
        return [Reason("这一次已经取消或见过面了,不用出发")]
    if not has_a_way:
        return [Reason("这一次在园内或线上谈,不用报“出发”")]
    return [] if is_today else [Reason("还没到约好的那一天,到时再点“出发”")]


def stops_of_one_way(first: Span, later: Sequence[Span]) -> int:
    """How many of the later ones (in their order) are visited on the same way out."""
    count, last = 0, first
    for each in later:
        if each.starts - last.ends > LONGEST_GAP:
            break
        count, last = count + 1, each
    return count


def back_until(*, now: datetime, last: Span, travel: timedelta) -> datetime:
    """When people are expected back: after the last family (late or not) and the way home, to full five minutes."""
    length = last.ends - last.starts
    raw = max(last.ends, now + length) + travel
    over = timedelta(minutes=raw.minute % 5, seconds=raw.second, microseconds=raw.microsecond)
    return raw if not over else raw - over + timedelta(minutes=5)


def say_span(span: Span) -> str:
    """7月20日 17:30–18:00"""
    return f"{span.starts.month}月{span.starts.day}日 {span.starts:%H:%M}–{span.ends:%H:%M}"


def _about_the_form(facts: Facts, form: str, teacher_count: int) -> list[Reason]:
    reasons: list[Reason] = []
    if form == HOME and facts.wished_form not in ("", HOME):
        reasons.append(Reason("家长选的不是入户走访,不能约成入户;家长改了主意,请先在报名里代家长改"))
    if form == HOME and teacher_count < facts.needed_at_home:
        reasons.append(Reason("入户须 %(count)s 位教师同行,请补上同行教师", count=facts.needed_at_home))
    if not teacher_count:
        reasons.append(Reason("请选择由谁去"))
    return reasons


def _about_the_days(facts: Facts, span: Span) -> list[Reason]:
    if span.starts <= facts.now:
        return [Reason("这个时间已经过去了,请选以后的时间")]
    if not facts.first_day <= span.starts.date() <= facts.last_day:
        return [
            Reason(
                "这个班在 %(first)s 至 %(last)s 之间走访,请选这几天",
                first=_say_day(facts.first_day),
                last=_say_day(facts.last_day),
            )
        ]
    return []


def _about_the_hours(facts: Facts, form: str, span: Span) -> list[Reason]:
    ends = _minute(span.ends) if span.ends.date() == span.starts.date() else 24 * 60
    if form == HOME and not (facts.earliest <= _minute(span.starts) and ends <= facts.latest):
        hours = {"earliest": _clock(facts.earliest), "latest": _clock(facts.latest)}
        return [Reason("入户走访在 %(earliest)s 至 %(latest)s 之间进行,请换一个时间", **hours)]
    return []


def _about_the_family(facts: Facts, span: Span) -> list[Reason]:
    if not facts.offered:
        return [Reason("家长还没有说哪些时间方便;已经电话约好的,请勾选“已和家长约好这个时间”")]
    if any(each.holds(span) for each in facts.offered):
        return []
    said = "、".join(say_span(each) for each in facts.offered[:MOST_TIMES_SAID])
    return [Reason("家长方便的时间是 %(times)s;另外约好的,请勾选“已和家长约好这个时间”", times=said)]


def _about_the_teachers(facts: Facts, form: str, span: Span) -> list[Reason]:
    reasons: list[Reason] = []
    for each in facts.engagements:
        gap = _gap(facts, form, each)
        if span.meets(each.span, gap=gap):
            reasons.append(
                Reason(
                    "%(teacher)s %(span)s 已约了另一户,连路上的时间来不及,请换时间或换人",
                    teacher=each.teacher,
                    span=say_span(each.span),
                )
            )
    return reasons


def _gap(facts: Facts, form: str, other: Engagement) -> timedelta:
    if form not in WITH_A_WAY and other.form not in WITH_A_WAY:
        return timedelta(0)
    return facts.travel if other.way is None else other.way


def _next_on_raster(at: datetime) -> datetime:
    over = (at.minute % RASTER_MINUTES, at.second, at.microsecond)
    if over == (0, 0, 0):
        return at
    return at.replace(second=0, microsecond=0) + timedelta(minutes=RASTER_MINUTES - over[0])


def days_of_week(of: date) -> Sequence[date]:
    """Monday to Sunday of the week that holds this day."""
    monday = of - timedelta(days=of.weekday())
    return [monday + timedelta(days=n) for n in range(7)]


def _minute(at: datetime) -> int:
    return at.hour * 60 + at.minute


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _say_day(on: date) -> str:
    return f"{on.month}月{on.day}日"
