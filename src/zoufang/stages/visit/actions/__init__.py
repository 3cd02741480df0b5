from zoufang.stages.visit.actions.along import announce_shadowing, say_own_word, withdraw_shadowing
from zoufang.stages.visit.actions.aside import keep_aside
from zoufang.stages.visit.actions.authors import PAGE, Source, as_kept, mark_authors
from zoufang.stages.visit.actions.cards import renew_all_cards, renew_cards
from zoufang.stages.visit.actions.confirm import confirm_visit
from zoufang.stages.visit.actions.correct import ask_correction, keep_as_it_is, take_correction
from zoufang.stages.visit.actions.finish import finish_visit
from zoufang.stages.visit.actions.merge import Clash, Merged, change_matter, merge_words, settle_conflict
from zoufang.stages.visit.actions.open import open_visit
from zoufang.stages.visit.actions.papers import report_opened, send_papers
from zoufang.stages.visit.actions.photos import add_photo, add_photos, drop_photos_not_agreed_to, refuse_photo
from zoufang.stages.visit.actions.rate import rate
from zoufang.stages.visit.actions.record import (
    LONGEST,
    VisitWords,
    note_late_matter,
    note_matter,
    record_visit,
    remove_matter,
)
from zoufang.stages.visit.actions.reopen import reopen_visit
from zoufang.stages.visit.actions.staff import (
    StaffVisitWords,
    finish_staff_visit,
    open_staff_visit,
    record_staff_visit,
)
from zoufang.stages.visit.actions.tell import deliver_new_card, deliver_new_card_text, note_told

__all__ = [
    "LONGEST",
    "PAGE",
    "Clash",
    "Merged",
    "Source",
    "StaffVisitWords",
    "VisitWords",
    "add_photo",
    "add_photos",
    "announce_shadowing",
    "as_kept",
    "ask_correction",
    "change_matter",
    "confirm_visit",
    "deliver_new_card",
    "deliver_new_card_text",
    "drop_photos_not_agreed_to",
    "finish_staff_visit",
    "finish_visit",
    "keep_as_it_is",
    "keep_aside",
    "mark_authors",
    "merge_words",
    "note_late_matter",
    "note_matter",
    "note_told",
    "open_staff_visit",
    "open_visit",
    "rate",
    "record_staff_visit",
    "record_visit",
    "refuse_photo",
    "remove_matter",
    "renew_all_cards",
    "renew_cards",
    "reopen_visit",
    "report_opened",
    "say_own_word",
    "send_papers",
    "settle_conflict",
    "take_correction",
    "withdraw_shadowing",
]
