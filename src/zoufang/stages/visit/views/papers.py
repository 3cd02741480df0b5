"""Card and letter, as staff preview them and send them to a class's families."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from zoufang.engines.codes import qr_svg
from zoufang.engines.refusal import Refused
from zoufang.ground.accounts.access import may_set_contact
from zoufang.ground.campaign.rules import paragraphs_of
from zoufang.stages.roster.queries import classes_of_actor, households_of_class
from zoufang.stages.schedule.queries import current_campaign
from zoufang.stages.visit import access, actions, queries
from zoufang.stages.visit.drawn import can_be_drawn
from zoufang.stages.visit.views.family import edition_words
from zoufang.web.pages import go, page, reads, writes


@reads(may=access.may_see_papers)
def papers_index(request: HttpRequest) -> HttpResponse:
    """The classes; with one class, straight to it."""
    classes = list(classes_of_actor(request.actor))  # type: ignore[attr-defined]
    if len(classes) == 1:
        return go(request, "visit:papers", classes[0].public_id)
    return page(request, "visit/papers_index.html", classes=classes)


@reads(may=access.may_see_papers)
def papers(request: HttpRequest, class_id: str) -> HttpResponse:
    """What families of this class see, and who was sent and opened it."""
    return page(request, "visit/papers.html", **papers_shown(request, class_id))


@writes(may=access.may_send_papers)
def send(request: HttpRequest, class_id: str) -> HttpResponse:
    """Send both to every family of the class."""
    shown = papers_shown(request, class_id)
    klass = shown["klass"]
    if not shown["may_send"]:
        raise Http404
    try:
        sent = actions.send_papers(
            campaign=shown["campaign"],
            klass=klass,
            households=households_of_class(klass),
            by=request.actor,  # type: ignore[attr-defined]
            at=request.now,  # type: ignore[attr-defined]
        )
    except Refused as refused:
        return page(request, "visit/papers.html", status=422, **(shown | {"reasons": refused.reasons}))
    messages.success(request, _("已放到各家自己的页面上,新发 %(n)s 份。") % {"n": sent})
    return go(request, "visit:papers", klass.public_id)


@writes(may=access.may_record_visits)
def told(request: HttpRequest, class_id: str, paper_id: str) -> HttpResponse:
    """A teacher of the class has told a family of its new card."""
    actor = request.actor  # type: ignore[attr-defined]
    shown = class_papers(request, class_id)
    if shown["campaign"] is None or not access.may_see_who_opened(actor, shown["klass"]):
        raise Http404
    paper = get_object_or_404(queries.new_cards_in(shown["campaign"], shown["klass"]), public_id=paper_id)
    actions.note_told(paper=paper, by=actor, at=request.now)  # type: ignore[attr-defined]
    return go(request, "visit:papers", shown["klass"].public_id)


def class_papers(request: HttpRequest, class_id: str) -> dict[str, Any]:
    """The class with its card and letter as families see them; a stranger's class is not found."""
    actor = request.actor  # type: ignore[attr-defined]
    klass = get_object_or_404(classes_of_actor(actor), public_id=class_id)
    campaign = current_campaign(actor)
    if campaign is None or not klass.path.startswith(campaign.unit.path):
        return {"klass": klass, "campaign": None, "may_send": False}
    today = timezone.localdate(request.now)  # type: ignore[attr-defined]
    card, kept = queries.card_of(campaign, [klass], on=today), queries.edition_of(campaign, [klass])
    return {
        "klass": klass,
        "campaign": campaign,
        "card": card,
        "sections": queries.card_sections(card),
        "edition": edition_words(card, kept, today),
        "letter": queries.letter_of(campaign),
        "has_files": can_be_drawn(),
        "is_stale": kept is not None and not queries.says_the_same(card, kept),
    }


def papers_shown(request: HttpRequest, class_id: str) -> dict[str, Any]:
    """Everything that `visit/papers.html` needs."""
    actor, shown = request.actor, class_papers(request, class_id)  # type: ignore[attr-defined]
    klass, campaign = shown["klass"], shown["campaign"]
    if campaign is None:
        return shown
    rows, card, letter = queries.papers_of_class(campaign, klass), shown["card"], shown["letter"]
    return shown | {
        "code": qr_svg(queries.card_code(card), label=_("联系服务卡上的电话")),
        "lacks": queries.card_lacks(card),
        "may_set_contact": may_set_contact(actor, campaign.unit) and not (card.address and card.school_line),
        "paragraphs": paragraphs_of(letter.body, letter.title) if letter else [],
        "families": len(rows),
        "rows": rows if access.may_see_who_opened(actor, klass) else [],
        "sent": sum(row.card_sent_at is not None for row in rows),
        "opened": sum(row.card_opened_at is not None for row in rows),
        "renewed": sum(row.card_is_new for row in rows),
        "renewed_opened": sum(row.card_is_new and row.card_opened_at is not None for row in rows),
        "may_send": access.may_send_papers_in(actor, klass),
        "reasons": (),
    }
