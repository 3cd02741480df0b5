"""Notices of the classes, and who of a class has answered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from zoufang.engines.codes import qr_svg
from zoufang.engines.refusal import Refused
from zoufang.ground.campaign.queries import campaigns_of, running_campaign
from zoufang.ground.campaign.rules import marked, what_tells_how_to_answer
from zoufang.ground.org.queries import school_of
from zoufang.stages.roster.queries import classes_of_actor
from zoufang.stages.signup import access, actions, queries
from zoufang.stages.signup.forms import NoticeForm
from zoufang.stages.signup.states import AnsweredVia, SignupState
from zoufang.web.pages import go, page, reads, writes


@reads(may=access.may_see_notices)
def index(request: HttpRequest) -> HttpResponse:
    """The classes' notices; a teacher of one class goes straight to it."""
    classes = list(classes_of_actor(request.actor))
    if not access.may_write_notices(request.actor) and len(classes) == 1:
        return go(request, "signup:class", classes[0].public_id)
    return page(request, "signup/index.html", reasons=(), **_index(request, classes))


@writes(may=access.may_write_notices)
def draft(request: HttpRequest) -> HttpResponse:
    """Draft what is missing, from the campaign's data."""
    try:
        campaign = campaigns_of(request.actor).filter(unit__kind="school", state="running").order_by("-pk").first()
        if campaign is None:
            raise Refused("没有进行中的走访活动,请先建立并开始活动")
        actions.draft_notices(campaign=campaign, by=request.actor, at=request.now)
    except Refused as refused:
        shown = _index(request, list(classes_of_actor(request.actor)))
        return page(request, "signup/index.html", status=422, reasons=refused.reasons, **shown)
    return go(request, "signup:index")


@reads(may=access.may_see_notices)
def klass(request: HttpRequest, class_id: str) -> HttpResponse:
    """One class: the notice with its address and QR code, and every family's state. `?state=` filters."""
    unit = get_object_or_404(classes_of_actor(request.actor), public_id=class_id)
    return page(request, "signup/class.html", **what_the_class_shows(request, unit))


@writes(may=access.may_write_notices)
def edit(request: HttpRequest, notice_id: str) -> HttpResponse:
    """Change the text."""
    form = NoticeForm(request.POST)
    text = form.cleaned_data["text"] if form.is_valid() else ""
    return _deed(request, notice_id, actions.edit_notice, text=text)


@writes(may=access.may_approve_notices)
def approve(request: HttpRequest, notice_id: str) -> HttpResponse:
    """Approve it."""
    told_is_seen = bool(request.POST.get("told_is_seen"))
    return _deed(request, notice_id, actions.approve_notice, told_is_seen=told_is_seen)


@writes(may=access.may_see_notices)
def publish(request: HttpRequest, notice_id: str) -> HttpResponse:
    """It is in the class's group now."""
    return _deed(request, notice_id, actions.publish_notice)


def what_the_class_shows(request: HttpRequest, unit: Any) -> dict[str, Any]:
    """Everything that `signup/class.html` needs."""
    campaign = running_campaign(school_of(unit))
    rows = _rows(request, unit, campaign) if campaign else []
    state = request.GET.get("state", "")
    notice = queries.notices_of(request.actor).filter(klass=unit, campaign=campaign).first() if campaign else None
    address = queries.public_address(unit)
    sending = queries.sendings([notice])[0] if notice else None
    return {
        "klass": unit,
        "campaign": campaign,
        "notice": notice,
        "pieces": marked(notice.text) if notice else [],
        "told": what_tells_how_to_answer(notice.text) if notice else [],
        "sending": sending,
        "address": address,
        "qr": qr_svg(address),
        "rows": [row for row in rows if row.state == state] if state in SignupState.values else rows,
        "all_count": len(rows),
        "answered_count": sum(row.state != SignupState.OPEN for row in rows),
        "own_count": sum(row.state != SignupState.OPEN and row.via == AnsweredVia.LINK for row in rows),
        "to_mend": [(row.home.names, one) for row in rows for one in row.links if one.is_locked or one.is_disowned],
        "state": state,
        "states": [(value, label, sum(row.state == value for row in rows)) for value, label in SignupState.choices],
        "may_print": access.may_print_slips_of(request.actor, unit),
        "may_give": access.may_hand_out_links(request.actor, unit),
        "may_write": access.may_write_notices(request.actor),
        "may_approve": access.may_approve_notices(request.actor),
        "reasons": (),
        "link": None,
    }


def _rows(request: HttpRequest, unit: Any, campaign: Any) -> list[queries.FamilyRow]:
    return queries.family_rows(
        unit,
        campaign,
        with_notes=access.may_read_notes(request.actor, unit),
        with_private_notes=access.may_read_private_notes(request.actor, unit),
    )


def _index(request: HttpRequest, classes: list[Any]) -> dict[str, Any]:
    notices = {each.klass_id: each for each in queries.notices_of(request.actor).filter(campaign__state="running")}
    failed = {row.notice.klass_id for row in queries.sendings(notices.values()) if row.has_failed}
    return {
        "rows": [(each, notices.get(each.pk), each.pk in failed) for each in classes],
        "may_send": any(each.state != "draft" for each in queries.notices_to_send(request.actor)),
        "may_write": access.may_write_notices(request.actor),
        "missing": any(each.pk not in notices for each in classes),
    }


def _deed(request: HttpRequest, notice_id: str, deed: Callable[..., None], **facts: Any) -> HttpResponse:
    notice = get_object_or_404(queries.notices_of(request.actor), public_id=notice_id)
    try:
        deed(notice=notice, by=request.actor, at=request.now, **facts)
    except Refused as refused:
        shown = what_the_class_shows(request, notice.klass) | {"reasons": refused.reasons}
        return page(request, "signup/class.html", status=422, **shown)
    return go(request, "signup:class", notice.klass.public_id)
