"""How times and numbers stand in a ledger."""

from __future__ import annotations

from datetime import date, datetime

from zoufang.ground.privacy.masks import mask_phone
from zoufang.stages.ledger.rules.facts import FamilyFacts
from zoufang.stages.ledger.rules.masking import masked_met, masked_names, masked_text


def moment(at: datetime | None) -> str:
    """2026-07-19 10:00"""
    return f"{at:%Y-%m-%d %H:%M}" if at else ""


def day(on: date | None) -> str:
    """2026-07-19"""
    return f"{on:%Y-%m-%d}" if on else ""


def span(start: datetime | None, end: datetime | None) -> str:
    """2026-07-19 10:00–10:25"""
    return f"{moment(start)}–{end:%H:%M}" if start and end else moment(start)


def sent(at: datetime | None) -> str:
    """2026-07-19 电子版"""
    return f"{day(at)} 电子版" if at else "未送达"


def children(family: FamilyFacts, *, masked: bool) -> str:
    return masked_names(family.children) if masked else "、".join(family.children)


def met(words: str, *, masked: bool) -> str:
    return masked_met(words) if masked else words


def phone(family: FamilyFacts, words_of_met: str, *, masked: bool) -> str:
    """The number of the one who was met, else of the first who has one."""
    with_phone = [each for each in family.guardians if each.phone]
    of_met = [each for each in with_phone if each.name and words_of_met.startswith(each.name)]
    number = (of_met or with_phone)[0].phone if with_phone else ""
    return mask_phone(number) if masked else number


def text(words: str, family_names: tuple[str, ...], *, masked: bool) -> str:
    return masked_text(words, family_names) if masked else words
