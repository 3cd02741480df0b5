"""A campaign as it is said: in a file, or on a form; plain values, with what cannot be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from zoufang.engines.refusal import Reason
from zoufang.ground.campaign.rules import DEFAULT_LIMITS
from zoufang.ground.campaign.states import LIMITS, CategoryAxis, TextKind
from zoufang.ground.org.rules import entry_year_of
from zoufang.ground.org.states import Grade

LONGEST_CAMPAIGN = timedelta(days=400)
LONGEST_TEXT = 50_000
LONGEST = {
    "name": ("活动名称", 160),
    "basis_title": ("依据文件的标题", 200),
    "basis_number": ("依据文件的文号", 80),
    "issuer": ("发文单位", 120),
    "addressee_name": ("报送给谁", 120),
    "addressee_mail": ("报送邮箱", 254),
    "contact_line": ("联系电话", 80),
}


@dataclass(frozen=True)
class Basics:
    """What stands at the head of a campaign."""

    name: str
    starts_on: date
    ends_on: date
    submit_until: date
    basis_title: str = ""
    basis_number: str = ""
    issuer: str = ""
    goals: str = ""
    addressee_name: str = ""
    addressee_mail: str = ""
    contact_line: str = ""


@dataclass(frozen=True)
class PhasePlan:
    """A cohort and its days. `grade` is what the plan calls it; 新小班 in August are next September's."""

    name: str
    grade: Grade
    entry_year: int
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class RoundPlan:
    number: int
    name: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class CategoryPlan:
    """One entry of the first level of a list, with its second level."""

    axis: CategoryAxis
    name: str
    below: tuple[str, ...] = ()
    department: str = ""


@dataclass(frozen=True)
class TextPlan:
    kind: TextKind
    title: str
    body: str
    approved_on: date | None = None


@dataclass(frozen=True)
class CampaignPlan:
    """A whole campaign. `categories` None: the default lists, or those of the campaign it is part of."""

    unit: str
    basics: Basics
    part_of: str = ""
    limits: Mapping[str, int] = field(default_factory=dict)
    phases: tuple[PhasePlan, ...] = ()
    rounds: tuple[RoundPlan, ...] = ()
    categories: tuple[CategoryPlan, ...] | None = None
    texts: tuple[TextPlan, ...] = ()


def what_is_wrong_with_basics(basics: Basics) -> list[Reason]:
    """Reasons why the head of a campaign cannot be so."""
    wrong: list[Reason] = []
    if not basics.name.strip():
        wrong.append(Reason("请写出活动名称"))
    for name, (label, longest) in LONGEST.items():
        if len(getattr(basics, name)) > longest:
            wrong.append(Reason("%(what)s最多 %(longest)s 个字,请缩短", what=label, longest=longest))
    if len(basics.goals) > LONGEST_TEXT:
        wrong.append(Reason("总体目标最多 %(longest)s 个字,请缩短", longest=LONGEST_TEXT))
    if basics.ends_on < basics.starts_on:
        wrong.append(_back_to_front("活动", basics.starts_on, basics.ends_on))
    elif basics.ends_on - basics.starts_on > LONGEST_CAMPAIGN:
        wrong.append(Reason("活动超过一年,请核对开始和结束日期的年份"))
    if basics.submit_until < basics.starts_on:
        wrong.append(
            Reason(
                "报送截止日期(%(until)s)早于活动开始日期(%(starts)s),请改正",
                until=basics.submit_until.isoformat(),
                starts=basics.starts_on.isoformat(),
            )
        )
    elif basics.submit_until > basics.ends_on + timedelta(days=366):
        wrong.append(Reason("报送截止日期在活动结束一年以后,请核对年份"))
    if basics.addressee_mail and not is_mail(basics.addressee_mail):
        wrong.append(
            Reason("报送邮箱“%(mail)s”不是有效的邮箱地址,应像 name@example.edu.cn", mail=basics.addressee_mail[:80])
        )
    return wrong


def what_is_wrong_with_phases(phases: Sequence[PhasePlan], basics: Basics) -> list[Reason]:
    """Reasons why a campaign cannot have these phases."""
    wrong: list[Reason] = []
    seen: dict[int, str] = {}
    for phase in phases:
        what = Reason("阶段“%(name)s”", name=phase.name)
        if not phase.name.strip():
            wrong.append(Reason("请给每个阶段起个名称,例如“小班”"))
        wrong += _wrong_days(what, phase.starts_on, phase.ends_on, basics)
        if phase.entry_year in seen:
            wrong.append(
                Reason(
                    "“%(one)s”和“%(other)s”都是 %(year)s 级,同一届只能有一个阶段,请合并或改正入园年份",
                    one=seen[phase.entry_year],
                    other=phase.name,
                    year=phase.entry_year,
                )
            )
        seen[phase.entry_year] = phase.name
        usual = entry_year_of(phase.grade, phase.starts_on)
        # 新小班 of August enter in September: they bear the grade's name before the school year has turned.
        if usual is not None and phase.entry_year not in (usual, usual + 1):
            wrong.append(
                Reason(
                    "%(what)s:%(starts)s 时的%(grade)s是 %(usual)s 级(或九月入园的 %(next)s 级),不是 %(year)s 级,请核对",
                    what=what,
                    starts=phase.starts_on.isoformat(),
                    grade=Grade(phase.grade).label,
                    usual=usual,
                    next=usual + 1,
                    year=phase.entry_year,
                )
            )
    return wrong


def what_is_wrong_with_rounds(rounds: Sequence[RoundPlan], basics: Basics) -> list[Reason]:
    """Reasons why a campaign cannot have these rounds. Two may overlap: the second begins while latecomers are visited."""
    wrong: list[Reason] = []
    if [each.number for each in rounds] != list(range(1, len(rounds) + 1)):
        wrong.append(Reason("轮次要从第 1 轮起依次编号,请改正"))
    before: RoundPlan | None = None
    for each in rounds:
        what = Reason("第 %(n)s 轮", n=each.number)
        if not each.name.strip():
            wrong.append(Reason("请给每一轮起个名称,例如“第一轮”"))
        wrong += _wrong_days(what, each.starts_on, each.ends_on, basics)
        if before is not None and each.starts_on <= before.starts_on:
            wrong.append(Reason("第 %(n)s 轮要晚于第 %(before)s 轮开始,请改正", n=each.number, before=before.number))
        before = each
    return wrong


def what_is_wrong_with_limits(limits: Mapping[str, int]) -> list[Reason]:
    """Reasons why a campaign cannot have these limits."""
    wrong: list[Reason] = []
    for name, value in limits.items():
        words = LIMITS.get(name)
        if words is not None and not words.low <= value <= words.high:
            low, high = (clock_of(each) if words.is_clock else each for each in (words.low, words.high))
            wrong.append(
                Reason("“%(what)s”要在 %(low)s 到 %(high)s 之间,请改正", what=str(words.label), low=low, high=high)
            )
        elif words is None and name not in DEFAULT_LIMITS:
            wrong.append(Reason("没有“%(name)s”这一项时限", name=name))
    return wrong


def what_is_wrong_with_text(*, title: str, body: str) -> list[Reason]:
    """Reasons why a text cannot be kept."""
    wrong: list[Reason] = []
    if not title.strip():
        wrong.append(Reason("请写出标题"))
    if len(title) > 120:
        wrong.append(Reason("标题最多 %(longest)s 个字,请缩短", longest=120))
    if not body.strip():
        wrong.append(Reason("请写出正文"))
    if len(body) > LONGEST_TEXT:
        wrong.append(Reason("正文最多 %(longest)s 个字,请缩短", longest=LONGEST_TEXT))
    return wrong


def what_is_wrong_with(plan: CampaignPlan) -> list[Reason]:
    """Every reason why this campaign cannot be."""
    wrong = what_is_wrong_with_basics(plan.basics)
    wrong += what_is_wrong_with_phases(plan.phases, plan.basics)
    wrong += what_is_wrong_with_rounds(plan.rounds, plan.basics)
    wrong += what_is_wrong_with_limits(plan.limits)
    for text in plan.texts:
        wrong += [
            Reason("%(kind)s:%(reason)s", kind=str(text.kind.label), reason=each)
            for each in what_is_wrong_with_text(title=text.title, body=text.body)
        ]
    return wrong


def whole_round(basics: Basics) -> RoundPlan:
    """The one round of a campaign that names none."""
    return RoundPlan(1, "第一轮", basics.starts_on, basics.ends_on)


def clock_of(minute: int) -> str:
    """20:30"""
    return f"{minute // 60:02d}:{minute % 60:02d}"


def is_mail(address: str) -> bool:
    try:
        validate_email(address)
    except ValidationError:
        return False
    return True


def _wrong_days(what: str, starts: date, ends: date, basics: Basics) -> Iterable[Reason]:
    if ends < starts:
        return [_back_to_front(what, starts, ends)]
    if basics.starts_on <= basics.ends_on and not (basics.starts_on <= starts and ends <= basics.ends_on):
        return [
            Reason(
                "%(what)s(%(starts)s 至 %(ends)s)不在活动的起止日期(%(first)s 至 %(last)s)之内,请改正",
                what=what,
                starts=starts.isoformat(),
                ends=ends.isoformat(),
                first=basics.starts_on.isoformat(),
                last=basics.ends_on.isoformat(),
            )
        ]
    return []


def _back_to_front(what: str, starts: date, ends: date) -> Reason:
    return Reason(
        "%(what)s的结束日期(%(ends)s)早于开始日期(%(starts)s),请改正",
        what=what,
        ends=ends.isoformat(),
        starts=starts.isoformat(),
    )
