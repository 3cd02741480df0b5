"""Behind the family's link: something that is kept of it is wrong."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from zoufang.desks.family.corrections import asked_by
from zoufang.engines.refusal import Refused
from zoufang.stages.rights.actions import ask_correction
from zoufang.stages.rights.states import CorrectField
from zoufang.stages.signup.access import family_of
from zoufang.web.pages import by_link, go, page


@by_link(scope=family_of, verbs=["GET", "HEAD", "POST"])
def correct(request: HttpRequest) -> HttpResponse:
    """What is wrong, and what is right; below, what became of what this guardian asked before."""
    family = request.family  # type: ignore[attr-defined]
    reasons: Any = ()
    if request.method == "POST":
        try:
            ask_correction(
                guardian=family.guardian,
                campaign=family.campaign,
                what=request.POST.get("what", ""),
                value=request.POST.get("value", ""),
                on_staff_device=family.on_staff_device,
                by=family.actor,
                at=request.now,  # type: ignore[attr-defined]
            )
            messages.success(request, _("已交给园里,结果会写在这一页。"))
            return go(request, "family:correct")
        except Refused as refused:
            reasons = refused.reasons
    return page(
        request,
        "rights/family_correct.html",
        status=422 if reasons else 200,
        family=family,
        choices=_choices(family.household),
        workdays=family.campaign.limit("request_workdays"),
        asked=asked_by(family),
        typed={"what": request.POST.get("what", ""), "value": request.POST.get("value", "")},
        reasons=reasons,
    )


def _choices(home: Any) -> list[tuple[str, str]]:
    """Each child's and guardian's facts, the address, anything else."""
    children = home.children.filter(left_on__isnull=True)
    of_children = (CorrectField.CHILD_NAME, CorrectField.CHILD_BORN)
    of_guardians = (CorrectField.GUARDIAN_NAME, CorrectField.GUARDIAN_RELATION, CorrectField.GUARDIAN_PHONE)
    things = [(field, child) for child in children for field in of_children]
    things += [(field, each) for each in home.guardians.all() for field in of_guardians]
    named = [(f"{field}:{thing.public_id}", f"{thing.name} · {field.label}") for field, thing in things]
    return [*named, *((str(field), str(field.label)) for field in (CorrectField.ADDRESS, CorrectField.OTHER))]
