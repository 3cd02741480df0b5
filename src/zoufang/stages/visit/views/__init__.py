from zoufang.stages.visit.views.begin import begin
from zoufang.stages.visit.views.conflicts import photo, settle
from zoufang.stages.visit.views.corrections import family_correct, keep, take
from zoufang.stages.visit.views.family import (
    family_card,
    family_confirm,
    family_contacts,
    family_letter,
    family_opened,
    family_rate,
    family_show,
)
from zoufang.stages.visit.views.field import field, field_script, field_who
from zoufang.stages.visit.views.index import index
from zoufang.stages.visit.views.papers import papers, papers_index, send
from zoufang.stages.visit.views.record import matter, record, remove
from zoufang.stages.visit.views.reopen import reopen
from zoufang.stages.visit.views.show import show
from zoufang.stages.visit.views.staff import staff_begin, staff_index, staff_record, staff_show

__all__ = [
    "begin",
    "family_card",
    "family_confirm",
    "family_contacts",
    "family_correct",
    "family_letter",
    "family_opened",
    "family_rate",
    "family_show",
    "field",
    "field_script",
    "field_who",
    "index",
    "keep",
    "matter",
    "papers",
    "papers_index",
    "photo",
    "record",
    "remove",
    "reopen",
    "send",
    "settle",
    "show",
    "staff_begin",
    "staff_index",
    "staff_record",
    "staff_show",
    "take",
]
