"""What happened so far in one school: notices, wishes, visits, problems in every state, the second round begun."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.resources import files
from itertools import cycle
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext_noop as noop

from zoufang.doors.demo.endings import settle
from zoufang.doors.demo.staff import visit_staff
from zoufang.flows.finish_visit import finish_visit
from zoufang.ground.accounts.actor import family_actor
from zoufang.ground.accounts.models import User
from zoufang.ground.accounts.states import Role
from zoufang.ground.campaign.queries import round_on, text_of
from zoufang.ground.campaign.states import TextKind, VisitForm
from zoufang.ground.org.models import Unit
from zoufang.ground.org.queries import classes_of
from zoufang.stages.briefing.actions import sign_plan
from zoufang.stages.roster.models import Guardian, Household
from zoufang.stages.roster.queries import households_of_class
from zoufang.stages.schedule.actions import book
from zoufang.stages.signup.actions import (
    SignupWords,
    answer_signup,
    approve_notice,
    draft_notices,
    link_for,
    publish_notice,
)
from zoufang.stages.signup.models import Notice
from zoufang.stages.signup.queries import slots_for
from zoufang.stages.signup.states import AnsweredVia
from zoufang.stages.visit.actions import VisitWords, confirm_visit, note_matter, open_visit, rate, record_visit
from zoufang.stages.visit.states import FamilyConfirmation, Feeling, Outcome, Settle

if TYPE_CHECKING:
    from zoufang.doors.demo.fill import Filler, Staffed

FORMS = (VisitForm.HOME,) * 6 + (VisitForm.SCHOOL,) * 2 + (VisitForm.PHONE, VisitForm.VIDEO, VisitForm.COMMUNITY)
ON_THE_SPOT = ("当面说明了,家长认可", "已经告诉家长办理办法", "当场和家长商量好了", "已当场答应并记下")


@dataclass(frozen=True)
class Words:
    """Something a family says."""

    text: str
    nature: str
    topic: str


def tell(filler: Filler, school: Staffed) -> list[tuple[str, str]]:
    """The school's story; two families to step in as: one that has not answered, one that raised a matter."""
    _brief(filler, school)
    _notices(filler, school)
    said = cycle(_matters())
    silent = None
    for klass in classes_of(school.unit):
        homes = list(households_of_class(klass).prefetch_related("guardians", "children"))
        visited = [home for home in homes if home.children.all()[0].klass_id == klass.pk]
        left = _visit(filler, school, klass, visited, said)
        quiet = _answer(filler, school, klass, left)
        silent = silent or next(iter(quiet), None)
    settle(filler, school)
    visit_staff(filler, school)
    ways = []
    for words, home in ((noop("还没有回复"), silent), (noop("反映过问题"), _who_waits_to_be_asked(school))):
        if home is not None:
            guardian = home.guardians.all()[0]
            link_for(guardian=guardian, campaign=school.campaign, at=filler.at(20, 9))
            ways.append((words, guardian.public_id))
    return ways


def _brief(filler: Filler, school: Staffed) -> None:
    text = text_of(school.campaign, TextKind.PLAN)
    everyone = [user for users in [*school.people.values(), *school.teachers.values()] for user in users]
    # The last two have not read it yet, so that there is something to do.
    for user in everyone[:-2]:
        if text is not None and filler.chance.random() < 0.95:
            sign_plan(
                campaign=school.campaign,
                text_id=text.public_id,
                by=filler.actor(user),
                at=filler.at(29, 10, filler.chance.randrange(60)),
            )


def _notices(filler: Filler, school: Staffed) -> None:
    principal = filler.actor(school.first(Role.PRINCIPAL))
    draft_notices(campaign=school.campaign, by=principal, at=filler.at(29, 11))
    for notice in Notice.objects.filter(campaign=school.campaign).select_related("klass"):
        approve_notice(notice=notice, by=principal, at=filler.at(29, 14))
        teacher = filler.actor(school.teachers[notice.klass_id][0])
        publish_notice(notice=notice, by=teacher, at=filler.at(28, 9))


def _visit(
    filler: Filler, school: Staffed, klass: Unit, homes: list[Household], said: Iterator[Words]
) -> list[Household]:
    """Visit as many as the plan says; those not visited yet come back."""
    phase = school.campaign.phases.get(entry_year=klass.entry_year or 0)
    begun = (filler.today - phase.starts_on).days
    # The youngest are half-way, the older done: together as far as the plan says.
    is_open = phase.ends_on >= filler.today
    share = school.plan.visited if school.plan.everything_answered else school.plan.visited * (0.75 if is_open else 1.5)
    goal = round(min(0.97 if not school.plan.everything_answered else 1.0, share) * len(homes))
    teachers = school.teachers[klass.pk]
    for place, home in enumerate(homes[:goal]):
        days_ago = max(1, begun - 1 - place * max(1, begun - 2) // max(1, goal))
        at = filler.at(days_ago, 14 + place % 5, 5 * (place % 10))
        _one_visit(filler, school, klass, home, teachers, at, said)
    return homes[goal:]


def _one_visit(
    filler: Filler,
    school: Staffed,
    klass: Unit,
    home: Household,
    teachers: list[User],
    at: datetime,
    said: Iterator[Words],
) -> None:
    chance = filler.chance
    by = filler.actor(teachers[chance.random() < 0.3])
    round_ = round_on(school.campaign, timezone.localdate(at)) or school.campaign.rounds.all()[0]
    round_ = school.campaign.rounds.all()[0] if round_.number > 1 else round_
    form = chance.choice(FORMS)
    visit = open_visit(campaign=school.campaign, round=round_, household=home, klass=klass, form=form, by=by, at=at)
    fate = chance.random()
    outcome = Outcome.MET if fate < 0.93 else Outcome.DECLINED if fate < 0.97 else Outcome.NO_CONTACT
    guardian = chance.choice(list(home.guardians.all()))
    record_visit(
        visit=visit,
        words=VisitWords(
            outcome=outcome,
            met=f"{guardian.name}({guardian.relation})" if outcome == Outcome.MET else "",
            form=form,
            visitors=teachers if form == VisitForm.HOME else teachers[:1],
            started_at=at,
            ended_at=at + timedelta(minutes=chance.randrange(15, 45)) if outcome == Outcome.MET else None,
        ),
        by=by,
        at=at + timedelta(minutes=40),
    )
    if outcome == Outcome.MET and chance.random() < 0.3:
        words = next(said)
        on_the_spot = chance.random() < 0.3
        note_matter(
            visit=visit,
            text=words.text,
            settle=Settle.ON_THE_SPOT if on_the_spot else Settle.PASS_ON,
            answer=chance.choice(ON_THE_SPOT) if on_the_spot else "",
            nature=words.nature,
            topic=words.topic,
            by=by,
            at=at + timedelta(minutes=41),
        )
    visit = finish_visit(visit=visit, by=by, at=at + timedelta(minutes=45))
    if outcome == Outcome.MET and chance.random() < 0.6:
        answer = FamilyConfirmation.YES if chance.random() < 0.96 else FamilyConfirmation.UNSURE
        later = min(at + timedelta(hours=20), filler.now)
        confirm_visit(visit=visit, answer=answer, guardian=guardian, at=later)
        if visit.pk % 3:
            _rate(school, guardian, visit.pk, later)


def _rate(school: Staffed, guardian: Guardian, place: int, at: datetime) -> None:
    """Most of those who confirm say how they feel too, each leaving something out."""
    good = [each for each in Feeling if each != Feeling.BURDEN]
    steps: dict[Feeling, int] = {
        each: (5, 4, 5, 3, 4, 5, 2)[(place + n) % 7] for n, each in enumerate(good) if (place + n) % 5
    }
    if place % 2:
        steps[Feeling.BURDEN] = (1, 1, 2, 1, 3)[place % 5]
    by = family_actor(guardian.pk, guardian.name)
    rate(campaign=school.campaign, guardian=guardian, steps=steps, by=by, at=at)


def _answer(filler: Filler, school: Staffed, klass: Unit, homes: list[Household]) -> list[Household]:
    """Families not visited yet answer the notice, most of them; some have a time already. Who has not answered comes back."""
    silent: list[Household] = []
    for place, home in enumerate(homes):
        if place % 3 == 0:
            silent.append(home)
            continue
        guardian = home.guardians.all()[0]
        slots = slots_for(home, school.campaign, filler.now)
        if not slots:
            silent.append(home)
            continue
        chosen = filler.chance.sample(slots, min(4, len(slots)))
        times = [(_moment(slot.on, slot.starts), _moment(slot.on, slot.ends)) for slot in chosen]
        declined = place % 9 == 4
        words = SignupWords(declined=True) if declined else SignupWords(form=filler.chance.choice(FORMS), times=times)
        signup = answer_signup(
            campaign=school.campaign,
            household=home,
            words=words,
            via=AnsweredVia.LINK,
            by=family_actor(guardian.pk, guardian.name),
            guardian=guardian,
            at=filler.at(3, 19, place % 60),
        )
        if not declined and place % 3 == 1:
            _book(filler, school, klass, home, guardian, signup.form, times)
    return silent


def _book(
    filler: Filler,
    school: Staffed,
    klass: Unit,
    home: Household,
    guardian: Guardian,
    form: str,
    times: list[tuple[datetime, datetime]],
) -> None:
    from zoufang.engines.refusal import Refused

    teachers = school.teachers[klass.pk]
    for starts, ends in sorted(times):
        for begin in (starts, starts + timedelta(minutes=60), starts + timedelta(minutes=120)):
            if begin + timedelta(minutes=30) > ends:
                continue
            try:
                book(
                    campaign=school.campaign,
                    round=school.campaign.rounds.all()[0],
                    household=home,
                    klass=klass,
                    form=form,
                    starts_at=begin,
                    ends_at=begin + timedelta(minutes=30),
                    teachers=teachers,
                    by=filler.actor(teachers[0]),
                    at=filler.now,
                )
            except Refused:
                continue  # that half-hour is taken: the next one
            return


def _who_waits_to_be_asked(school: Staffed) -> Household | None:
    """A family whose matter was answered and that has not said whether it is settled."""
    from zoufang.stages.problem.models import Problem

    answered = Problem.objects.filter(
        campaign=school.campaign, state="awaiting_family", words=None, household__isnull=False
    )
    found = answered.select_related("household").order_by("level", "pk").first()
    return found.household if found else None


def _moment(on: object, at: object) -> datetime:
    return timezone.make_aware(datetime.combine(on, at))  # type: ignore[arg-type]


def _matters() -> list[Words]:
    with files("zoufang.doors.demo").joinpath("matters.csv").open(encoding="utf-8") as lines:
        return [Words(row["text"], row["nature"], row["topic"]) for row in csv.DictReader(lines)]
