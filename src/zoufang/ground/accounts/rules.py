"""Who appoints whom, where a role is held, and what a user name may be. Source: issue 2 (ground), security (access)."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from zoufang.engines.refusal import Reason
from zoufang.ground.accounts.states import Role
from zoufang.ground.org.states import UnitKind

ABOVE_SCHOOLS = (UnitKind.PROVINCE, UnitKind.CITY, UnitKind.DISTRICT)

# Nobody appoints above their own place, and nobody but the district puts someone at the head of a school.
APPOINTS: dict[Role, tuple[Role, ...]] = {
    Role.DISTRICT_ADMIN: (Role.DISTRICT_ADMIN, Role.INSPECTOR, Role.PRINCIPAL),
    Role.PRINCIPAL: (Role.LEADER, Role.MIDDLE_MANAGER, Role.CLERK, Role.TEACHER),
}

HELD_AT: dict[Role, tuple[UnitKind, ...]] = {
    Role.DISTRICT_ADMIN: ABOVE_SCHOOLS,
    Role.INSPECTOR: ABOVE_SCHOOLS,
    Role.PRINCIPAL: (UnitKind.SCHOOL,),
    Role.LEADER: (UnitKind.SCHOOL,),
    Role.MIDDLE_MANAGER: (UnitKind.SCHOOL,),
    Role.CLERK: (UnitKind.SCHOOL,),
    Role.TEACHER: (UnitKind.CLASS, UnitKind.SCHOOL),
}

FITS_BELOW: dict[UnitKind, tuple[UnitKind, ...]] = {
    UnitKind.PROVINCE: (UnitKind.CITY, UnitKind.DISTRICT, UnitKind.SCHOOL),
    UnitKind.CITY: (UnitKind.DISTRICT, UnitKind.SCHOOL),
    UnitKind.DISTRICT: (UnitKind.DISTRICT, UnitKind.SCHOOL),
    UnitKind.SCHOOL: (),
    UnitKind.CLASS: (),
}

# What schools write for each role. Who is nobody's handler (cook, guard, nurse) has no account.
ROLE_WORDS: dict[Role, tuple[str, ...]] = {
    Role.PRINCIPAL: ("园长", "正园长", "校长", "负责人"),
    Role.LEADER: ("副园长", "副校长", "班子成员", "班子", "书记", "副书记", "支部书记", "园长助理", "领导班子成员"),
    Role.MIDDLE_MANAGER: (
        "中层",
        "中层干部",
        "主任",
        "保教主任",
        "后勤主任",
        "教研主任",
        "办公室主任",
        "副主任",
        "教研组长",
        "年级组长",
    ),
    Role.CLERK: ("整理提报专人", "提报专人", "整理专人", "专人", "干事", "资料员", "信息员"),
    Role.TEACHER: (
        "教师",
        "老师",
        "班主任",
        "配班",
        "主班",
        "副班",
        "配班教师",
        "主班教师",
        "副班主任",
        "专任教师",
        "任课教师",
    ),
}
_ROLE_OF = {word: role for role, words in ROLE_WORDS.items() for word in words}

LONGEST_NAME = 60
_USERNAME = re.compile(r"[a-z0-9\u4e00-\u9fff][a-z0-9\u4e00-\u9fff._-]{1,59}")
_PHONE = re.compile(r"1[3-9]\d{9}|0\d{9,11}")
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def is_appointed_by(role: Role, holder: Role) -> bool:
    """Does who holds `holder` appoint people to `role`?"""
    return role in APPOINTS.get(holder, ())


def what_is_wrong_with_post(*, role: Role, kind: UnitKind, since: date, until: date | None) -> list[str]:
    """Reasons why this role cannot be held at a unit of this kind for this time."""
    wrong: list[str] = []
    if kind not in HELD_AT[role]:
        places = "、".join(str(each.label) for each in HELD_AT[role])
        wrong.append(Reason("“%(role)s”要任在:%(places)s。请换一个单位", role=role.label, places=places))
    if until is not None and until < since:
        wrong.append(Reason("任职结束日期早于开始日期,请改正"))
    return wrong


def what_is_wrong_with_person(*, name: str, username: str, phone: str, email: str) -> list[str]:
    """Reasons why a person cannot be entered like this. An empty user name, phone or mail is no fault."""
    wrong: list[str] = []
    if not name:
        wrong.append(Reason("请写出姓名"))
    elif len(name) > LONGEST_NAME:
        wrong.append(Reason("姓名最多 %(longest)s 个字", longest=LONGEST_NAME))
    if username and not _USERNAME.fullmatch(username):
        wrong.append(Reason("用户名用 2 到 60 个小写字母、数字或汉字,中间可以有点、横线;不填会自动起一个"))
    if phone and not _PHONE.fullmatch(phone):
        wrong.append(Reason("手机号应是 11 位数字,请核对"))
    if email and not _MAIL.fullmatch(email):
        wrong.append(Reason("邮箱写得不对,应像 name@example.com"))
    return wrong


def would_be_left_without_post(*, own: bool, held_posts: int) -> bool:
    """Nobody shuts themselves out: the own last post is ended by someone else."""
    return own and held_posts <= 1


def bare_username(typed: str) -> str:
    """A user name as it is kept: small letters, nothing around it."""
    return typed.strip().lower()


def bare_phone(typed: str) -> str:
    """Only the digits of a phone, without +86 and separators; as typed where other letters stand in it."""
    digits = re.sub(r"[\s\-—()+]", "", unicodedata.normalize("NFKC", typed))
    if not digits.isdigit():
        return typed.strip()
    return digits[2:] if len(digits) == 13 and digits.startswith("86") else digits


def role_named(written: str) -> Role | None:
    """The role that a school's word means; None for a word not known."""
    bare = re.sub(r"\(.*?\)|\s", "", unicodedata.normalize("NFKC", written))
    return _ROLE_OF.get(bare)
