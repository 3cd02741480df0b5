"""我家的走访: everything a family may know of its visit, on one page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from zoufang.ground.privacy.masks import mask_address, mask_phone
from zoufang.stages.problem import told
from zoufang.stages.problem.queries import is_asked, problems_of_household, stands_as, with_story
from zoufang.stages.problem.states import ENDED
from zoufang.stages.schedule.queries import appointment_of_household, released_of_household
from zoufang.stages.signup.access import family_of
from zoufang.stages.signup.queries import kept_until, signup_of
from zoufang.stages.visit.queries import is_begun, papers_of_household, visits_of_household
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
        may_change=not is_begun(campaign, home) and not (signup and signup.locked_at),
        reminder=signup.get_remind_by_display() if signup and signup.remind_by != "none" else "",
        visits=visits,
        to_confirm=next((each for each in visits if each.state == "done" and each.confirmation == "unanswered"), None),
        papers=list(papers_of_household(campaign, home)),
        problems=[(each, told.how_it_stands(state=stands_as(each), is_asked=is_asked(each))) for each in problems],
        to_say=next((each for each in problems if is_asked(each)), None),
        ended=ENDED,
    )


@by_link(scope=family_of)
def data(request: HttpRequest) -> HttpResponse:
    """What is kept of this family, how long, and whom to ask."""
    home, campaign = request.family.household, request.family.campaign
    return page(
        request,
        "desks/family_data.html",
        family=request.family,
        children=list(home.children.filter(left_on__isnull=True).select_related("klass")),
        guardians=[(each.name, each.relation, mask_phone(each.phone)) for each in home.guardians.all()],
        address=mask_address(home.address),
        signup=signup_of(home, campaign),
        until=kept_until(campaign),
        school=home.school,
        line=campaign.contact_line or home.school.phone,
    )
