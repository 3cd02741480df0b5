"""Living data of sign-up: a talk alone, a time given back, a reminder asked for, a link that is locked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_noop as noop

from zoufang.doors.demo import consents
from zoufang.flows.answer_signup import answer_signup
from zoufang.flows.change_of_mind import ask_another_time
from zoufang.ground.accounts.actor import family_actor
from zoufang.ground.accounts.states import Role
from zoufang.ground.campaign.states import VisitForm
from zoufang.ground.org.queries import classes_of
from zoufang.stages.rights.states import Scope
from zoufang.stages.roster.actions import set_care
from zoufang.stages.roster.models import Household
from zoufang.stages.roster.queries import households_of_class
from zoufang.stages.schedule.models import Appointment
from zoufang.stages.schedule.queries import free_talks, moments_of
from zoufang.stages.schedule.states import AppointmentState
from zoufang.stages.signup.actions import SignupWords, answer_possession, choose_reminder, link_for, open_link
from zoufang.stages.signup.models import Signup
from zoufang.stages.signup.queries import session_by_secret
from zoufang.stages.signup.rules import MOST_WRONG_ANSWERS
from zoufang.stages.signup.states import AnsweredVia, RemindBy

if TYPE_CHECKING:
    from zoufang.doors.demo.fill import Filler, Staffed


def live(filler: Filler, school: Staffed) -> list[tuple[str, str]]:
    """In the first class, where a visitor steps in as its teacher; a family to step in as that has a time."""
    ways = []
    klass = classes_of(school.unit)[0]
    homes = list(households_of_class(klass).prefetch_related("guardians"))
    answered = set(Signup.objects.filter(campaign=school.campaign).values_list("household_id", flat=True))
    visited = set(Appointment.objects.filter(campaign=school.campaign).values_list("household_id", flat=True))
    quiet = [home for home in homes if home.pk not in answered and home.pk not in visited]
    # The first quiet family is the one that a visitor steps in as: it stays quiet.
    if len(quiet) > 1:
        consents.agree(filler, quiet[-1], Scope.BASIC, Scope.HEALTH)
        _talks_alone(filler, school, quiet[-1])
    booked = Appointment.objects.filter(
        campaign=school.campaign, klass=klass, state=AppointmentState.BOOKED, starts_at__gt=filler.now
    )
    booked = booked.exclude(household__in=quiet).order_by("starts_at")
    for place, appointment in enumerate(booked.select_related("household")[:4]):
        home = appointment.household
        if place == 1:
            guardian = home.guardians.all()[0]
            by = family_actor(guardian.pk, guardian.name)
            ask_another_time(campaign=school.campaign, household=home, by=by, at=filler.now)
        else:
            _asks_to_be_reminded(filler, school, home)
            ways = ways or [(noop("已经约好时间"), home.guardians.all()[0].public_id)]
    if len(quiet) > 2:
        _locks(filler, school, quiet[-2])
    return ways


def _talks_alone(filler: Filler, school: Staffed, home: Household) -> None:
    principal = filler.actor(school.first(Role.PRINCIPAL))
    set_care(household=home, level="attention", note="家里刚有变故,谈话请单独进行。", by=principal, at=filler.at(10, 9))
    home.refresh_from_db()
    slots = free_talks(school.campaign, home, at=filler.now)
    if not slots:
        return
    guardian = home.guardians.all()[0]
    words = SignupWords(form=VisitForm.SCHOOL.value, times=[moments_of(slots[0])], is_one_to_one=True)
    answer_signup(
        campaign=school.campaign,
        household=home,
        words=words,
        via=AnsweredVia.LINK,
        by=family_actor(guardian.pk, guardian.name),
        guardian=guardian,
        at=filler.now,
    )


def _asks_to_be_reminded(filler: Filler, school: Staffed, home: Household) -> None:
    guardian = home.guardians.all()[0]
    choose_reminder(
        campaign=school.campaign,
        household=home,
        remind_by=RemindBy.TEACHER.value,
        offered=[RemindBy.TEACHER.value],
        mail="",
        language="",
        by=family_actor(guardian.pk, guardian.name),
        at=filler.now,
    )


def _locks(filler: Filler, school: Staffed, home: Household) -> None:
    guardian = home.guardians.all()[0]
    token = link_for(guardian=guardian, campaign=school.campaign, at=filler.at(2, 9)).rpartition("#")[2]
    session = session_by_secret(open_link(token=token, at=filler.at(2, 10)))
    for _ in range(MOST_WRONG_ANSWERS):
        if session is not None:
            answer_possession(session=session, digits="0000", at=filler.at(2, 10))
