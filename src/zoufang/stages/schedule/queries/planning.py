"""What the engine is asked for one class: half-days, families with their times, ways. Random names, minutes; no address, no name."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any

from django.utils import timezone

from zoufang.ground.accounts.models import User
from zoufang.ground.campaign.models import Campaign, Round
from zoufang.ground.campaign.queries import phase_of_class, round_on
from zoufang.ground.org.models import Unit
from zoufang.stages.roster.models import Household
from zoufang.stages.roster.queries import households_in_campaign, households_of_class
from zoufang.stages.schedule import rules
from zoufang.stages.schedule.models import Appointment, ClosedHalfDay
from zoufang.stages.schedule.queries.families import teachers_of
from zoufang.stages.schedule.queries.ways import neighbourhood_of, ways_of
from zoufang.stages.schedule.rules import Span
from zoufang.stages.schedule.states import AppointmentState, CancelReason, Half
from zoufang.stages.signup.models import Signup
from zoufang.stages.signup.states import SignupState

MINUTES_A_DAY = 1440
RASTER = 5  # ways are rounded up to it, so that nobody is asked for 17:43
SCHOOL_ID = "school"
CLASS_ID = "class"


@dataclass(frozen=True)
class ToPlan:
    """A family that can be given a time: when it can, where, and the appointment that it has."""

    household: Household
    form: str
    place: str | None
    minutes: int
    times: tuple[Span, ...]
    has: Appointment | None


@dataclass(frozen=True)
class HalfDay:
    """A half-day of the class's days: closed or not, for how many families it would do, how many have a time in it."""

    on: date
    half: str
    span: Span
    is_closed: bool
    offered: int = 0
    booked: int = 0

    @property
    def label(self) -> str:
        return str(Half(self.half).label)


@dataclass(frozen=True)
class Situation:
    """A class on a day: everything that its plan depends on."""

    campaign: Campaign
    round: Round
    klass: Unit
    teachers: tuple[User, ...]
    families: tuple[ToPlan, ...]
    half_days: tuple[HalfDay, ...]
    engaged: tuple[Span, ...]
    fixed: tuple[ToPlan, ...]  # have a time that a plan would not give them (two at once, say): worked around
    silent: int  # families that have said no times yet

    @property
    def waiting(self) -> int:
        return sum(1 for each in self.families if each.has is None)

    @property
    def booked(self) -> int:
        return len(self.families) - self.waiting + len(self.fixed)

    @cached_property
    def epoch(self) -> date:
        return min((each.on for each in self.half_days), default=timezone.localdate())

    def minute_of(self, at: datetime) -> int:
        local = timezone.localtime(at)
        return (local.date() - self.epoch).days * MINUTES_A_DAY + local.hour * 60 + local.minute

    def moment_of(self, minute: int) -> datetime:
        on = self.epoch + timedelta(days=minute // MINUTES_A_DAY)
        clock = time(minute % MINUTES_A_DAY // 60, minute % 60)
        return timezone.make_aware(datetime.combine(on, clock))

    def half_day_at(self, minute: int) -> list[str]:
        """[date, half] of the half-day that begins at this minute, as it is kept."""
        begins = self.moment_of(minute)
        found = next(each for each in self.half_days if each.span.starts == begins)
        return [found.on.isoformat(), found.half]

    def closed_that_would_do(self, family: ToPlan) -> list[list[str]]:
        """[date, half] of closed half-days in which the family could be met: nobody else is, so nothing is in the way."""
        way = timedelta(minutes=self.campaign.limit("travel_minutes"))
        length = timedelta(minutes=family.minutes)
        return [
            [half.on.isoformat(), half.half]
            for half in self.half_days
            if half.is_closed
            and any(
                max(half.span.starts + way, each.starts) + length <= min(half.span.ends, each.ends)
                for each in family.times
            )
        ]


def situation_of(campaign: Campaign, klass: Unit, *, at: datetime) -> Situation | None:
    """None where the campaign has no round for the class. A dozen queries, however many families."""
    now = timezone.localtime(at)
    current = round_on(campaign, now.date())
    if current is None:
        return None
    phase = phase_of_class(campaign, klass)
    first, last = rules.open_days(
        round_days=(current.starts_on, current.ends_on),
        phase_days=(phase.starts_on, phase.ends_on) if phase and current.number == 1 else None,
        campaign_end=campaign.ends_on,
        today=now.date(),
    )
    teachers = teachers_of(klass, on=now.date())
    families, silent = _families(campaign, current, klass, at)
    days = [
        first + timedelta(days=n) for n in range((last - first).days + 1) if first + timedelta(days=n) >= now.date()
    ]
    halves = list(_half_days(campaign, klass, days, families, now))
    own = [each.has.pk for each in families if each.has]
    engaged = list(_engaged(campaign, teachers, own, at))
    families, fixed = _parted(campaign, families, halves, engaged)
    return Situation(
        campaign=campaign,
        round=current,
        klass=klass,
        teachers=tuple(teachers),
        families=tuple(families),
        half_days=tuple(halves),
        engaged=(*engaged, *(_with_the_way(campaign, each.times[0]) for each in fixed)),
        fixed=tuple(fixed),
        silent=silent,
    )


def order_of(situation: Situation, *, seconds: float) -> bytes:
    """What `engines.routing.limited` is asked."""
    campaign, names = situation.campaign, {}
    for each in situation.families:
        names[each.household.public_id] = each
    kept = [(name, each.has) for name, each in names.items() if each.has is not None]
    instance = {
        "sessions": [
            {
                "name": each.half,
                "start": _minute(situation, each.span.starts),
                "end": _minute(situation, each.span.ends),
            }
            for each in situation.half_days
        ],
        "hard_end_min": campaign.limit("latest_minute"),
        "kindergartens": [{"id": SCHOOL_ID, "lat": 0, "lon": 0}],
        "classes": [
            {
                "id": CLASS_ID,
                "kg": SCHOOL_ID,
                "teachers": [str(number) for number, _ in enumerate(situation.teachers)],
                "unavailable": [_pair(situation, span) for span in _unavailable(situation)],
            }
        ],
        "families": [
            {
                "id": name,
                "classes": [CLASS_ID],
                "lat": 0,
                "lon": 0,
                "service_min": each.minutes,
                "windows": [_pair(situation, span) for span in each.times],
            }
            for name, each in names.items()
        ],
        "travel": {"minutes": _table(campaign, names)},
    }
    keep = {
        "visits": [
            {"family": name, "class": CLASS_ID, "start": _minute(situation, has.starts_at), "confirmed": True}
            for name, has in kept
        ]
    }
    return json.dumps({"instance": instance, "keep": keep if kept else None, "seconds": seconds}).encode()


def _families(campaign: Campaign, current: Round, klass: Unit, at: datetime) -> tuple[list[ToPlan], int]:
    """Those that wait, and those whose time is still to come; how many have said nothing yet."""
    homes = {each.pk: each for each in households_of_class(klass).filter(pk__in=households_in_campaign(campaign))}
    standing = {
        each.household_id: each
        for each in Appointment.objects.filter(
            round=current,
            household__in=list(homes),
            state__in=[AppointmentState.BOOKED, AppointmentState.KEPT],
        )
    }
    signups = {
        each.household_id: each
        for each in Signup.objects.filter(campaign=campaign, household__in=list(homes)).prefetch_related("times")
    }
    fell_through = _fell_through(current, list(homes))
    found, silent = [], 0
    for pk, home in homes.items():
        has, signup = standing.get(pk), signups.get(pk)
        if has is not None:
            # Kept, over, or the other class's: nothing to plan.
            if has.state == AppointmentState.BOOKED and has.starts_at > at and has.klass_id == klass.pk:
                found.append(_has_a_time(campaign, home, has, signup, at))
        elif signup is None or signup.state == SignupState.OPEN:
            silent += 1
        elif signup.state == SignupState.ANSWERED:
            found.append(_waits(campaign, home, signup, fell_through.get(pk, ()), at))
    return found, silent


def _fell_through(current: Round, homes: list[int]) -> dict[int, list[Appointment]]:
    """Times that were given back, or that the school could not keep; by family."""
    found: dict[int, list[Appointment]] = {}
    for each in Appointment.objects.filter(
        round=current, household__in=homes, state=AppointmentState.CANCELLED, cancelled_at__isnull=False
    ).exclude(cancel_reason=CancelReason.MISTAKE):
        found.setdefault(each.household_id, []).append(each)
    return found


def _waits(
    campaign: Campaign, home: Household, signup: Signup, fell_through: Sequence[Appointment], at: datetime
) -> ToPlan:
    # Whoever gave a morning back is not offered it again, unless the family chose anew since.
    gone = [
        Span(each.starts_at, each.ends_at)
        for each in fell_through
        if each.cancelled_at and not (signup.answered_at and signup.answered_at > each.cancelled_at)
    ]
    offered = _offered(campaign, signup, signup.form, at)
    times = tuple(each for each in offered if not any(each.meets(span) for span in gone))
    place = rules.place_for(signup.form, neighbourhood_of(home))
    return ToPlan(home, signup.form, place, campaign.limit("visit_minutes"), times, None)


def _has_a_time(campaign: Campaign, home: Household, has: Appointment, signup: Signup | None, at: datetime) -> ToPlan:
    own = Span(timezone.localtime(has.starts_at), timezone.localtime(has.ends_at))
    others = _offered(campaign, signup, has.form, at) if signup is not None else ()
    minutes = max(1, int((has.ends_at - has.starts_at).total_seconds() // 60))
    place = rules.place_for(has.form, neighbourhood_of(home))
    return ToPlan(home, has.form, place, minutes, (own, *others), has)


def _offered(campaign: Campaign, signup: Signup, form: str, at: datetime) -> Iterator[Span]:
    """The family's times that are still to come, within the hours of a visit at home."""
    now = timezone.localtime(at)
    soonest = now.replace(second=0, microsecond=0) + timedelta(minutes=RASTER - now.minute % RASTER)
    for each in signup.times.all():
        starts, ends = timezone.localtime(each.starts_at), timezone.localtime(each.ends_at)
        if form == rules.HOME:
            midnight = starts.replace(hour=0, minute=0, second=0, microsecond=0)
            starts = max(starts, midnight + timedelta(hours=campaign.limit("earliest_hour")))
            ends = min(ends, midnight + timedelta(minutes=campaign.limit("latest_minute")))
        starts = max(starts, soonest)
        if starts < ends:
            yield Span(starts, ends)


def _half_days(
    campaign: Campaign, klass: Unit, days: list[date], families: list[ToPlan], now: datetime
) -> Iterator[HalfDay]:
    closed = set(ClosedHalfDay.objects.filter(klass=klass, on__in=days).values_list("on", "half"))
    halves = rules.half_days_of(
        earliest=campaign.limit("earliest_hour"),
        latest=campaign.limit("latest_minute"),
        travel=campaign.limit("travel_minutes"),
    )
    for day in days:
        midnight = timezone.make_aware(datetime.combine(day, time.min))
        for half, begins, ends in halves:
            span = Span(midnight + timedelta(minutes=begins), midnight + timedelta(minutes=ends))
            if begins >= ends or span.ends <= now:
                continue
            offered = sum(1 for each in families if each.has is None and any(t.meets(span) for t in each.times))
            booked = sum(
                1 for each in families if each.has is not None and span.starts <= each.has.starts_at < span.ends
            )
            yield HalfDay(day, half, span, (day, half) in closed, offered, booked)


def _engaged(campaign: Campaign, teachers: list[User], own: list[int], at: datetime) -> Iterator[Span]:
    """When one of the teachers is with somebody else, with the way before and after."""
    others = Appointment.objects.filter(
        state=AppointmentState.BOOKED, teachers__in=teachers, ends_at__gt=at - timedelta(days=1)
    )
    for each in others.exclude(pk__in=own).distinct().order_by("starts_at"):
        yield _with_the_way(campaign, Span(timezone.localtime(each.starts_at), timezone.localtime(each.ends_at)))


def _with_the_way(campaign: Campaign, span: Span) -> Span:
    way = timedelta(minutes=campaign.limit("travel_minutes"))
    return Span(span.starts - way, span.ends + way)


def _parted(
    campaign: Campaign, families: list[ToPlan], halves: list[HalfDay], engaged: list[Span]
) -> tuple[list[ToPlan], list[ToPlan]]:
    """The families that are planned, and those whose time stays whatever a plan says: it was booked by hand across the end
    of a half-day, or too close to another. The engine would call such a time broken and move it."""
    ways, closed = ways_of(campaign), [each.span for each in halves if each.is_closed]
    booked = [each for each in families if each.has is not None and not any(each.times[0].meets(c) for c in closed)]
    fixed: list[ToPlan] = []
    taken = list(engaged)
    while True:
        more = [
            each
            for each in booked
            if each not in fixed
            and (
                any(each.times[0].meets(span) for span in taken)
                or not any(_can_be_kept(each, half.span, ways) for half in halves)
                or any(_too_close(each, other, ways) for other in booked if other is not each)
            )
        ]
        if not more:
            return [each for each in families if each not in fixed], fixed
        fixed += more
        taken += [_with_the_way(campaign, each.times[0]) for each in more]


def _can_be_kept(family: ToPlan, half: Span, ways: rules.Ways) -> bool:
    way = -(-ways.between(rules.SCHOOL, family.place) // RASTER) * RASTER
    return half.holds(Span(family.times[0].starts - timedelta(minutes=way), family.times[0].ends))


def _too_close(one: ToPlan, other: ToPlan, ways: rules.Ways) -> bool:
    way = -(-ways.between(one.place, other.place) // RASTER) * RASTER
    return one.times[0].meets(other.times[0], gap=timedelta(minutes=way))


def _unavailable(situation: Situation) -> Iterator[Span]:
    yield from situation.engaged
    yield from (each.span for each in situation.half_days if each.is_closed)


def _table(campaign: Campaign, names: dict[str, ToPlan]) -> dict[str, dict[str, int]]:
    ways = ways_of(campaign)
    places = {SCHOOL_ID: rules.SCHOOL} | {name: each.place for name, each in names.items()}
    return {
        one: {other: -(-ways.between(here, there) // RASTER) * RASTER for other, there in places.items()}
        for one, here in places.items()
    }


def _minute(situation: Situation, at: datetime) -> int:
    return max(0, situation.minute_of(at))


def _pair(situation: Situation, span: Span) -> list[Any]:
    return [_minute(situation, span.starts), max(1, _minute(situation, span.ends))]
