"""Leaders visited some of their colleagues, and the second round has begun."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from zoufang.flows.finish_staff_visit import finish_staff_visit
from zoufang.ground.accounts.states import Role
from zoufang.stages.assignment.models import StaffBond
from zoufang.stages.revisit.actions import RevisitWords, record_revisit
from zoufang.stages.revisit.queries import families_of, still_open, to_ask_about
from zoufang.stages.visit.actions import StaffVisitWords, open_staff_visit, record_staff_visit

if TYPE_CHECKING:
    from zoufang.doors.demo.fill import Filler, Staffed

SAID = (
    ("延时班排得太密,备课时间不够", "", "希望隔周轮换"),
    ("", "孩子上小学没人接", ""),
    ("教具不够,常常自己买", "", ""),
    ("", "", "希望多一点外出学习的机会"),
)


def visit_staff(filler: Filler, school: Staffed) -> None:
    """Every second member of staff was visited; some of what they said became a problem that names nobody."""
    bonds = StaffBond.objects.filter(school=school.unit).select_related("visitor", "visited").order_by("pk")
    for place, bond in enumerate(bonds):
        if place % 2 and not school.plan.everything_answered:
            continue
        by, at = filler.actor(bond.visitor), filler.at(6 + place % 9, 16, 5 * (place % 12))
        work, life, wishes = SAID[place % len(SAID)]
        visit = open_staff_visit(campaign=school.campaign, bond=bond, by=by, at=at)
        words = StaffVisitWords(
            place="教师办公室", met_at=at, difficulties_at_work=work, difficulties_in_life=life, suggestions=wishes
        )
        visit = record_staff_visit(visit=visit, words=words, by=by, at=at + timedelta(minutes=30))
        pass_on = ("difficulties_at_work",) if work and place % 8 == 0 and not school.plan.everything_answered else ()
        finish_staff_visit(visit=visit, pass_on=pass_on, by=by, at=at + timedelta(minutes=31))
    _ask_again(filler, school)


def _ask_again(filler: Filler, school: Staffed) -> None:
    """The clerk telephoned some of the families that had raised nothing."""
    by = filler.actor(school.first(Role.CLERK))
    for home in families_of(by, school.campaign)[:40:4]:
        if to_ask_about(by, home, school.campaign) or still_open(by, home, school.campaign):
            continue
        words = RevisitWords(reached=True, mode="phone", was_contacted=True, satisfaction="satisfied")
        record_revisit(campaign=school.campaign, household=home, words=words, by=by, at=filler.at(2, 15))
