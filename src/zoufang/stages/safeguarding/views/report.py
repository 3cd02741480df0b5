"""Report at once: by a family, by a member of staff."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from zoufang.engines.refusal import Reason, Refused
from zoufang.ground.accounts.actor import family_actor
from zoufang.stages.safeguarding import access, actions, queries, rules
from zoufang.stages.safeguarding.forms import ReportForm
from zoufang.stages.safeguarding.states import Concern, Receiver
from zoufang.stages.signup.access import family_of
from zoufang.web.pages import by_link, page, writes
from zoufang.web.tables import new_public_id


@by_link(scope=family_of, verbs=["GET", "HEAD", "POST"])
def family_new(request: HttpRequest) -> HttpResponse:
    """A guardian reports. Nothing of it stands on the family's pages: the other guardian reads those too."""
    family = request.family
    # Without a name the journal does not know either who it was.
    nameless = not request.POST.get("reporter", "").strip()
    by = family_actor(0, "") if nameless else family.actor
    return _report(request, "safeguarding/family_new.html", school=family.household.school, by=by)


@writes(may=access.may_report, also_shows=True)
def new(request: HttpRequest) -> HttpResponse:
    """A member of staff reports, with the own name unless it is taken out."""
    schools = queries.schools_worked_at(request.actor)
    school = next((one for one in schools if one.public_id == request.POST.get("school")), schools[0])
    reporter = request.actor.name
    return _report(
        request, "safeguarding/new.html", school=school, by=request.actor, schools=schools, reporter=reporter
    )


def _report(request: HttpRequest, template: str, *, school: Any, by: Any, **more: Any) -> HttpResponse:
    today = timezone.localdate(request.now)
    shown = {
        "school": school,
        "concerns": Concern.choices,
        "people": queries.staff_to_name(school, on=today),
        "to_school": [user.name for user, _ in queries.people_told(school, Receiver.PRINCIPAL, on=today)],
        "to_district": [user.name for user, _ in queries.people_told(school, Receiver.DISTRICT, on=today)],
        "hours": rules.UNOPENED_HOURS,
        "code": request.POST.get("code") or new_public_id(),
        "typed": request.POST,
        "reasons": (),
    } | more
    if request.method != "POST":
        return page(request, template, **shown)
    form = ReportForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused(Reason("有一栏太长或选项不对,请看一下再送;写的内容还在下面"))
        said = form.cleaned_data
        report = actions.report_harm(
            school=school,
            code=said["code"],
            concern=said["concern"],
            text=said["text"],
            child=said["child"],
            reporter=said["reporter"],
            about_person=queries.person_of(school, said["about"], on=today) if said["about"] else None,
            by=by,
            at=request.now,
        )
    except Refused as refused:
        # A new code: the old one may be the reason.
        return page(request, template, status=422, **shown | {"reasons": refused.reasons, "code": new_public_id()})
    return page(
        request,
        "safeguarding/sent.html",
        frame="web/family.html" if template.endswith("family_new.html") else "web/base.html",
        report=queries.followed(report),
        code=rules.spelt(said["code"]),
        hours=rules.UNOPENED_HOURS,
    )
