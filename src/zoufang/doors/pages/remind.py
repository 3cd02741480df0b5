"""After signing up: how the family is reminded the day before, and in which language it is written to."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from zoufang.engines.refusal import Refused
from zoufang.stages.schedule.queries import reminders_offered
from zoufang.stages.signup import access, actions, queries
from zoufang.stages.signup.forms import ReminderForm
from zoufang.web.pages import by_link, go, page, speak


@by_link(scope=access.family_of, verbs=["GET", "HEAD", "POST"])
def remind(request: HttpRequest) -> HttpResponse:
    """None is the default: the calendar file has an alarm of its own."""
    family, offered = request.family, reminders_offered()  # type: ignore[attr-defined]
    signup = queries.signup_of(family.household, family.campaign)
    shown: dict[str, Any] = {
        "offered": offered,
        "languages": settings.LANGUAGES,
        "chosen": signup.remind_by if signup else "none",
        "mail": signup.remind_mail if signup else "",
        "spoken": get_language(),
        "reasons": (),
    }
    if request.method != "POST":
        return page(request, "signup/remind.html", **shown)
    form = ReminderForm(request.POST)
    try:
        if not form.is_valid() and "language" in form.errors:
            raise Refused("请选择一种语言")
        said = form.cleaned_data
        actions.choose_reminder(
            campaign=family.campaign,
            household=family.household,
            remind_by=said.get("remind_by") or "none",
            offered=[value for value, _ in offered],
            mail=said.get("mail", ""),
            language=said.get("language", ""),
            by=family.actor,
            at=request.now,  # type: ignore[attr-defined]
        )
    except Refused as refused:
        typed: dict[str, Any] = {
            "chosen": request.POST.get("remind_by", ""),
            "mail": request.POST.get("mail", ""),
            "spoken": request.POST.get("language", ""),
            "reasons": refused.reasons,
        }
        return page(request, "signup/remind.html", status=422, **shown | typed)
    answer = go(request, "desks:family")
    if said.get("language"):
        speak(answer, said["language"])
    return answer
