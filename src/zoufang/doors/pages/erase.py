"""Behind the family's link: have what is kept deleted; take that back; by the code, see that it is done."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from zoufang.engines.codes.spelling import spelt
from zoufang.engines.refusal import Reason, Refused
from zoufang.stages.rights import actions, queries
from zoufang.stages.rights.states import ErasureExtent, ErasureState
from zoufang.stages.signup.access import family_of
from zoufang.web.jinja import render
from zoufang.web.pages import by_link, go, open_to_all, page

UNKNOWN = Reason("没有这个证明码。请对一下:16 个字母和数字,没有 i、l、o、u")


@by_link(scope=family_of, verbs=["GET", "HEAD", "POST"])
def erase(request: HttpRequest) -> HttpResponse:
    """Whose, what goes and what stays; while it waits, the code by which the proof is read afterwards."""
    family = request.family  # type: ignore[attr-defined]
    if request.method != "POST":
        return _shown(request)
    extent, _colon, child_id = request.POST.get("whose", "").partition(":")
    try:
        actions.ask_erasure(
            guardian=family.guardian,
            campaign=family.campaign,
            extent=extent,
            child_id=child_id,
            on_staff_device=family.on_staff_device,
            by=family.actor,
            at=request.now,  # type: ignore[attr-defined]
        )
    except Refused as refused:
        return _shown(request, reasons=refused.reasons)
    messages.success(request, _("已交给园长。请记下下面的证明码。"))
    return go(request, "family:erase")


@by_link(scope=family_of, verbs=["POST"])
def take_back(request: HttpRequest) -> HttpResponse:
    """The family leaves it as it is."""
    family = request.family  # type: ignore[attr-defined]
    try:
        actions.take_back_erasure(
            guardian=family.guardian,
            on_staff_device=family.on_staff_device,
            by=family.actor,
            at=request.now,  # type: ignore[attr-defined]
        )
    except Refused as refused:
        return _shown(request, reasons=refused.reasons)
    messages.success(request, _("收回了,什么都没有删。"))
    return go(request, "family:erase")


@open_to_all(why="凭证明码看自己家的信息删除了没有", verbs=["GET", "HEAD", "POST"])
def proof(request: HttpRequest) -> HttpResponse:
    """The code comes by POST, so that no address holds it. `as=file`: the proof as a page to keep."""
    code = request.POST.get("code", "")
    found = queries.erasure_by_code(code) if request.method == "POST" else None
    shown = queries.proof_of(found) if found else None
    if shown and shown.state == ErasureState.DONE and request.POST.get("as") == "file":
        answer = HttpResponse(render(request, "rights/proof_file.html", {"proof": shown}))
        answer["Content-Disposition"] = content_disposition_header(True, _("删除证明") + ".html") or ""
    else:
        reasons = [UNKNOWN] if request.method == "POST" and shown is None else []
        answer = page(
            request, "rights/proof.html", status=422 if reasons else 200, proof=shown, code=code, reasons=reasons
        )
    answer.setdefault("Cache-Control", "private, no-store")
    return answer


def _shown(request: HttpRequest, reasons: Any = ()) -> HttpResponse:
    family = request.family  # type: ignore[attr-defined]
    asked = list(queries.erasures_of_household(family.household))
    waiting = next((each for each in asked if each.state == ErasureState.OPEN), None)
    is_own = waiting is not None and waiting.asked_by_id == family.guardian.pk
    return page(
        request,
        "rights/family_erase.html",
        status=422 if reasons else 200,
        family=family,
        choices=_choices(family),
        workdays=family.campaign.limit("request_workdays"),
        waiting=waiting,
        is_own=is_own,
        whose=queries.extent_words(waiting) if waiting else "",
        # The code reads the proof alone; still it is the asking guardian's.
        code=spelt(queries.code_of(waiting)) if waiting and is_own else "",
        address=f"{settings.PUBLIC_URL}{reverse('doors:erased')}",
        refused=[each for each in asked if each.state == ErasureState.NOT_DONE],
        typed=request.POST.get("whose", ""),
        reasons=reasons,
    )


def _choices(family: Any) -> list[tuple[str, str, str]]:
    """(value, label, what it means), the whole family first."""
    children = list(family.household.children.filter(left_on__isnull=True))
    names = "、".join(child.name for child in children)
    whole = _("孩子、每位家长、住址、报名、走访记录、反映的事和照片都删;各位家长的链接都关闭。")
    each = _("只删这个孩子的信息,别的孩子照旧。")
    own = _("删您的姓名、电话、您自己说的话;孩子和另一位家长的照旧,您的链接关闭。")
    found = [(ErasureExtent.FAMILY.value, _("全家的:%(names)s") % {"names": names}, whole)]
    if len(children) > 1:
        found += [
            (f"{ErasureExtent.CHILD}:{child.public_id}", _("%(name)s的") % {"name": child.name}, each)
            for child in children
        ]
    return [*found, (ErasureExtent.SELF.value, _("只是我自己的"), own)]
