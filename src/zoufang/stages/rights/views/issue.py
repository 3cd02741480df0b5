"""The rules of children's data: read, changed, issued by the principal."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from zoufang.engines.refusal import Reason, Refused
from zoufang.stages.rights import access, actions, queries
from zoufang.stages.rights.first_text import first_text
from zoufang.stages.rights.forms import RulesForm
from zoufang.stages.rights.states import Scope
from zoufang.web.pages import go, page, writes


@writes(may=access.may_issue_rules, also_shows=True)
def issue(request: HttpRequest, school_id: str) -> HttpResponse:
    """The newest version to start from, else the text that comes with the system."""
    school = get_object_or_404(queries.schools_led(request.actor), public_id=school_id)  # type: ignore[attr-defined]
    newest = queries.rules_of(school)
    if request.method != "POST":
        body, english = (
            (newest.body, newest.body_english) if newest else first_text(school=school.name, line=school.phone)
        )
        return _shown(request, school, newest, typed={"body": body, "english": english, "asks_more": []})
    form = RulesForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused(Reason("有一项看不懂,请刷新页面再试;规则不要超过两万字"))
        actions.issue_rules(school=school, by=request.actor, at=request.now, **form.cleaned_data)  # type: ignore[attr-defined]
    except Refused as refused:
        typed = {
            "body": request.POST.get("body", ""),
            "english": request.POST.get("english", ""),
            "asks_more": request.POST.getlist("asks_more"),
        }
        return _shown(request, school, newest, typed=typed, reasons=refused.reasons)
    messages.success(request, _("新的一版已发布,家长在专属链接里看得到。"))
    return go(request, "rights:rules", school.public_id)


def _shown(request: HttpRequest, school: Any, newest: Any, *, typed: dict[str, Any], reasons: Any = ()) -> HttpResponse:
    return page(
        request,
        "rights/rules.html",
        status=422 if reasons else 200,
        school=school,
        newest=newest,
        versions=list(queries.versions_of(school)),
        scopes=Scope.choices,
        labels=dict(Scope.choices),
        typed=typed,
        reasons=reasons,
    )
