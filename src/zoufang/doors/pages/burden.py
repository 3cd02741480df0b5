"""嫌麻烦: on every page, for everybody, without a name."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from zoufang.engines.refusal import Refused
from zoufang.ground.campaign.queries import running_campaign
from zoufang.ground.org.queries import class_by_id, school_of, unit_at
from zoufang.stages.rights.actions import say_burden
from zoufang.stages.rights.states import Burden, Reader
from zoufang.stages.signup.access import opened_session
from zoufang.web.pages import open_to_all, page

LONGEST_NAME = 60


@open_to_all(why="说说哪里麻烦:不登录也行,不记名", verbs=["GET", "HEAD", "POST"])
def burden(request: HttpRequest) -> HttpResponse:
    """Tick what was too much, a word if one likes. `?at=`: the page's name; `?of=`: the class whose public page it was."""
    actor = request.actor  # type: ignore[attr-defined]
    unit, campaign, reader = _where(request)
    reasons: Any = ()
    is_done = False
    if request.method == "POST":
        try:
            say_burden(
                unit=unit,
                campaign=campaign,
                reader=reader,
                page_name=request.GET.get("at", "")[:LONGEST_NAME],
                what=request.POST.getlist("what"),
                words=request.POST.get("words", ""),
                at=request.now,  # type: ignore[attr-defined]
            )
            is_done = True
        except Refused as refused:
            reasons = refused.reasons
    return page(
        request,
        "rights/burden.html",
        status=422 if reasons else 200,
        is_staff=actor.is_signed_in,
        is_family=reader == Reader.FAMILY,
        choices=Burden.choices,
        chosen=request.POST.getlist("what"),
        words=request.POST.get("words", ""),
        is_done=is_done,
        address=request.get_full_path(),
        reasons=reasons,
    )


def _where(request: HttpRequest) -> tuple[Any, Any, Reader]:
    """The school (or what lies above) and on which side; nothing of who."""
    actor = request.actor  # type: ignore[attr-defined]
    if actor.is_signed_in:
        unit = unit_at(actor.duties[0].path) if actor.duties else None
        school = school_of(unit) if unit else None
        reader = Reader.TEACHER if actor.classes_taught() else Reader.OTHER
        return school or unit, running_campaign(school), reader
    session = opened_session(request)
    if session is not None:
        return session.link.guardian.household.school, session.link.campaign, Reader.FAMILY
    klass = class_by_id(request.GET.get("of", "")[:LONGEST_NAME])
    school = school_of(klass) if klass else None
    return school, running_campaign(school), Reader.OTHER
