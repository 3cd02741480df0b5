"""For those who are told: the list, one report closed, its words by a journalled look."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from zoufang.engines.refusal import Reason, Refused
from zoufang.stages.safeguarding import access, actions, queries
from zoufang.stages.safeguarding.forms import ReasonForm, StepForm
from zoufang.stages.safeguarding.states import BY_HAND, ReportState
from zoufang.web.pages import go, page, reads, writes

AT_ONCE = 50


@reads(may=access.may_see_reports)
def index(request: HttpRequest) -> HttpResponse:
    """Those that are open first; nothing of what was written."""
    reports = queries.reports_of(request.actor)  # type: ignore[attr-defined]
    before = request.GET.get("before", "")
    shown = list(queries.older_than(reports, before)[: AT_ONCE + 1])
    return page(
        request,
        "safeguarding/index.html",
        reports=shown[:AT_ONCE],
        more=shown[AT_ONCE - 1].public_id if len(shown) > AT_ONCE else "",
        closed=ReportState.CLOSED,
    )


@reads(may=access.may_see_reports)
def show(request: HttpRequest, report_id: str) -> HttpResponse:
    """How it stands; the words stay closed."""
    return _page(request, _found(request, report_id))


@writes(may=access.may_see_reports)
def open_it(request: HttpRequest, report_id: str) -> HttpResponse:
    """Look at what was written."""
    report = _found(request, report_id)
    actions.open_report(report=report, by=request.actor, at=request.now)  # type: ignore[attr-defined]
    return _page(request, _found(request, report_id), is_open=True)


@writes(may=access.may_see_reports)
def step(request: HttpRequest, report_id: str) -> HttpResponse:
    """Note what was done."""

    def act(report: Any) -> None:
        form = StepForm(request.POST)
        if not form.is_valid():
            raise Refused(Reason("请选做了什么"))
        actions.note_step(report=report, **form.cleaned_data, by=request.actor, at=request.now)  # type: ignore[attr-defined]

    return _act(request, report_id, act)


@writes(may=access.may_see_reports)
def up(request: HttpRequest, report_id: str) -> HttpResponse:
    """Send it to the district."""
    return _act(
        request,
        report_id,
        lambda report: actions.pass_up(report=report, by=request.actor, at=request.now),  # type: ignore[attr-defined]
    )


@writes(may=access.may_see_reports)
def close(request: HttpRequest, report_id: str) -> HttpResponse:
    """The district ends it."""

    def act(report: Any) -> None:
        form = ReasonForm(request.POST)
        if not form.is_valid():
            raise Refused(Reason("最多写 %(longest)s 字", longest=5_000))
        actions.close_report(report=report, **form.cleaned_data, by=request.actor, at=request.now)  # type: ignore[attr-defined]

    return _act(request, report_id, act)


def _found(request: HttpRequest, report_id: str) -> Any:
    return get_object_or_404(queries.reports_of(request.actor), public_id=report_id)  # type: ignore[attr-defined]


def _act(request: HttpRequest, report_id: str, act: Callable[[Any], None]) -> HttpResponse:
    report = _found(request, report_id)
    try:
        act(report)
    except Refused as refused:
        return _page(request, _found(request, report_id), reasons=refused.reasons, typed=request.POST, status=422)
    return go(request, "safeguarding:show", report_id)


def _page(request: HttpRequest, report: Any, *, is_open: bool = False, status: int = 200, **more: Any) -> HttpResponse:
    return page(
        request,
        "safeguarding/show.html",
        status=status,
        **{
            "report": report,
            "followed": queries.followed(report),
            "steps": list(report.steps.select_related("by")) if is_open else [],
            "is_open": is_open,
            "kinds": [(kind.value, kind.label) for kind in BY_HAND],
            "at_district": access.is_district(request.actor, report),  # type: ignore[attr-defined]
            "is_up": report.receiver == "district" or report.passed_up_at is not None,
            "reasons": (),
            "typed": {},
        }
        | more,
    )
