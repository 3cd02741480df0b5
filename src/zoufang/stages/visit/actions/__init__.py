from zoufang.stages.visit.actions.confirm import confirm_visit
from zoufang.stages.visit.actions.correct import ask_correction, keep_as_it_is, take_correction
from zoufang.stages.visit.actions.finish import finish_visit
from zoufang.stages.visit.actions.open import open_visit
from zoufang.stages.visit.actions.papers import report_opened, send_papers
from zoufang.stages.visit.actions.rate import rate
from zoufang.stages.visit.actions.record import VisitWords, is_noted, note_matter, record_visit, remove_matter
from zoufang.stages.visit.actions.reopen import reopen_visit
from zoufang.stages.visit.actions.staff import (
    StaffVisitWords,
    finish_staff_visit,
    open_staff_visit,
    record_staff_visit,
)

__all__ = [
    "StaffVisitWords",
    "VisitWords",
    "ask_correction",
    "confirm_visit",
    "finish_staff_visit",
    "finish_visit",
    "is_noted",
    "keep_as_it_is",
    "note_matter",
    "open_staff_visit",
    "open_visit",
    "rate",
    "record_staff_visit",
    "record_visit",
    "remove_matter",
    "reopen_visit",
    "report_opened",
    "send_papers",
    "take_correction",
]
