"""A list of staff: handed in, looked at, taken over."""

from __future__ import annotations

from base64 import urlsafe_b64decode
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from zoufang.engines.keyring import CannotOpen
from zoufang.engines.refusal import Refused
from zoufang.engines.staff_reading.refused_copy import refused_copy
from zoufang.ground.accounts import access, actions, queries
from zoufang.web.pages import page, writes

MOST_BYTES = 1_000_000
PURPOSE = "private"


@writes(may=access.may_import_staff, also_shows=True)
def import_staff(request: HttpRequest) -> HttpResponse:
    """First POST: the preview, with nothing written. Second POST, with what the preview holds: the list is taken over."""
    schools = queries.schools_led_by(request.actor)  # type: ignore[attr-defined]
    shown: dict[str, Any] = {"schools": schools, "reasons": (), "seen": None, "done": None, "held": "", "school": ""}
    if request.method != "POST":
        return page(request, "accounts/import_staff.html", **shown)
    try:
        content, held = _handed_in(request)
        school = next((each for each in schools if each.public_id == request.POST.get("school")), schools[0])
        take = request.POST.get("do") == "take"
        done = actions.import_staff(content=content, school=school, by=request.actor, at=request.now, dry_run=not take)  # type: ignore[attr-defined]
    except Refused as refused:
        return page(request, "accounts/import_staff.html", status=422, **shown | {"reasons": refused.reasons})
    if request.POST.get("do") == "refused":
        answer = HttpResponse(refused_copy(done.refused, done.rows), content_type=_XLSX)
        answer["Content-Disposition"] = 'attachment; filename="refused.xlsx"'
        return answer
    shown |= {"held": held, "school": school.public_id, "done" if take else "seen": done}
    return page(request, "accounts/import_staff.html", **shown)


_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _handed_in(request: HttpRequest) -> tuple[bytes, str]:
    """The list and, closed with our key, the same for the page to hold: nothing is kept here between the two steps."""
    if held := request.POST.get("held"):
        number, _, body = held.partition(":")
        try:
            return settings.KEYS.unseal(int(number), urlsafe_b64decode(body), purpose=PURPOSE), held
        except (CannotOpen, ValueError):
            raise Refused("预览已经失效,请重新选文件") from None
    file = request.FILES.get("file")
    if file is None:
        raise Refused("请先选教职工名单(.xlsx、.xls 或 .csv)")
    if file.size is None or file.size > MOST_BYTES:
        raise Refused("文件太大了(上限 1 MB)。请只留教职工名单这一张表再试")
    content: bytes = file.read()
    return content, settings.KEYS.close_bytes(content, purpose=PURPOSE)
