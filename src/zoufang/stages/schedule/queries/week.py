"""A week as the calendar shows it: what is booked, and when waiting families can."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from zoufang.ground.accounts.actor import Actor
from zoufang.ground.org.models import Unit
from zoufang.stages.schedule import rules
from zoufang.stages.schedule.queries.appointments import AppointmentRow, appointments_in, rows_of
from zoufang.stages.schedule.queries.families import FamilyToBook


@dataclass(frozen=True)
class Offer:
    """A half-day on which waiting families can be met."""

    half: str
    families: tuple[FamilyToBook, ...]


@dataclass(frozen=True)
class Day:
    """One day of the calendar."""

    on: date
    booked: tuple[AppointmentRow, ...]
    offers: tuple[Offer, ...]


def week_of(
    actor: Actor, of: date, waiting: Sequence[FamilyToBook], *, klass: Unit | None = None, today: date
) -> list[Day]:
    """Monday to Sunday: the appointments seen by this person, and the half-days that `waiting` families offered from today on."""
    days = rules.days_of_week(of)
    found = appointments_in(actor, days[0], days[-1])
    if klass is not None:
        found = found.filter(klass=klass)
    booked: dict[date, list[AppointmentRow]] = {day: [] for day in days}
    for row in rows_of(found):
        booked[timezone.localdate(row.starts_at)].append(row)
    return [Day(day, tuple(booked[day]), _offers(day, waiting) if day >= today else ()) for day in days]


def _offers(day: date, waiting: Sequence[FamilyToBook]) -> tuple[Offer, ...]:
    halves: dict[str, dict[str, FamilyToBook]] = {}
    for family in waiting:
        for span in family.times:
            if span.starts.date() == day:
                halves.setdefault(rules.half_of(span.starts), {})[family.public_id] = family
    order = ("morning", "afternoon", "evening")
    return tuple(Offer(half, tuple(halves[half].values())) for half in order if half in halves)
