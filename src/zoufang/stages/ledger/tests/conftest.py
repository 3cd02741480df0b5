"""A campaign in full swing: families in every state, problems of every kind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.utils import timezone

from zoufang.stages.problem.actions import raise_problem
from zoufang.stages.problem.models import Answer, FamilyWord, Problem, ProblemStep
from zoufang.stages.problem.states import Source
from zoufang.stages.roster.models import Child, Household
from zoufang.stages.signup.models import Signup
from zoufang.stages.visit.models import Matter, PaperSent, Visit


@dataclass
class Swing:
    """What the fixture made, by name."""

    cast: object
    visited: Visit
    settled: Problem
    answered: Problem
    confidential: Problem
    about_sun: Problem
    declined: Household
    silent: Household
    away: Visit


@pytest.fixture
def swing(cast) -> Swing:
    """Chen's family visited at home (a sibling in another class), one declined, one silent, one away."""
    _ = cast.zhang, cast.sun  # the classes and their teachers exist, in this order
    at = cast.noon
    family = cast.household
    Child.objects.create(household=family, klass=cast.other_class, name="陈小路")
    telephoned = cast.make_visit(
        household=family, form="phone", state="done", outcome="met", met="陈建国(父亲)", started_at=at
    )
    visited = cast.make_visit(
        household=family,
        form="home",
        state="done",
        outcome="met",
        met="陈建国(父亲)",
        started_at=at,
        ended_at=at + timedelta(minutes=25),
        opinions="多一些户外,可打13812340001",
        remark="陈小满对花生过敏",
        needs_follow_up=True,
        confirmation="yes",
    )
    Visit.objects.filter(pk=telephoned.pk).update(opened_at=at - timedelta(days=2))
    for kind in ("card", "letter"):
        PaperSent.objects.create(campaign=cast.campaign, household=family, kind=kind, sent_at=at, visit=visited)
    facts = {"campaign": cast.campaign, "school": cast.school, "by": cast.actor(cast.zhang), "at": at}
    matters = [
        Matter.objects.create(visit=visited, text=text, settle=settle, answer=answer, noted_at=at)
        for text, settle, answer in (
            ("几点接", "on_the_spot", "四点半"),
            ("=1+1 午睡太短,电话138-1234-0001", "pass_on", ""),
            ("不要说是我家说的:厕所太臭", "pass_on", ""),
            ("孙老师对孩子大声吼叫", "pass_on", ""),
        )
    ]
    own = {"klass": cast.klass, "household": family, "visit": visited, "source": Source.VISIT, "raised_by": cast.chen}
    settled = raise_problem(matter=matters[0], text=matters[0].text, settled_with="四点半", **own, **facts)
    answered = raise_problem(matter=matters[1], text=matters[1].text, nature="建议", topic="保育教育", **own, **facts)
    Answer.objects.create(problem=answered, text="改到一点", way="phone", answered_by=cast.wu, answered_at=at)
    FamilyWord.objects.create(problem=answered, is_settled=True, satisfaction="satisfied", said_at=at)
    ProblemStep.objects.create(problem=answered, kind="closed", at=at, by=cast.qian, note="已到班核实")
    Problem.objects.filter(pk=answered.pk).update(
        state="closed", ending="done", ended_at=at, answered_at=at, owner=cast.wu, closed_by=cast.qian, closed_at=at
    )
    confidential = raise_problem(matter=matters[2], text=matters[2].text, is_confidential=True, **own, **facts)
    about_sun = raise_problem(matter=matters[3], text=matters[3].text, about_person=cast.sun, **own, **facts)
    declined = cast.make_household(child="李安", guardian="李强", phone="13900000002")
    Signup.objects.create(campaign=cast.campaign, household=declined, state="declined", answered_at=at)
    silent = cast.make_household(child="赵静", guardian="赵刚", phone="13900000003")
    away = cast.make_visit(
        household=cast.make_household(child="周游", guardian="周全", phone="13900000004"),
        state="not_reached",
        outcome="away",
        started_at=at,
    )
    return Swing(cast, visited, settled, answered, confidential, about_sun, declined, silent, away)


@pytest.fixture
def now():
    return timezone.now()
