"""The slips of a class in words and as a PDF, ten on a sheet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zoufang.engines import papers
from zoufang.engines.refusal import Reason, Refused
from zoufang.stages.signup.actions import ClassSlips

CANNOT = Reason("画不成文件,请用网页打印")


class Class(Protocol):
    """The class of the slips."""

    name: str


@dataclass(frozen=True)
class SlipWords:
    """What every slip of the class says."""

    title: str
    how: str
    by_hand: str
    class_address: str
    warning: str


def slip_words(klass: Class, school: str, *, public_address: str) -> SlipWords:
    """In the reader's language; without a public address where the class's notice is not approved yet."""
    return SlipWords(
        title=f"{klass.name} · {school}",
        how=_("手机扫一扫,填园里登记的手机号后四位,选怎样见面、什么时间。自愿参加,不参加也不用说理由。"),
        by_hand=_("扫不了码:打开 %(address)s,填口令") % {"address": f"{settings.PUBLIC_URL}/f"},
        class_address=f"{_('本班地址')}{_(':')}{public_address}" if public_address else "",
        warning=_("只给您一家,请不要转给别人。"),
    )


def whose_link(whose: str) -> str:
    """Whose phone's digits open it."""
    return _("%(who)s的链接") % {"who": whose} if whose else ""


def can_be_drawn() -> bool:
    """Is there a file to save here, beside the page?"""
    return papers.can_draw()


def slips_pdf(made: ClassSlips, words: SlipWords) -> bytes:
    """A4, with lines to cut along. Refused where there are more than can be drawn."""
    if not papers.can_draw():
        raise Refused(CANNOT)
    drawn = papers.Slips(
        language=(get_language() or "zh")[:2],
        title=words.title,
        how=words.how,
        by_hand=words.by_hand,
        class_address=words.class_address,
        warning=words.warning,
        slips=tuple(papers.Slip(one.names, whose_link(one.whose), one.address, one.code) for one in made.slips),
    )
    try:
        return papers.slips_pdf(drawn)
    except papers.TooLong:
        raise Refused(CANNOT) from None
