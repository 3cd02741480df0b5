from zoufang.stages.visit.actions.finish import finish_visit
from zoufang.stages.visit.actions.open import open_visit
from zoufang.stages.visit.actions.record import VisitWords, note_matter, record_visit, remove_matter

__all__ = ["VisitWords", "finish_visit", "note_matter", "open_visit", "record_visit", "remove_matter"]
