"""Card and letter as files that a family saves or a teacher prints: one picture, PDF on A4 or A6. Nothing of a family in them."""

from __future__ import annotations

from typing import Protocol

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zoufang.engines import papers
from zoufang.engines.refusal import Reason, Refused
from zoufang.ground.campaign.rules import paragraphs_of
from zoufang.stages.visit.queries import Card, card_code, card_sections

TOO_LONG = Reason("内容太长,画不成文件;请直接看网页,或告诉园里分成两份")


NO_TYPST = Reason("这里没有装画文件的部分,请用浏览器菜单里的“打印”;要装上,请告诉管理员")


def can_be_drawn() -> bool:
    """Are there files to save here, beside the pages?"""
    return papers.can_draw()


class Text(Protocol):
    """An approved letter."""

    title: str
    body: str


def card_picture(card: Card, *, edition: str) -> bytes:
    """A PNG for the phone's album. Refused where the card is too long to be drawn."""
    _refuse_without_typst()
    try:
        return papers.card_picture(_said(card, edition))
    except papers.TooLong:
        raise Refused(TOO_LONG) from None


def card_pdf(card: Card, *, edition: str, sheet: papers.Sheet) -> bytes:
    """A PDF to print. Refused where the card is too long to be drawn."""
    _refuse_without_typst()
    try:
        return papers.card_pdf(_said(card, edition), sheet=sheet)
    except papers.TooLong:
        raise Refused(TOO_LONG) from None


def letter_pdf(letter: Text, *, school: str) -> bytes:
    """The letter as it was approved. Refused where it is too long to be drawn."""
    _refuse_without_typst()
    paragraphs = tuple(paragraphs_of(letter.body, letter.title))
    try:
        # A letter is in the language in which it was written and approved.
        return papers.letter_pdf(papers.Letter("zh", school, letter.title, paragraphs))
    except papers.TooLong:
        raise Refused(TOO_LONG) from None


def _refuse_without_typst() -> None:
    if not papers.can_draw():
        raise Refused(NO_TYPST)


def _said(card: Card, edition: str) -> papers.Card:
    return papers.Card(
        language=(get_language() or "zh")[:2],
        school=card.school,
        title=_("联系服务卡"),
        sections=card_sections(card),
        code=card_code(card),
        code_title=_("给家里人扫一扫"),
        code_hint=_("用另一部手机扫,卡上的电话就存进通讯录;里面没有任何一家的信息。"),
        edition=edition,
    )
