"""Papers for families — contact card, open letter, slips — as PDF or PNG, drawn by typst in a process with limits.

What people typed is handed over as data and is never code: the drawings (`engines/typesetting/*.typ`) read one JSON value. The
same paper gives the same bytes on every machine: its font stands beside them, and no file says when it was made.
"""

from zoufang.engines.papers.draw import (
    Card,
    CardLine,
    CardSection,
    Letter,
    Sheet,
    Slip,
    Slips,
    TooLong,
    can_draw,
    card_pdf,
    card_picture,
    letter_pdf,
    letters_missing,
    slips_pdf,
)

__all__ = [
    "Card",
    "CardLine",
    "CardSection",
    "Letter",
    "Sheet",
    "Slip",
    "Slips",
    "TooLong",
    "can_draw",
    "card_pdf",
    "card_picture",
    "letter_pdf",
    "letters_missing",
    "slips_pdf",
]
