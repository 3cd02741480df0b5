"""A workbook comes in: upload, differences, confirm; refused rows go back."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header

from zoufang.engines.refusal import Refused
from zoufang.engines.roster_reading import annotated_copy
from zoufang.engines.roster_reading.blank import blank_roster
from zoufang.ground.files.queries import content_of
from zoufang.ground.files.rules import TYPES
from zoufang.stages.roster import access, actions, queries
from zoufang.stages.roster.forms import UploadForm
from zoufang.stages.roster.views.index import what_the_index_shows
from zoufang.web.pages import go, page, reads, writes


@writes(may=access.may_keep_roster)
def upload(request: HttpRequest) -> HttpResponse:
    """Take a workbook; it waits with its differences."""
    actor = request.actor  # type: ignore[attr-defined]
    school = queries.schools_of_actor(actor).first()
    form = UploadForm(request.POST, request.FILES)
    try:
        if school is None:
            raise Refused("您还没有任职的学校,请联系园长")
        if not form.is_valid():
            raise Refused("请先选择花名册文件(.xlsx、.xls 或 .csv);空文件不能导入")
        sent = form.cleaned_data["file"]
        draft = actions.draft_import(
            school=school,
            content=sent.read(),
            name=sent.name,
            by=actor,
            at=request.now,  # type: ignore[attr-defined]
        )
    except Refused as refused:
        shown = what_the_index_shows(request) | {"reasons": refused.reasons}
        return page(request, "roster/index.html", status=422, **shown)
    return go(request, "roster:preview", draft.public_id)


@reads(may=access.may_keep_roster)
def preview(request: HttpRequest, import_id: str) -> HttpResponse:
    """What importing would change, computed anew each time; once it is imported, what it did."""
    draft = _draft(request, import_id)
    return page(request, "roster/preview.html", **_what_the_preview_shows(request, draft))


@writes(may=access.may_keep_roster)
def confirm(request: HttpRequest, import_id: str) -> HttpResponse:
    """Write it."""
    draft = _draft(request, import_id)
    try:
        reading = actions.reading_of_draft(draft)
        actions.import_roster(
            school=draft.school,
            reading=reading,
            draft=draft,
            by=request.actor,
            at=request.now,  # type: ignore[attr-defined]
        )
    except Refused as refused:
        shown = _what_the_preview_shows(request, draft) | {"reasons": refused.reasons}
        return page(request, "roster/preview.html", status=422, **shown)
    return go(request, "roster:preview", draft.public_id)


@writes(may=access.may_keep_roster)
def drop(request: HttpRequest, import_id: str) -> HttpResponse:
    """Leave it."""
    draft = _draft(request, import_id)
    actions.drop_import(draft=draft, by=request.actor, at=request.now)  # type: ignore[attr-defined]
    return go(request, "roster:index")


@reads(may=access.may_keep_roster)
def refused(request: HttpRequest, import_id: str) -> HttpResponse:
    """The annotated copy of the workbook."""
    draft = _draft(request, import_id)
    reading = actions.reading_of_draft(draft)
    rows = tuple((each.sheet, each.row, each.column, each.reason) for each in reading.refused)
    answer = HttpResponse(annotated_copy(content_of(draft.file), rows), content_type=TYPES["xlsx"])
    answer["Content-Disposition"] = (
        content_disposition_header(True, f"退回-{draft.file_name.rpartition('.')[0]}.xlsx") or ""
    )
    answer["Cache-Control"] = "private, no-store"
    return answer


@reads(may=access.may_keep_roster)
def blank(request: HttpRequest) -> HttpResponse:
    """An empty roster with the right heads."""
    answer = HttpResponse(blank_roster(), content_type=TYPES["xlsx"])
    answer["Content-Disposition"] = content_disposition_header(True, "花名册模板.xlsx") or ""
    return answer


def _draft(request: HttpRequest, import_id: str) -> Any:
    return get_object_or_404(queries.imports_of(request.actor), public_id=import_id)  # type: ignore[attr-defined]


def _what_the_preview_shows(request: HttpRequest, draft: Any) -> dict[str, Any]:
    reading = actions.reading_of_draft(draft)
    waits = draft.state == "waiting"
    return {
        "draft": draft,
        "reading": reading,
        "waits": waits,
        "result": actions.preview_roster(school=draft.school, reading=reading, at=request.now) if waits else None,  # type: ignore[attr-defined]
        "reasons": (),
    }
