"""What became of the problems: some in every state, and in the school that is ready to submit, all of them answered."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from zoufang.ground.accounts.actor import family_actor
from zoufang.ground.accounts.states import Role
from zoufang.stages.problem.actions import (
    AnswerWords,
    accept,
    answer,
    ask_extension,
    assign,
    close,
    family_word,
    note_progress,
    pass_up,
    raise_problem,
)
from zoufang.stages.problem.models import Problem
from zoufang.stages.problem.states import Ending, ProblemState, Source

if TYPE_CHECKING:
    from zoufang.doors.demo.fill import Filler, Staffed

ANSWERS = (
    "已安排专人处理,本周内改好,改好后拍照告诉您。",
    "园里讨论过了,从下周起按您的建议试行一个月。",
    "已经和食堂商量调整,新的食谱贴在门口,也发到了群里。",
    "相关规定已当面说明,需要的材料老师帮您一起准备。",
    "已检查并更换,请您接孩子时顺便看一看。",
)
# How far each of them in turn has come.
FATES = (
    "closed",
    "awaiting",
    "in_progress",
    "closed",
    "assigned",
    "sent_back",
    "closed",
    "raised",
    "extended",
    "not_now",
    "closed",
    "passed_up",
    "explained",
    "accepted",
)


def settle(filler: Filler, school: Staffed) -> None:
    """Move the school's problems along."""
    fates = ("closed", "closed", "explained", "closed") if school.plan.everything_answered else FATES
    waiting = Problem.objects.filter(campaign=school.campaign, state=ProblemState.RAISED).order_by("raised_at", "pk")
    for place, problem in enumerate(list(waiting)):
        _move(filler, school, problem, fates[place % len(fates)])
    on_the_spot = Problem.objects.filter(campaign=school.campaign, state=ProblemState.AWAITING_FAMILY, level="teacher")
    for place, problem in enumerate(list(on_the_spot.order_by("pk"))):
        if place % 3 != 2 or school.plan.everything_answered:
            _say(filler, problem, problem.answered_at or filler.now, settled=True)
            _close(filler, school, problem, filler.now - timedelta(hours=20))
    if not school.plan.everything_answered:
        _directly(filler, school)


def _move(filler: Filler, school: Staffed, problem: Problem, fate: str) -> None:
    leader = filler.actor(school.first(Role.LEADER))
    owner = school.people[Role.MIDDLE_MANAGER][problem.pk % 2]
    owning = filler.actor(owner)
    now = filler.now - timedelta(minutes=5)
    day = problem.raised_at

    def later(hours: int) -> datetime:
        return min(day + timedelta(hours=hours), now)

    if fate == "raised":
        return
    if fate == "passed_up":
        pass_up(problem=problem, reason="园外道路归区里管,园里办不了", by=leader, at=later(20))
        return
    assign(problem=problem, owner=owner, department="总务", by=leader, at=later(4))
    if fate == "assigned":
        return
    accept(problem=_again(problem), told_family=True, by=owning, at=later(18))
    if fate == "accepted":
        return
    note_progress(
        problem=_again(problem), measures="查看现场,联系维修", progress="已报价,等材料", by=owning, at=later(26)
    )
    if fate == "in_progress":
        return
    if fate == "extended":
        ask_extension(problem=_again(problem), workdays=3, reason="配件要从外地发货", by=owning, at=later(70))
        return
    words = {
        "not_now": AnswerWords(
            text="今年预算已排完,明年春天一定再看,先加装临时的。",
            ending=Ending.NOT_NOW,
            look_again_on=filler.today + timedelta(days=90),
        ),
        "explained": AnswerWords(
            text="按规定这项由上级统一安排,园里不能自己定;政策原文已发给您。",
            ending=Ending.EXPLAINED,
            note="属区级职责,依据普惠性幼儿园管理办法",
        ),
    }.get(fate, AnswerWords(text=filler.chance.choice(ANSWERS), ending=Ending.DONE))
    answer(problem=_again(problem), words=words, by=owning, at=later(60))
    if fate in ("awaiting", "not_now"):
        return
    _say(filler, problem, later(72), settled=fate != "sent_back")
    if fate in ("closed", "explained"):
        _close(filler, school, problem, later(90))


def _say(filler: Filler, problem: Problem, after: datetime, *, settled: bool) -> None:
    guardian = problem.household.guardians.first() if problem.household else None
    if guardian is None:
        return
    family_word(
        problem=_again(problem),
        is_settled=settled,
        satisfaction=filler.chance.choice(("satisfied", "satisfied", "mostly")) if settled else "unsatisfied",
        is_partly=not settled and problem.pk % 2 == 0,
        reason="" if settled else "昨天去看还是老样子",
        said_by=guardian,
        by=family_actor(guardian.pk, guardian.name),
        at=min(after + timedelta(hours=3), filler.now),
    )


def _close(filler: Filler, school: Staffed, problem: Problem, at: datetime) -> None:
    principal = filler.actor(school.first(Role.PRINCIPAL))
    close(problem=_again(problem), note="电话问过家长,现场也看过", by=principal, at=at)


def _directly(filler: Filler, school: Staffed) -> None:
    """A family tells the principal alone, another complains about a teacher: neither is seen by the class."""
    by_family = Problem.objects.filter(campaign=school.campaign, household__isnull=False).order_by("pk").first()
    if by_family is None or by_family.household is None or by_family.klass_id is None:
        return
    home = by_family.household
    guardian = home.guardians.all()[0]
    for text, about in (
        ("孩子最近不愿意上幼儿园,想请园长了解一下", None),
        ("有位老师嗓门太大,孩子有点怕", school.teachers[by_family.klass_id][1]),
    ):
        raise_problem(
            campaign=school.campaign,
            school=school.unit,
            klass=by_family.klass,
            source=Source.FAMILY,
            household=home,
            raised_by=guardian,
            text=text,
            about_person=about,
            for_principal_only=about is None,
            by=family_actor(guardian.pk, guardian.name),
            at=filler.now - timedelta(hours=30),
        )


def _again(problem: Problem) -> Problem:
    return Problem.objects.get(pk=problem.pk)
