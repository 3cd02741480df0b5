from zoufang.stages.visit.views.along import along, along_index, along_join, along_withdraw
from zoufang.stages.visit.views.begin import begin
from zoufang.stages.visit.views.conflicts import photo, settle
from zoufang.stages.visit.views.corrections import family_correct, keep, take
from zoufang.stages.visit.views.family import (
    family_card,
    family_confirm,
    family_contacts,
    family_earlier_card,
    family_letter,
    family_opened,
    family_rate,
    family_show,
)
from zoufang.stages.visit.views.field import field, field_script, field_who
from zoufang.stages.visit.views.files import (
    card_pdf,
    card_picture,
    family_card_pdf,
    family_card_picture,
    family_letter_pdf,
    letter_pdf,
)
from zoufang.stages.visit.views.index import index
from zoufang.stages.visit.views.papers import papers, papers_index, send, told
from zoufang.stages.visit.views.photos import add_photos
from zoufang.stages.visit.views.record import matter, record, remove, suggest
from zoufang.stages.visit.views.reopen import reopen
from zoufang.stages.visit.views.show import points, show
from zoufang.stages.visit.views.staff import staff_begin, staff_index, staff_record, staff_show

__all__ = [
    "add_photos",
    "along",
    "along_index",
    "along_join",
    "along_withdraw",
    "begin",
    "card_pdf",
    "card_picture",
    "family_card",
    "family_card_pdf",
    "family_card_picture",
    "family_confirm",
    "family_contacts",
    "family_correct",
    "family_earlier_card",
    "family_letter",
    "family_letter_pdf",
    "family_opened",
    "family_rate",
    "family_show",
    "field",
    "field_script",
    "field_who",
    "index",
    "keep",
    "letter_pdf",
    "matter",
    "papers",
    "papers_index",
    "photo",
    "points",
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
    "suggest",
    "take",
    "told",
]
