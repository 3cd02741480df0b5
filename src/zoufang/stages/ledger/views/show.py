"""The ledgers of one campaign: gaps, draft, seal and mail as four steps on one page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from zoufang.stages.ledger import access, documents, mailing, queries
from zoufang.stages.ledger.rules import gaps, sealing
from zoufang.stages.ledger.states import SubmissionState
from zoufang.web.pages import page, reads

SHOWN_AT_ONCE = 6
SOON_DAYS = 3


@reads(may=access.may_see_ledgers)
def index(request: HttpRequest) -> HttpResponse:
    """The running campaign's ledgers, or what to do where there is no campaign."""
    campaign = queries.campaigns_of(request.actor).first()  # type: ignore[attr-defined]
    if campaign is None:
        return page(request, "ledger/none.html")
    return page(request, "ledger/show.html", **what_the_page_shows(request, campaign))


@reads(may=access.may_see_ledgers)
def show(request: HttpRequest, campaign_id: str) -> HttpResponse:
    """One campaign's ledgers; to htmx only the step of the mail, which it looks at while the mail is on its way."""
    campaign = get_object_or_404(queries.campaigns_of(request.actor), public_id=campaign_id)  # type: ignore[attr-defined]
    return page(request, "ledger/show.html", block="mail", **what_the_page_shows(request, campaign))


def what_the_page_shows(request: HttpRequest, campaign: Any) -> dict[str, Any]:
    """Everything that `ledger/show.html` and its blocks need."""
    actor, now = request.actor, timezone.localtime(request.now)  # type: ignore[attr-defined]
    facts = queries.facts_of(campaign)
    reasons = queries.open_reasons(campaign)
    found = gaps.gaps_in(facts, now=now)
    to_mend = [gap for gap in found if gap.key not in reasons]
    versions = queries.rows_of(campaign)
    current = next((each for each in versions if each.is_masked), None)
    is_stale = current is not None and current.fingerprint != documents.fingerprint_of(facts, masked=True)
    letter = mailing.shown_before_sending(campaign, current) if current else None
    left = sealing.days_left(until=campaign.submit_until, today=now.date())
    return {
        "campaign": campaign,
        "days_left": left,
        "urgency": "late" if left < 0 else "soon" if left <= SOON_DAYS else "calm",
        "gaps": to_mend,
        "left_open": [(gap, reasons[gap.key]) for gap in found if gap.key in reasons],
        "shown_at_once": SHOWN_AT_ONCE,
        "counts": [(each.KIND, each.KIND.label, len(each.rows_of(facts, masked=True))) for each in documents.DOCUMENTS],
        "versions": versions,
        "current": current,
        "is_stale": is_stale,
        "step": main_step(current, is_stale=is_stale, has_gaps=bool(to_mend)),
        "subject": mailing.subject_of(letter) if letter else "",
        "body": mailing.body_of(letter) if letter else "",
        "may_seal": access.may_seal(actor, campaign),
        "may_take_full": access.may_take_full(actor, campaign),
        "now_at": request.now,  # type: ignore[attr-defined]
        "others": [each for each in queries.campaigns_of(actor) if each.pk != campaign.pk],
        "reasons": {},
        "typed": {},
    }


def main_step(current: Any, *, is_stale: bool, has_gaps: bool) -> int:
    """The step whose button is the page's main one; 0 when nothing is to be done but wait."""
    if current is None:
        return 1 if has_gaps else 2
    if current.state == SubmissionState.DRAFTED:
        return 1 if has_gaps else 2 if is_stale else 3
    if current.state == SubmissionState.SENT:
        return 2 if is_stale else 0
    return 0 if current.is_under_way else 4
