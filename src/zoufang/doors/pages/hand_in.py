"""A file that a phone exported, brought to the school."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from zoufang.engines.refusal import Refused
from zoufang.flows.hand_in import MOST_BYTES
from zoufang.flows.hand_in import hand_in as hand_in_file
from zoufang.ground.capture import access
from zoufang.web.pages import page, writes


@writes(may=access.may_hand_in, also_shows=True, one_by_one=True)
def hand_in(request: HttpRequest) -> HttpResponse:
    """Choose the file; what became of each record is said."""
    if request.method != "POST":
        return page(request, "doors/hand_in.html", done=None, reasons=())
    try:
        file = request.FILES.get("file")
        if file is None:
            raise Refused("请先选择从手机导出的文件")
        if (file.size or 0) > MOST_BYTES:
            raise Refused("文件超过 64 MB,请从手机上分几次导出")
        done = hand_in_file(content=file.read(), by=request.actor, at=request.now)
    except Refused as refused:
        return page(request, "doors/hand_in.html", status=422, done=None, reasons=refused.reasons)
    return page(request, "doors/hand_in.html", done=done, reasons=())
