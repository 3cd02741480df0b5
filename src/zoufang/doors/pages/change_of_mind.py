"""On the family's own page: this time does not suit; not this time after all; as it was."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from zoufang.engines.refusal import Refused
from zoufang.flows import change_of_mind
from zoufang.stages.signup.access import family_of
from zoufang.stages.signup.states import AnsweredVia
from zoufang.web.pages import by_link, go


@by_link(scope=family_of, verbs=["POST"])
def other_time(request: HttpRequest) -> HttpResponse:
    """The booked time is free again, the teachers are told; straight on to “when”. A teacher has a page of her own for it."""
    family = request.family  # type: ignore[attr-defined]
    if family.on_staff_device:
        raise Refused("这台设备上登录过老师的账号,请用自己的手机打开链接再答")
    change_of_mind.ask_another_time(**_whose(family), by=family.actor, at=request.now)  # type: ignore[attr-defined]
    messages.success(request, _("已告诉老师这个时间不行。请再选几个方便的时间。"))
    answer = go(request, "family:wish")
    header = "HX-Redirect" if answer.has_header("HX-Redirect") else "Location"
    answer[header] = f"{reverse('family:wish')}?step=when"
    return answer


@by_link(scope=family_of, verbs=["POST"])
def call_off(request: HttpRequest) -> HttpResponse:
    """Not this time after all; the page offers to take it back."""
    family = request.family  # type: ignore[attr-defined]
    change_of_mind.call_off_visit(**_whose(family), via=_via(family), by=family.actor, at=request.now)  # type: ignore[attr-defined]
    return go(request, "desks:family")


@by_link(scope=family_of, verbs=["POST"])
def take_back(request: HttpRequest) -> HttpResponse:
    """As it was before, if nobody has that time now."""
    family = request.family  # type: ignore[attr-defined]
    is_whole = change_of_mind.take_it_back(**_whose(family), via=_via(family), by=family.actor, at=request.now)  # type: ignore[attr-defined]
    if is_whole:
        messages.success(request, _("恢复了,和原来一样。"))
    else:
        messages.error(request, _("报名恢复了,但原来的时间已经约给了别人。请再选一个时间。"))
    return go(request, "desks:family")


def _whose(family: Any) -> dict[str, Any]:
    return {"campaign": family.campaign, "household": family.household}


def _via(family: Any) -> AnsweredVia:
    return AnsweredVia.DEVICE if family.on_staff_device else AnsweredVia.LINK
