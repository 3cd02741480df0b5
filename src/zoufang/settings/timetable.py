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
    Timed("rights.erase_over_time", "zoufang.doors.jobs.erase_over_time", 3),
    Timed("signup.forget_contacts", "zoufang.stages.signup.jobs.forget_contacts", 3),
    Timed("channels.forget_texts", "zoufang.ground.channels.jobs.forget_texts", 3),
    Timed("ledger.shred_full_variants", "zoufang.stages.ledger.jobs.shred_full_variants", 3),
    Timed("files.sweep", "zoufang.doors.jobs.sweep_files", 4),
    Timed("visit.drop_photos", "zoufang.stages.visit.jobs.drop_photos", 3),
    Timed("capture.purge", "zoufang.ground.capture.jobs.purge", 3),
    Timed("problem.overdue", "zoufang.stages.problem.jobs.raise_overdue", 6),
    Timed("visit.renew_cards", "zoufang.stages.visit.jobs.renew_cards", 6),
    Timed("visit.renew_cards_late", "zoufang.stages.visit.jobs.renew_cards", 13),
    Timed("schedule.tell_teachers", "zoufang.stages.schedule.jobs.tell_teachers", 7),
    Timed("schedule.remind", "zoufang.stages.schedule.jobs.remind_families", 17),
    Timed("schedule.remind_late", "zoufang.stages.schedule.jobs.remind_families", 20),
)
