from zoufang.stages.visit.actions.authors import PAGE, Source, as_kept, mark_authors
from zoufang.stages.visit.actions.confirm import confirm_visit
from zoufang.stages.visit.actions.correct import ask_correction, keep_as_it_is, take_correction
from zoufang.stages.visit.actions.finish import finish_visit
from zoufang.stages.visit.actions.merge import Clash, Merged, change_matter, merge_words, settle_conflict
from zoufang.stages.visit.actions.open import open_visit
from zoufang.stages.visit.actions.papers import report_opened, send_papers
from zoufang.stages.visit.actions.photos import add_photo, refuse_photo
from zoufang.stages.visit.actions.rate import rate
from zoufang.stages.visit.actions.record import VisitWords, note_late_matter, note_matter, record_visit, remove_matter
from zoufang.stages.visit.actions.reopen import reopen_visit
from zoufang.stages.visit.actions.staff import (
    StaffVisitWords,
    finish_staff_visit,
    open_staff_visit,
    record_staff_visit,
)

__all__ = [
    "PAGE",
    "Clash",
    "Merged",
    "Source",
    "StaffVisitWords",
    "VisitWords",
    "add_photo",
    "as_kept",
    "ask_correction",
    "change_matter",
    "confirm_visit",
    "finish_staff_visit",
    "finish_visit",
    "keep_as_it_is",
    "mark_authors",
    "merge_words",
    "note_late_matter",
    "note_matter",
    "open_staff_visit",
    "open_visit",
    "rate",
    "record_staff_visit",
    "record_visit",
    "refuse_photo",
    "remove_matter",
    "reopen_visit",
    "report_opened",
    "send_papers",
    "settle_conflict",
    "take_correction",
]
