"""The family's own pages: card, letter, what was written down of its visit, and its word on it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from zoufang.engines.codes import qr_svg
from zoufang.engines.refusal import Refused
from zoufang.ground.campaign.rules import paragraphs_of
from zoufang.stages.signup.access import family_of
from zoufang.stages.visit import actions, queries
from zoufang.stages.visit.drawn import can_be_drawn
from zoufang.stages.visit.states import (
    FEELING_WORDS,
    CorrectionField,
    FamilyConfirmation,
    Feeling,
    PaperKind,
    VisitState,
)
from zoufang.web.pages import by_link, go, page
from zoufang.web.words import day_in_full


@by_link(scope=family_of)
def family_card(request: HttpRequest) -> HttpResponse:
    """The contact card of the children's classes."""
    shown = card_shown(request)
    family = request.family  # type: ignore[attr-defined]
    code = qr_svg(queries.card_code(shown["card"]), label=_("联系服务卡上的电话"))
    earlier = queries.earlier_cards(family.campaign, family.household)
    return page(request, "visit/family_card.html", code=code, earlier=earlier, **shown)


@by_link(scope=family_of)
def family_earlier_card(request: HttpRequest, paper_id: str) -> HttpResponse:
    """A card that this family was given before, as it was then."""
    family = request.family  # type: ignore[attr-defined]
    paper = get_object_or_404(queries.earlier_cards(family.campaign, family.household), public_id=paper_id)
    if paper.edition is None:
        raise Http404
    card = queries.card_kept(paper.edition)
    sections = queries.card_sections(card)
    return page(request, "visit/family_earlier_card.html", paper=paper, card=card, sections=sections)


@by_link(scope=family_of)
def family_contacts(request: HttpRequest) -> HttpResponse:
    """The card's numbers for the phone's address book; nothing of the family stands in it."""
    answer = HttpResponse(queries.contacts_of(card_shown(request)["card"]), content_type="text/vcard; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="contacts.vcf"'
    return answer


@by_link(scope=family_of)
def family_letter(request: HttpRequest) -> HttpResponse:
    """The open letter."""
    family = request.family  # type: ignore[attr-defined]
    letter = queries.letter_of(family.campaign)
    return page(
        request,
        "visit/family_letter.html",
        letter=letter,
        has_files=can_be_drawn(),
        paragraphs=paragraphs_of(letter.body, letter.title) if letter else [],
        paper=queries.paper_of(family.campaign, family.household, PaperKind.LETTER),
    )


@by_link(scope=family_of, verbs=["POST"])
def family_opened(request: HttpRequest, kind: str) -> HttpResponse:
    """The family has seen it. On a teacher's device it does not count."""
    family = request.family  # type: ignore[attr-defined]
    if kind not in PaperKind.values:
        raise Http404
    paper = queries.paper_of(family.campaign, family.household, PaperKind(kind))
    if paper is not None and not family.on_staff_device:
        actions.report_opened(paper=paper, by=family.actor, at=request.now)  # type: ignore[attr-defined]
    return go(request, f"visit:family_{kind}")


@by_link(scope=family_of)
def family_show(request: HttpRequest, visit_id: str) -> HttpResponse:
    """What was written down, without the teachers' own remark."""
    return page(request, "visit/family_show.html", **_shown(request, visit_id))


@by_link(scope=family_of, verbs=["POST"])
def family_confirm(request: HttpRequest, visit_id: str) -> HttpResponse:
    """Was it so? One tap."""
    family, shown = request.family, _shown(request, visit_id)  # type: ignore[attr-defined]
    try:
        actions.confirm_visit(
            visit=shown["visit"],
            answer=request.POST.get("answer", ""),
            guardian=family.guardian,
            by=family.actor,
            at=request.now,  # type: ignore[attr-defined]
            on_staff_device=family.on_staff_device,
        )
    except Refused as refused:
        return page(request, "visit/family_show.html", status=422, **(shown | {"reasons": refused.reasons}))
    said = _("单独放着了,不算您家的确认。请用您自己的手机打开链接再答一次,以您自己答的为准。")
    messages.success(request, said if family.on_staff_device else _("谢谢,记下了。"))
    return go(request, "visit:family_show", visit_id)


@by_link(scope=family_of, verbs=["POST"])
def family_rate(request: HttpRequest, visit_id: str) -> HttpResponse:
    """How it feels, in five steps; what is left out is not answered. `take_back` takes all of it back."""
    family, shown = request.family, _shown(request, visit_id)  # type: ignore[attr-defined]
    typed = {} if "take_back" in request.POST else {each: request.POST.get(each, "") for each in Feeling}
    try:
        actions.rate(
            campaign=family.campaign,
            guardian=family.guardian,
            # Anything but a number is beyond the five steps, and refused with them.
            steps={each: int(word) if word.isdecimal() else 0 for each, word in typed.items() if word},
            by=family.actor,
            at=request.now,  # type: ignore[attr-defined]
            on_staff_device=family.on_staff_device,
        )
    except Refused as refused:
        shown |= {"rating_reasons": refused.reasons, "rated": typed}
        return page(request, "visit/family_show.html", status=422, **shown)
    messages.success(request, _said(taken_back=not any(typed.values()), apart=family.on_staff_device))
    return go(request, "visit:family_show", visit_id)


def _said(*, taken_back: bool, apart: bool) -> str:
    if apart:
        return _("单独放着了,不计入。请用您自己的手机打开链接再填一次,以您自己填的为准。")
    return _("好的,没有留下感受。") if taken_back else _("谢谢,记下了。想改随时可以改。")


def card_shown(request: HttpRequest) -> dict[str, Any]:
    """The card as it is today, what it says, and which edition that is."""
    family, today = request.family, timezone.localdate(request.now)  # type: ignore[attr-defined]
    card = queries.card_of(family.campaign, queries.classes_of_household(family.household), on=today)
    paper = queries.paper_of(family.campaign, family.household, PaperKind.CARD)
    return {
        "card": card,
        "sections": queries.card_sections(card),
        "edition": edition_words(card, paper.edition if paper else None, today),
        "paper": paper,
        "has_files": can_be_drawn(),
    }


def edition_words(card: queries.Card, edition: Any, today: date) -> str:
    """Which edition this is; only the day where the card has changed since, or was given to nobody yet."""
    if edition is None or not queries.says_the_same(card, edition):
        return day_in_full(today)
    return f"{_('第 %(n)s 版') % {'n': edition.number}} · {day_in_full(timezone.localdate(edition.issued_at))}"


def _shown(request: HttpRequest, visit_id: str) -> dict[str, Any]:
    family = request.family  # type: ignore[attr-defined]
    visit = get_object_or_404(queries.visits_of_household(family.campaign, family.household), public_id=visit_id)
    answers = [(each.value, each.label) for each in FamilyConfirmation if each != FamilyConfirmation.UNANSWERED]
    rated = queries.ratings_of(family.campaign, family.guardian, on_staff_device=family.on_staff_device)
    today = timezone.localdate(request.now)  # type: ignore[attr-defined]
    return {
        "visit": visit,
        "matters": queries.matters_of(visit),
        "answers": answers,
        "corrections": queries.corrections_of(visit),
        "fields": CorrectionField.choices,
        "reasons": (),
        "feelings": [(each, FEELING_WORDS[each]) for each in Feeling],
        "rated": {feeling: str(step) for feeling, step in rated.items()},
        "rating_reasons": (),
        "may_rate": visit.state == VisitState.DONE and today <= family.campaign.ends_on,
        "on_staff_device": family.on_staff_device,
    }
