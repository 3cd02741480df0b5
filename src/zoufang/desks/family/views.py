"""我家的走访: everything a family may know of its visit, on one page."""

from __future__ import annotations

import json
from dataclasses import asdict
from io import BytesIO
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from zoufang.desks.family.holdings import everything_of
from zoufang.engines.archive import zip_of
from zoufang.engines.refusal import Reason
from zoufang.stages.problem import told
from zoufang.stages.problem.queries import is_asked, problems_of_household, stands_as, with_story
from zoufang.stages.problem.states import ENDED
from zoufang.stages.rights.queries import is_asked as may_choose_consent
from zoufang.stages.schedule.queries import appointment_of_household, fell_through_of, released_of_household
from zoufang.stages.signup.access import family_of
from zoufang.stages.signup.queries import kept_until, signup_of
from zoufang.stages.visit.queries import companions_of, is_begun, papers_of_household, visits_of_household
from zoufang.web.jinja import render
from zoufang.web.pages import by_link, page


@by_link(scope=family_of)
def family(request: HttpRequest) -> HttpResponse:
    """The story so far, and the one thing to do next."""
    home, campaign = request.family.household, request.family.campaign
    signup = signup_of(home, campaign)
    appointment = appointment_of_household(campaign, home)
    visits = list(visits_of_household(campaign, home))
    problems = list(with_story(problems_of_household(home, campaign)))
    return page(
        request,
        "desks/family.html",
        family=request.family,
        children=list(home.children.filter(left_on__isnull=True).select_related("klass")),
        signup=signup,
        appointment=appointment,
        released=released_of_household(campaign, home, now=request.now),
        companions=companions_of(appointment.round, [home.pk]).get(home.pk, "") if appointment else "",
        fell_through=fell_through_of(campaign, home),
        may_change=not is_begun(campaign, home) and not (signup and signup.locked_at),
        reminder=signup.get_remind_by_display() if signup and signup.remind_by != "none" else "",
        visits=visits,
        to_confirm=next((each for each in visits if each.state == "done" and each.confirmation == "unanswered"), None),
        papers=list(papers_of_household(campaign, home)),
        problems=[(each, told.how_it_stands(state=stands_as(each), is_asked=is_asked(each))) for each in problems],
        to_say=next((each for each in problems if is_asked(each)), None),
        may_choose=may_choose_consent(request.family.guardian),
        ended=ENDED,
    )


@by_link(scope=family_of)
def data(request: HttpRequest) -> HttpResponse:
    """Everything that is kept of this family, by kind; how long, whom to ask, how to take a copy."""
    return _data(request)


@by_link(scope=family_of)
def copy(request: HttpRequest) -> HttpResponse:
    """The same as one file, made on the spot and kept nowhere: a page to read and a .json for programs."""
    family = request.family  # type: ignore[attr-defined]
    if family.on_staff_device:
        return _data(request, reasons=[Reason("这台设备上登录过老师的账号,请用自己的手机打开链接再下载")])
    sections = everything_of(family, in_full=True)
    made_at = timezone.localtime(request.now)  # type: ignore[attr-defined]
    words = {"family": family, "sections": sections, "made_at": made_at}
    facts = {
        "school": family.household.school.name,
        "made_at": made_at.isoformat(timespec="seconds"),
        "sections": [asdict(section) for section in sections],
    }
    whole = BytesIO()
    files = (
        (_("我家的数据") + ".html", render(request, "desks/family_copy.html", words).encode()),
        (_("我家的数据") + ".json", json.dumps(facts, ensure_ascii=False, indent=1).encode()),
    )
    zip_of(files, whole)
    answer = HttpResponse(whole.getvalue(), content_type="application/zip")
    answer["Content-Disposition"] = content_disposition_header(True, _("我家的数据") + ".zip") or ""
    return answer


def _data(request: HttpRequest, reasons: Any = ()) -> HttpResponse:
    family = request.family  # type: ignore[attr-defined]
    home, campaign = family.household, family.campaign
    return page(
        request,
        "desks/family_data.html",
        status=422 if reasons else 200,
        family=family,
        sections=everything_of(family, in_full=False),
        until=kept_until(campaign),
        school=home.school,
        line=campaign.contact_line or home.school.phone,
        reasons=reasons,
    )
