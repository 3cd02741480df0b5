"""A problem is raised: the clocks begin."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from zoufang.engines.refusal import Reason, Refused
from zoufang.ground.accounts.actor import Actor
from zoufang.ground.accounts.models import Post, User
from zoufang.ground.accounts.states import ActorKind, Role
from zoufang.ground.campaign.models import Campaign
from zoufang.ground.files.actions import CleanPicture, clean_picture, store_file
from zoufang.ground.journal.actions import record
from zoufang.ground.org.models import Unit
from zoufang.stages.problem import rules
from zoufang.stages.problem.models import Answer, Photo, Problem, ProblemStep
from zoufang.stages.problem.states import AnswerWay, Ending, Level, ProblemState, Source, StepKind
from zoufang.stages.rights.queries import why_no_photo
from zoufang.stages.roster.models import Guardian, Household
from zoufang.stages.visit.models import Matter, StaffVisit, Visit
from zoufang.web.tables import LETTERS

LONGEST = 5_000


@transaction.atomic
def raise_problem(
    *,
    campaign: Campaign,
    school: Unit,
    source: Source,
    text: str,
    by: Actor,
    at: datetime,
    klass: Unit | None = None,
    visit: Visit | None = None,
    matter: Matter | None = None,
    staff_visit: StaffVisit | None = None,
    household: Household | None = None,
    raised_by: Guardian | None = None,
    nature: str = "",
    topic: str = "",
    area: str = "",
    settled_with: str = "",
    is_confidential: bool = False,
    about_person: User | None = None,
    is_about_a_person: bool = False,
    is_about_the_principal: bool = False,
    for_principal_only: bool = False,
    photos: Sequence[CleanPicture] = (),
    photos_show_no_child: bool = False,
) -> Problem:
    """The problem stands with a random number and its clocks. With `settled_with` it was answered on the spot.

    `is_about_the_principal` needs no name: the school's only principal is meant, or any of several; the district alone knows.

    `photos`: as `clean_photos` gave them. Refused without words, with too many photographs, or with one that nobody agreed
    to (`rights: why_no_photo`): then nothing of it is kept.
    """
    if not text.strip():
        raise Refused("请先写下反映的事,一句话就行")
    if len(text) > LONGEST:
        raise Refused(Reason("一段话最多 %(longest)s 字,请分开写", longest=LONGEST))
    if reasons := rules.why_not_attach(count=len(photos), kept_today=_kept_today(household, at) if photos else 0):
        raise Refused(reasons)
    if photos and household is not None:
        by_family = by.kind == ActorKind.FAMILY
        if reasons := why_no_photo(household, by_family=by_family, shows_no_child=photos_show_no_child):
            raise Refused(reasons)
    staff = by.id if by.kind == ActorKind.STAFF else None
    on = timezone.localdate(at)
    if is_about_the_principal and about_person is None:
        about_person = _only_principal(school, on=on)
    is_about_a_person = is_about_a_person or is_about_the_principal or about_person is not None
    circle = rules.circle_of(
        is_about_a_person=is_about_a_person,
        about_a_principal=is_about_the_principal or (about_person is not None and leads(about_person, school, on=on)),
        for_principal_only=for_principal_only,
    )
    problem = Problem.objects.create(
        campaign=campaign,
        school=school,
        klass=klass,
        number=_new_number(),
        source=source,
        visit=visit,
        matter=matter,
        staff_visit=staff_visit,
        household=household,
        raised_by=raised_by,
        text=text.strip(),
        nature=nature,
        topic=topic,
        area=area,
        level=Level.TEACHER if settled_with else Level.SCHOOL,
        is_confidential=is_confidential,
        about_person=about_person,
        is_about_a_person=is_about_a_person,
        circle=circle,
        raised_at=at,
        entered_by_id=staff,
        leader_id=staff,
        contact_until=at + timedelta(hours=campaign.limit("first_contact_hours")),
        due_until=rules.due(
            raised_at=timezone.localtime(at),
            nature=nature,
            topic=topic,
            workdays=campaign.limit("settle_workdays"),
            food_safety_hours=campaign.limit("food_safety_hours"),
        ),
    )
    _step(problem, StepKind.RAISED, at=at, staff=staff, by_family=by.kind == ActorKind.FAMILY)
    for number, content in enumerate(photos, start=1):
        _attach(problem, content, number, by=by, at=at)
    if settled_with:
        _settle_on_the_spot(problem, settled_with, staff=staff, at=at)
    record("problem.raised", problem, by=by, at=at, unit=school, facts={"source": str(source)})
    return problem


def clean_photos(*, photos: Sequence[bytes], household: Household, at: datetime) -> list[CleanPicture]:
    """What a family put to its words, written anew; nothing is kept yet. Outside of any transaction: it takes seconds.
    Refused with too many, or with one that is none."""
    if reasons := rules.why_not_attach(count=len(photos), kept_today=_kept_today(household, at) if photos else 0):
        raise Refused(reasons)
    return [clean_picture(content=each) for each in photos]


def _settle_on_the_spot(problem: Problem, words: str, *, staff: int | None, at: datetime) -> None:
    Answer.objects.create(problem=problem, text=words, way=AnswerWay.IN_PERSON, answered_by_id=staff, answered_at=at)
    problem.owner_id = staff
    problem.state = ProblemState.AWAITING_FAMILY
    problem.first_contact_at = problem.answered_at = problem.ended_at = at
    problem.ending = Ending.DONE
    problem.save()
    _step(problem, StepKind.SETTLED_ON_THE_SPOT, at=at, staff=staff, by_family=False)


def _kept_today(household: Household | None, at: datetime) -> int:
    return Photo.objects.filter(problem__household=household, problem__raised_at__gt=at - timedelta(days=1)).count()


def _attach(problem: Problem, content: CleanPicture, number: int, *, by: Actor, at: datetime) -> None:
    # Named by its place alone: the phone's own name of a picture says when and with what it was taken.
    name = f"照片{number}.jpg"
    file = store_file(content=content, name=name, media_type="image/jpeg", unit=problem.school, by=by, at=at)
    Photo.objects.create(problem=problem, file=file)


def _step(problem: Problem, kind: StepKind, *, at: datetime, staff: int | None, by_family: bool) -> None:
    ProblemStep.objects.create(problem=problem, kind=kind, at=at, by_id=staff, by_family=by_family)


def _new_number() -> str:
    # Random, so that no number says how many complaints lie between two of them.
    letters = "".join(secrets.choice(LETTERS) for _ in range(8)).upper()
    return f"WT-{letters[:4]}-{letters[4:]}"


def _only_principal(school: Unit, *, on: date) -> User | None:
    posts = Post.objects.held(on=on).of_role(Role.PRINCIPAL).filter(unit=school).select_related("user")[:2]
    return posts[0].user if len(posts) == 1 else None


def leads(user: User, school: Unit, *, on: date) -> bool:
    """Is this person the school's principal on that day?"""
    return Post.objects.held(on=on).of_role(Role.PRINCIPAL).filter(user=user, unit=school).exists()
