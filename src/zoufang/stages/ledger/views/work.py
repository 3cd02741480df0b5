"""The page's deeds, one button each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from zoufang.engines.refusal import Refused
from zoufang.stages.ledger import access, actions, queries
from zoufang.stages.ledger.forms import ReasonForm, SendForm
from zoufang.stages.ledger.views.show import what_the_page_shows
from zoufang.web.pages import go, page, writes


@writes(may=access.may_work_on_ledgers)
def leave_open(request: HttpRequest, campaign_id: str) -> HttpResponse:
    """A gap stays open with a reason."""
    campaign, said = _campaign(request, campaign_id), _said(ReasonForm(request.POST))
    return _done(
        request,
        campaign,
        "gaps",
        lambda: actions.leave_open(campaign=campaign, key=said["key"], reason=said["reason"], **_by(request)),
        _("原因已记下,封存时会一起留存。"),
    )


@writes(may=access.may_work_on_ledgers)
def close_again(request: HttpRequest, campaign_id: str) -> HttpResponse:
    """A gap counts again."""
    campaign, said = _campaign(request, campaign_id), _said(ReasonForm(request.POST))
    return _done(
        request,
        campaign,
        "gaps",
        lambda: actions.close_again(campaign=campaign, key=said["key"], **_by(request)),
        _("这一处重新列为待补齐。"),
    )


@writes(may=access.may_work_on_ledgers)
def draw_up(request: HttpRequest, campaign_id: str) -> HttpResponse:
    """The next version as a draft."""
    campaign = _campaign(request, campaign_id)
    return _done(
        request,
        campaign,
        "draft",
        lambda: actions.draw_up(campaign=campaign, **_by(request)),
        _("已起草新的一版,请核对后封存。"),
    )


@writes(may=access.may_take_full_ledgers)
def draw_up_full(request: HttpRequest, campaign_id: str) -> HttpResponse:
    """A full variant: for the school alone, or (unless that is said) for the outside, where only who agreed is named."""
    campaign, said = _campaign(request, campaign_id), _said(ReasonForm(request.POST))
    return _done(
        request,
        campaign,
        "full",
        lambda: actions.draw_up(
            campaign=campaign,
            full=True,
            reason=said["reason"],
            outside=said["where"] != "inside",
            **_by(request),
        ),
        _("完整版已生成,一天内可以在“历次版本”里取用。"),
    )


@writes(may=access.may_seal_ledgers)
def seal(request: HttpRequest, submission_id: str) -> HttpResponse:
    """The version is sealed."""
    submission = _submission(request, submission_id)
    return _done(
        request,
        submission.campaign,
        "seal",
        lambda: actions.seal(submission=submission, **_by(request)),
        _("已封存,内容不会再变。下一步可以报送。"),
    )


@writes(may=access.may_work_on_ledgers)
def send(request: HttpRequest, submission_id: str) -> HttpResponse:
    """The mail waits in the outbox."""
    submission, said = _submission(request, submission_id), _said(SendForm(request.POST))
    return _done(
        request,
        submission.campaign,
        "mail",
        lambda: actions.submit(
            submission=submission, to=said["to"], with_visit_ledger=said["with_visit_ledger"], **_by(request)
        ),
        _("已交给发件箱,送到之后这里会写明邮件服务器的回答。"),
    )


def _campaign(request: HttpRequest, campaign_id: str) -> Any:
    return get_object_or_404(queries.campaigns_of(request.actor), public_id=campaign_id)  # type: ignore[attr-defined]


def _submission(request: HttpRequest, submission_id: str) -> Any:
    return get_object_or_404(queries.submissions_of(request.actor), public_id=submission_id)  # type: ignore[attr-defined]


def _by(request: HttpRequest) -> dict[str, Any]:
    return {"by": request.actor, "at": request.now}  # type: ignore[attr-defined]


def _said(form: ReasonForm | SendForm) -> dict[str, Any]:
    if not form.is_valid():
        raise Refused(_("填写的内容太长或看不懂,请改短再试"))
    return form.cleaned_data


def _done(request: HttpRequest, campaign: Any, step: str, deed: Callable[[], object], words: str) -> HttpResponse:
    try:
        deed()
    except Refused as refused:
        shown = what_the_page_shows(request, campaign)
        shown |= {"reasons": {step: refused.reasons}, "typed": request.POST}
        return page(request, "ledger/show.html", status=422, **shown)
    messages.success(request, words)
    return go(request, "ledger:show", campaign.public_id)
