"""Everything that is kept of one family, by kind, in plain words. Source: domain §7 (see, copy).

What one grown-up may have told about another (notes on care, a teacher's remark) is named here and read out by the
principal on request: the other guardian reads this page too. The other guardian's phone stays masked for the same reason.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from zoufang.desks.family.corrections import asked_by
from zoufang.ground.journal.queries import reveals_of
from zoufang.ground.privacy.masks import mask_address, mask_phone
from zoufang.stages.problem.queries import problems_of_household, with_story
from zoufang.stages.revisit.queries import held_revisits
from zoufang.stages.rights.queries import erasures_of_household, held_says
from zoufang.stages.schedule.queries import held_appointments
from zoufang.stages.signup.queries import held_signups
from zoufang.stages.visit.queries import (
    half_matters,
    held_papers,
    held_ratings,
    held_shadowings,
    held_visits,
)
from zoufang.stages.visit.states import FEELING_WORDS, Feeling
from zoufang.web.words import exact


@dataclass(frozen=True)
class Entry:
    """One thing that is kept, with its facts as (label, value)."""

    name: str
    facts: tuple[tuple[str, str], ...] = field(default=())


@dataclass(frozen=True)
class Section:
    """One kind of things; `kind` is the word that programs read."""

    kind: str
    title: str
    entries: tuple[Entry, ...]


def everything_of(family: Any, *, in_full: bool) -> list[Section]:
    """Every kind, also the empty ones. `in_full`: the own phone and the address unmasked, for the family's own copy."""
    kinds: tuple[tuple[str, str, Callable[..., list[Entry]]], ...] = (
        ("children", _("孩子"), _children),
        ("guardians", _("家长和住址"), _guardians),
        ("consents", _("您的同意和不同意"), _consents),
        ("signups", _("报名"), _signups),
        ("appointments", _("约过的时间"), _appointments),
        ("visits", _("走访和老师记下的"), _visits),
        ("matters", _("您反映的事和答复"), _matters),
        ("companions", _("园里同行(跟岗)"), _companions),
        ("revisits", _("回访"), _revisits),
        ("corrections", _("您说不对、请我们更正的"), _corrections),
        ("ratings", _("您自愿填的感受"), _ratings),
        ("erasures", _("您家要求过的删除"), _erasures),
        ("papers", _("发给您的材料"), _papers),
        ("seen", _("谁看过您的电话、说明"), _seen),
    )
    return [Section(kind, title, tuple(made(family, in_full))) for kind, title, made in kinds]


def _entry(name: str, *facts: tuple[str, object]) -> Entry:
    """Facts without a value are left out."""
    said = ((label, exact(value) if isinstance(value, datetime) else str(value or "")) for label, value in facts)
    return Entry(name, tuple((label, value) for label, value in said if value and value != "—"))


def _children(family: Any, in_full: bool) -> list[Entry]:
    return [
        _entry(
            child.name,
            (_("班级"), child.klass.name),
            (_("性别"), child.get_sex_display()),
            (_("出生日期"), exact(child.born_on)),
            (_("离园日期"), exact(child.left_on)),
        )
        for child in family.household.children.select_related("klass")
    ]


def _guardians(family: Any, in_full: bool) -> list[Entry]:
    home = family.household
    entries = [
        _entry(
            each.name or _("家长"),
            (_("关系"), each.relation),
            (_("电话"), each.phone if in_full and each.pk == family.guardian.pk else mask_phone(each.phone)),
        )
        for each in home.guardians.all()
    ]
    note = _("有一条说明,内容请园长当面告诉您") if home.care_note else ""
    marked = home.get_care_level_display() if home.care_level != "none" else ""
    address = home.address if in_full else mask_address(home.address)
    entries.append(_entry(_("这一户"), (_("住址"), address), (_("关怀"), marked), (_("关怀说明"), note)))
    entries.append(_entry(_("您的专属链接"), (_("第一次打开"), family.link.first_opened_at)))
    return [entry for entry in entries if entry.facts]


def _consents(family: Any, in_full: bool) -> list[Entry]:
    return [
        _entry(
            f"{each.child.name} · {each.get_scope_display()}",
            (_("您选的"), _("同意") if each.is_given else _("不同意")),
            (_("时间"), each.said_at),
            (_("规则"), _("第 %(n)s 版") % {"n": each.rules.version}),
        )
        for each in held_says(family.guardian)
    ]


def _signups(family: Any, in_full: bool) -> list[Entry]:
    return [
        _entry(
            each.campaign.name,
            (_("选了"), each.get_form_display() or each.get_state_display()),
            (_("在哪里"), each.place),
            (_("方便的时间"), _("、").join(exact(time.starts_at) for time in each.times.all())),
            (_("想先说的话"), each.note),
            (_("老师替您记的话"), each.told_note),
            (_("提醒"), each.get_remind_by_display()),
            (_("提醒用的邮箱"), each.remind_mail),
            (_("时间"), each.answered_at),
        )
        for each in held_signups(family.household)
    ]


def _appointments(family: Any, in_full: bool) -> list[Entry]:
    return [
        _entry(
            exact(each.starts_at),
            (_("方式"), each.get_form_display()),
            (_("老师"), _("、").join(teacher.name for teacher in each.teachers.all())),
            (_("状态"), each.get_state_display()),
        )
        for each in held_appointments(family.household)
    ]


def _visits(family: Any, in_full: bool) -> list[Entry]:
    return [
        _entry(
            f"{each.campaign.name} · {each.round.name}",
            (_("结果"), each.get_outcome_display() or each.get_state_display()),
            (_("时间"), each.started_at),
            (_("方式"), each.get_form_display()),
            (_("见到了"), each.met),
            (_("来的老师"), _("、").join(one.name for one in each.visitors.all())),
            (_("您的意见建议"), each.opinions),
            *((_("您反映的事"), matter.text) for matter in each.matters.all()),
            *((_("当场答复"), matter.answer) for matter in each.matters.all()),
            (_("老师的备注"), _("有备注,内容请园长当面告诉您") if each.remark else ""),
            (_("走访照片"), _("%(n)s 张,请老师或园长给您看") % {"n": each.photo_count} if each.photo_count else ""),
            (_("更正前的记录"), _("%(n)s 份") % {"n": each.version_count} if each.version_count else ""),
            (_("给您讲过的要点"), _("、").join(f"{text.title} {text.version}" for text in each.points_told.all())),
            *((_("您反映的事(还没记完)"), text) for text in half_matters(each)),
            (_("您的确认"), each.get_confirmation_display()),
        )
        for each in held_visits(family.household)
    ]


def _companions(family: Any, in_full: bool) -> list[Entry]:
    """Who of the school went along. What they wrote of the teachers is named and read out, as a teacher's remark is."""
    return [
        _entry(
            each.person.name,
            (_("去了吗"), {True: _("去了"), False: _("没去成"), None: _("说好同行")}[each.was_there]),
            (_("写的一句话"), _("有一句,内容请园长当面告诉您") if each.word else ""),
        )
        for each in held_shadowings(family.campaign, family.household)
    ]


def _matters(family: Any, in_full: bool) -> list[Entry]:
    return [
        _entry(
            each.text,
            (_("编号"), each.number),
            (_("时间"), each.raised_at),
            (_("状态"), each.get_state_display()),
            *((_("答复"), f"{exact(one.answered_at)} {one.text}") for one in each.answers.all()),
            *((_("您说"), _said(one)) for one in each.words.all()),
        )
        for each in with_story(problems_of_household(family.household))
    ]


def _said(word: Any) -> str:
    return " ".join(filter(None, (str(word.settled.label), str(word.get_satisfaction_display()), word.reason)))


def _revisits(family: Any, in_full: bool) -> list[Entry]:
    yes_no = {True: _("是"), False: _("否"), None: ""}
    return [
        _entry(
            exact(each.asked_at),
            (_("方式"), each.get_mode_display()),
            (_("是否联系过您"), yes_no[each.was_contacted]),
            (_("是否解决"), yes_no[each.is_settled]),
            (_("满意"), each.get_satisfaction_display()),
            (_("为什么"), each.why_not),
        )
        for each in held_revisits(family.household)
    ]


def _corrections(family: Any, in_full: bool) -> list[Entry]:
    return [
        _entry(
            each.label,
            (_("原来写的"), each.was),
            (_("您说应该是"), each.value),
            (_("为什么"), each.why),
            (_("状态"), each.state_label),
            (_("答复"), each.answer),
            (_("时间"), each.asked_at),
        )
        for each in asked_by(family)
    ]


def _ratings(family: Any, in_full: bool) -> list[Entry]:
    # The own ones: how one guardian feels is not the other's to read.
    return [
        _entry(
            str(Feeling(each.feeling).label), (_("您选了"), FEELING_WORDS[Feeling(each.feeling)].steps[each.step - 1])
        )
        for each in held_ratings(family.guardian)
    ]


def _erasures(family: Any, in_full: bool) -> list[Entry]:
    return [
        _entry(
            str(each.get_extent_display()),
            (_("时间"), each.asked_at),
            (_("状态"), each.get_state_display()),
            (_("答复"), each.answer),
        )
        for each in erasures_of_household(family.household)
    ]


def _papers(family: Any, in_full: bool) -> list[Entry]:
    return [
        _entry(
            str(each.get_kind_display()),
            (_("第几版"), each.edition.number if each.edition else ""),
            (_("送到"), each.sent_at),
            (_("打开"), each.first_opened_at),
        )
        for each in held_papers(family.household)
    ]


def _seen(family: Any, in_full: bool) -> list[Entry]:
    """The person's name and the time; never the reason."""
    home, guardians = family.household, list(family.household.guardians.all())
    things = [f"household:{home.public_id}", *(f"guardian:{each.public_id}" for each in guardians)]
    words = {"phone": _("电话"), "address": _("住址"), "care": _("关怀说明")}
    return [
        _entry(seen.name or _("已离任的老师"), (_("看了"), words.get(seen.what, seen.what)), (_("时间"), seen.at))
        for seen in reveals_of(things, home.school)
    ]
