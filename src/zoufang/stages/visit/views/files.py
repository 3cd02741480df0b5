"""Card and letter as files, for the family that got them and for staff who may see the class's papers."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from zoufang.engines.papers import Sheet
from zoufang.stages.signup.access import family_of
from zoufang.stages.visit import access, drawn, queries
from zoufang.stages.visit.views.family import card_shown
from zoufang.stages.visit.views.papers import class_papers
from zoufang.web.pages import by_link, reads

SHEETS: dict[str, Sheet] = {"": "a4", "a4": "a4", "a6": "a6"}


@by_link(scope=family_of)
def family_card_picture(request: HttpRequest) -> HttpResponse:
    """The card as a picture for the phone's album. Fetching it is not opening it: that is said by a POST."""
    return _picture(card_shown(request))


@by_link(scope=family_of)
def family_card_pdf(request: HttpRequest) -> HttpResponse:
    """The card as PDF. `?sheet=a6` for a small one."""
    return _card_pdf(request, card_shown(request))


@by_link(scope=family_of)
def family_letter_pdf(request: HttpRequest) -> HttpResponse:
    """The letter as PDF."""
    family = request.family  # type: ignore[attr-defined]
    return _letter_pdf(family.campaign, queries.letter_of(family.campaign))


@reads(may=access.may_see_papers)
def card_picture(request: HttpRequest, class_id: str) -> HttpResponse:
    """The class's card as a picture."""
    return _picture(_of_class(request, class_id))


@reads(may=access.may_see_papers)
def card_pdf(request: HttpRequest, class_id: str) -> HttpResponse:
    """The class's card as PDF. `?sheet=a6` for a small one."""
    return _card_pdf(request, _of_class(request, class_id))


@reads(may=access.may_see_papers)
def letter_pdf(request: HttpRequest, class_id: str) -> HttpResponse:
    """The class's letter as PDF."""
    shown = _of_class(request, class_id)
    return _letter_pdf(shown["campaign"], shown["letter"])


def _of_class(request: HttpRequest, class_id: str) -> dict[str, Any]:
    shown = class_papers(request, class_id)
    if shown["campaign"] is None:
        raise Http404
    return shown


def _picture(shown: dict[str, Any]) -> HttpResponse:
    drawing = drawn.card_picture(shown["card"], edition=shown["edition"])
    return _file(drawing, "image/png", f"{_('联系服务卡')}.png", inline=True)


def _card_pdf(request: HttpRequest, shown: dict[str, Any]) -> HttpResponse:
    sheet = SHEETS.get(request.GET.get("sheet", ""))
    if sheet is None:
        raise Http404
    drawing = drawn.card_pdf(shown["card"], edition=shown["edition"], sheet=sheet)
    return _file(drawing, "application/pdf", f"{_('联系服务卡')}.pdf")


def _letter_pdf(campaign: Any, letter: Any) -> HttpResponse:
    if letter is None:
        raise Http404
    drawing = drawn.letter_pdf(letter, school=campaign.unit.name)
    return _file(drawing, "application/pdf", f"{_('一封信')}.pdf")


def _file(content: bytes, media_type: str, name: str, *, inline: bool = False) -> HttpResponse:
    # A picture is shown, for in WeChat and on phones it is saved by a long press; what downloads it says so in its link.
    answer = HttpResponse(content, content_type=media_type)
    answer["Content-Disposition"] = content_disposition_header(not inline, name) or ""
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
