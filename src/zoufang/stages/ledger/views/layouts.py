"""The desk of templates: which document is drawn with what, the names it knows, upload, sample, versions."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from zoufang.engines.refusal import Refused
from zoufang.ground.files.queries import content_of
from zoufang.ground.files.rules import TYPES
from zoufang.ground.files.views import answer_with
from zoufang.stages.ledger import access, actions, documents, queries
from zoufang.stages.ledger.documents import layouts as built_ins
from zoufang.stages.ledger.forms import LayoutForm
from zoufang.web.pages import go, page, reads, writes


@reads(may=access.may_keep_layouts)
def layouts(request: HttpRequest) -> HttpResponse:
    """Each document and its templates."""
    return page(request, "ledger/layouts.html", **_shown(request))


@reads(may=access.may_keep_layouts)
def built_in(request: HttpRequest, kind: str) -> HttpResponse:
    """The built-in template, to begin from."""
    document = _document(kind)
    return _download(built_ins.built_in(document.LAYOUT), f"{document.TITLE}(模板)", document.LAYOUT.rpartition(".")[2])


@reads(may=access.may_keep_layouts)
def layout_file(request: HttpRequest, layout_id: str) -> HttpResponse:
    """A version as it was uploaded."""
    return answer_with(_layout(request, layout_id).file)


@reads(may=access.may_keep_layouts)
def layout_sample(request: HttpRequest, layout_id: str) -> HttpResponse:
    """A version filled with examples."""
    layout = _layout(request, layout_id)
    document = _document(layout.kind)
    template = built_ins.compiled_upload(content_of(layout.file))
    names = built_ins.compiled(document.LAYOUT).names
    return _download(template.fill(built_ins.sample_of(names)), f"{document.TITLE}(样例)", template.kind)


@writes(may=access.may_keep_layouts, reads_first=True)
def add_layout(request: HttpRequest, kind: str) -> HttpResponse:
    """A template comes in and is in use from now on."""
    document, form = _document(kind), LayoutForm(request.POST, request.FILES)
    try:
        if not form.is_valid():
            raise Refused("请先选择模板文件(.docx 或 .xlsx)")
        sent = form.cleaned_data["file"]
        content = sent.read()
        # Parsed before the write begins: SQLite has one writer.
        actions.check_layout(kind=kind, content=content)
        added = actions.add_layout(unit=_unit(request), kind=kind, content=content, name=sent.name, **_by(request))
    except Refused as refused:
        shown = _shown(request) | {"reasons": {document.KIND.value: refused.reasons}}
        return page(request, "ledger/layouts.html", status=422, **shown)
    messages.success(
        request,
        _("第 %(n)s 版模板已启用,请下载样例核对。已起草的台账不会变,要用新模板请重新起草。") % {"n": added.version},
    )
    return go(request, "ledger:layouts")


@writes(may=access.may_keep_layouts)
def use_layout(request: HttpRequest, layout_id: str) -> HttpResponse:
    """An older version is in use again."""
    actions.use_layout(layout=_layout(request, layout_id), **_by(request))
    messages.success(request, _("已改用这一版模板。已起草的台账不会变,要用它请重新起草。"))
    return go(request, "ledger:layouts")


@writes(may=access.may_keep_layouts)
def use_built_in(request: HttpRequest, kind: str) -> HttpResponse:
    """The unit's own are laid aside."""
    document = _document(kind)
    try:
        actions.use_built_in(unit=_unit(request), kind=kind, **_by(request))
    except Refused as refused:
        shown = _shown(request) | {"reasons": {document.KIND.value: refused.reasons}}
        return page(request, "ledger/layouts.html", status=422, **shown)
    messages.success(request, _("不再用自己的模板。已起草的台账不会变,请重新起草。"))
    return go(request, "ledger:layouts")


def _shown(request: HttpRequest) -> dict[str, Any]:
    unit = _unit(request)
    return {"unit": unit, "rows": queries.document_rows(unit), "reasons": {}}


def _unit(request: HttpRequest) -> Any:
    unit = queries.keeper_of(request.actor)  # type: ignore[attr-defined]
    if unit is None:
        raise Http404
    return unit


def _layout(request: HttpRequest, layout_id: str) -> Any:
    return get_object_or_404(queries.layouts_of(request.actor), public_id=layout_id)  # type: ignore[attr-defined]


def _document(kind: str) -> Any:
    document = documents.document_of(kind)
    if document is None:
        raise Http404
    return document


def _by(request: HttpRequest) -> dict[str, Any]:
    return {"by": request.actor, "at": request.now}  # type: ignore[attr-defined]


def _download(content: bytes, name: str, ending: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=TYPES[ending])
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=f"{name}.{ending}") or ""
    answer["Cache-Control"] = "private, no-store"
    return answer
