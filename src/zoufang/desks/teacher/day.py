"""The day's visits in their order, with what is needed for the way; what is private stays behind a tap."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from zoufang.ground.accounts.actor import Actor
from zoufang.stages.roster.queries import with_care
from zoufang.stages.schedule.queries import appointments_in, words_of_families
from zoufang.stages.schedule.queries import rows_of as appointment_rows
from zoufang.stages.schedule.rules import WITH_A_WAY, half_of
from zoufang.stages.schedule.states import AppointmentState
from zoufang.stages.visit.queries import companions_of

DAYS_AHEAD = 14
# A visit that ought to have ended an hour ago is still the one at hand: teachers run late.
RUNS_LATE = timedelta(hours=1)


@dataclass(frozen=True)
class OnTheWay:
    """What one family's teachers asked to see in the clear: journalled, and shown on this one answer only."""

    household_id: str
    address: str
    phones: tuple[tuple[str, str, str], ...]
    care: str


@dataclass(frozen=True)
class Stop:
    """One visit of the day: the appointment's row, what the family said of place and way, whether a note on care is there."""

    row: Any
    place: str
    word: str
    has_care: bool
    needs_leaving: bool
    is_over: bool
    companions: str = ""


@dataclass(frozen=True)
class HalfDay:
    """What is left of a morning, afternoon or evening: asked anew by its first time."""

    half: str
    first_id: str
    count: int


def day_of(actor: Actor, campaign: Any, current: Any, *, now: datetime) -> tuple[list[Stop], list[Any]]:
    """Today's visits of the own classes in their order, and the later ones of two weeks: a constant number of queries."""
    on = timezone.localdate(now)
    ahead = appointments_in(actor, on, on + timedelta(days=DAYS_AHEAD)).filter(klass__in=actor.classes_taught())
    rows = appointment_rows(ahead)
    today = [row for row in rows if timezone.localdate(row.starts_at) == on]
    later = [row for row in rows if row not in today and row.state == AppointmentState.BOOKED]
    keys = [row.household_pk for row in today]
    words, care, companions = words_of_families(campaign, keys), with_care(keys), companions_of(current, keys)
    stops = []
    for row in today:
        place, word = words.get(row.household_pk, ("", ""))
        stops.append(
            Stop(
                row=row,
                place=place,
                word=word,
                has_care=row.household_pk in care,
                needs_leaving=row.form in WITH_A_WAY,
                companions=companions.get(row.household_pk, ""),
                is_over=row.state != AppointmentState.BOOKED or row.ends_at < now - RUNS_LATE,
            )
        )
    return stops, later


def half_days_left(stops: list[Stop]) -> list[HalfDay]:
    """The half-days of today in which somebody still waits."""
    halves: dict[str, list[Stop]] = {}
    for stop in stops:
        if not stop.is_over:
            halves.setdefault(half_of(timezone.localtime(stop.row.starts_at)), []).append(stop)
    return [HalfDay(half, waiting[0].row.public_id, len(waiting)) for half, waiting in halves.items()]
