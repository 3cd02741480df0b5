"""What happens by the clock: `zoufang tick` makes one run per due time, however often it is called."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Timed:
    """`job` (dotted path) runs once for each day at `hour` (local time)."""

    name: str
    job: str
    hour: int


TIMETABLE: tuple[Timed, ...] = (
    Timed("capture.purge", "zoufang.ground.capture.jobs.purge", 3),
    Timed("problem.overdue", "zoufang.stages.problem.jobs.raise_overdue", 6),
    Timed("schedule.tell_teachers", "zoufang.stages.schedule.jobs.tell_teachers", 7),
    Timed("schedule.remind", "zoufang.stages.schedule.jobs.remind_families", 17),
    Timed("schedule.remind_late", "zoufang.stages.schedule.jobs.remind_families", 20),
)
