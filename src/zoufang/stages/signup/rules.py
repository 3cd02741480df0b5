"""What a notice says, which times are offered, what may be answered until when. Source: domain §2, §8; security, the family's door."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property, lru_cache

from zoufang.engines.refusal import Reason
from zoufang.engines.robots import Kind, fitted
from zoufang.engines.workdays import is_workday

MOST_WRONG_ANSWERS = 5
# Four times the largest class, so that two parents of each child can ask twice; counted by class, never by network address.
MOST_REQUESTS_AN_HOUR = 160
TEXT_AGAIN_AFTER = timedelta(hours=1)
REQUEST_DAYS = 30  # a number nobody answered for is forgotten after this
SESSION_DAYS = 30
GRACE_DAYS = 60  # a link outlives its campaign by this long: answers still come
DAYS_OFFERED = 14
LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"
# (name, begins, ends) of a half-day, minutes of the local day; cut to the campaign's visiting hours.
PICKUP = "pickup"  # the hour after the children are fetched, cut into times of one family each
HALF_DAYS = (("morning", 510, 690), ("afternoon", 840, 1020), ("evening", 1050, 1200))


ORDER = ("morning", "afternoon", PICKUP, "evening")


@dataclass(frozen=True)
class Slot:
    """A half-day of one day."""

    on: date
    half: str
    starts: time
    ends: time

    @cached_property
    def code(self) -> str:
        begins = f"-{self.starts:%H%M}" if self.half == PICKUP else ""
        return f"{self.on.isoformat()}.{self.half}{begins}"


def talk_slots(
    windows: Iterable[tuple[date, date]], *, now: datetime, until: date, begins: int, ends: int, minutes: int
) -> list[Slot]:
    """The times after pick-up, on school days, each long enough for one family; on the days of `slots`."""
    return list(_talk_slots(tuple(windows), now.date(), now.hour * 60 + now.minute, until, begins, ends, minutes))


# The same for every family of a cohort within a minute, and thousands ask in one.
@lru_cache(maxsize=64)
def _talk_slots(
    windows: tuple[tuple[date, date], ...], today: date, minute: int, until: date, begins: int, ends: int, minutes: int
) -> tuple[Slot, ...]:
    found = []
    for day in [each for each in _days_to_choose(windows, today, until) if is_workday(each)][:DAYS_OFFERED]:
        for start in range(begins, ends - minutes + 1, minutes):
            if (day, start) > (today, minute):
                found.append(Slot(day, PICKUP, _clock(start), _clock(start + minutes)))
    return tuple(found)


def _days_to_choose(windows: Iterable[tuple[date, date]], today: date, until: date) -> list[date]:
    days = sorted({day for first, last in windows for day in _days(max(first, today), last)})
    return days or list(_days(today, min(until, today + timedelta(days=DAYS_OFFERED))))


def slots(
    windows: Iterable[tuple[date, date]], *, now: datetime, until: date, earliest: int, latest: int
) -> list[Slot]:
    """The half-days to choose from: within the phases' windows and after now; where those are over, the next days until `until`."""
    return list(_half_days(tuple(windows), now.date(), now.hour * 60 + now.minute, until, earliest, latest))


@lru_cache(maxsize=64)
def _half_days(
    windows: tuple[tuple[date, date], ...], today: date, minute: int, until: date, earliest: int, latest: int
) -> tuple[Slot, ...]:
    found = []
    for day in _days_to_choose(windows, today, until)[:DAYS_OFFERED]:
        for half, begins, ends in HALF_DAYS:
            begins, ends = max(begins, earliest), min(ends, latest)
            if begins < ends and (day, begins) > (today, minute):
                found.append(Slot(day, half, _clock(begins), _clock(ends)))
    return tuple(found)


def why_not_answer(*, is_locked: bool, campaign_over: bool) -> list[Reason]:
    """Reasons why the family's answer can no longer change."""
    if is_locked:
        return [Reason("走访已经开始,报名不能再改;有变化请直接告诉老师")]
    return [Reason("这次走访活动已经结束")] if campaign_over else []


def what_an_answer_lacks(*, declined: bool, form: str, time_count: int, needs_time: bool) -> list[Reason]:
    """Reasons why this answer cannot be kept yet. Declining needs nothing."""
    if declined:
        return []
    lacks = []
    if not form:
        lacks.append(Reason("请选择希望怎样见面"))
    if needs_time and not time_count:
        lacks.append(Reason("请至少选一个合适的时间"))
    return lacks


def what_a_reminder_lacks(*, remind_by: str, offered: Iterable[str], mail: str) -> list[Reason]:
    """Reasons why the family cannot be reminded so."""
    if remind_by not in offered:
        return [Reason("请选择怎样提醒您")]
    return [Reason("请填收提醒的邮箱,例如 name@example.com")] if remind_by == "mail" and not mail else []


def why_not_call_off(*, is_locked: bool, campaign_over: bool) -> list[Reason]:
    """Reasons why a visit can no longer be called off."""
    if is_locked:
        return [Reason("走访已经开始,不能在这里取消;有变化请直接告诉老师")]
    return [Reason("这次走访活动已经结束")] if campaign_over else []


def plain_code(typed: str) -> str:
    """A code as typed by hand: case, blanks and hyphens do not matter; o is 0, i and l are 1."""
    kept = "".join(letter for letter in typed.lower() if letter.isalnum())
    return kept.replace("o", "0").replace("i", "1").replace("l", "1").replace("u", "v")


def in_groups(token: str) -> str:
    """A code to be typed by hand, five letters at a time."""
    return "-".join(token[place : place + 5] for place in range(0, len(token), 5))


def plain_digits(typed: str) -> str:
    """The digits of what was typed, in whichever script or width a phone's keyboard wrote them, as 0–9."""
    return "".join(str(unicodedata.decimal(letter)) for letter in typed if letter.isdecimal())


def why_not_ask(*, asked_this_hour: int) -> list[Reason]:
    """Reasons why a class's public address takes no request now. The same for a registered number and any other."""
    if asked_this_hour >= MOST_REQUESTS_AN_HOUR:
        return [Reason("现在要链接的人太多,请过一小时再试,或直接向班里的老师要")]
    return []


def why_no_slip(*, has_phone: bool, is_revoked: bool, is_locked: bool, is_disowned: bool) -> Reason | None:
    """Why a guardian's link is not to be printed on a slip; what to do first."""
    if not has_phone:
        return Reason("没有登记手机号,打不开链接:先在花名册里补上")
    if is_revoked:
        return Reason("链接已停用:要用就先换一条新链接")
    if is_locked:
        return Reason("链接已锁定:先换一条新链接")
    return Reason("有人说发错了:先换一条新链接") if is_disowned else None


def is_waiting(*, asked_at: datetime | None, shown_at: datetime | None) -> bool:
    """Does a guardian who asked still wait for somebody to send the link?"""
    return asked_at is not None and (shown_at is None or shown_at < asked_at)


def may_be_texted(*, last: datetime | None, at: datetime) -> bool:
    """May the link be sent to its phone now? A stranger who knows a number must not make it ring all day."""
    return last is None or at - last >= TEXT_AGAIN_AFTER


def is_over(*, ends_on: date, today: date) -> bool:
    """Has the campaign's link expired?"""
    return today > ends_on + timedelta(days=GRACE_DAYS)


CAMPAIGN_OVER = Reason("这次走访活动已经结束,链接不再使用。有事请直接联系班里的老师或园里")


def why_shut(*, campaign_over: bool, is_replaced: bool, is_revoked: bool, is_closed: bool) -> list[Reason]:
    """Reasons why a browser's session opens nothing any more, the most telling one; none when it still holds."""
    if campaign_over:
        return [CAMPAIGN_OVER]
    if is_revoked:
        return [Reason("这条链接已停用。需要新的,请向班里的老师要")]
    if is_replaced:
        return [Reason("这条链接已经换了新的。请点老师最近发给您的那一条")]
    return [Reason("这台设备上的登录已结束。请再点一次老师发给您的链接")] if is_closed else []


def notice_text(
    *, school: str, class_name: str, campaign: str, first: date | None, last: date | None, kept_until: date, line: str
) -> str:
    """The text for a class's group: voluntary, what about, nothing to prepare, own choice, how else to be heard, what is kept."""
    when = f"{first.month}月{first.day}日至{last.month}月{last.day}日" if first and last else "近期"
    said = [
        f"{class_name}的家长们好:",
        f"{school}将在{when}开展家访({campaign})。",
        "一、自愿参加。入户、园内面谈、电话、视频都可以,也可以这次不参加,不需要说明理由,对孩子没有任何影响。",
        "二、聊什么。听听您对保教工作的意见建议,有什么困难和诉求,也向您介绍园里和区里的工作。",
        "三、不用准备。不用打扫、不用招待,老师不收任何礼品、不吃请。",
        "四、怎么报名。打开本班地址(或扫码),填登记的手机号,老师会把只属于您家的链接发给您;链接请不要转发。",
        "五、不方便对老师说的,可以在自己的链接里直接告诉园长,老师看不到。",
        f"六、记录什么。只记时间、方式、见到了谁、您反映的事和答复;个人信息最晚保存到{kept_until.year}年{kept_until.month}月,您随时可以在专属链接里看、复制、要求更正和删除。",
    ]
    if line:
        said.append(f"咨询电话:{line}")
    return "\n".join(said)


def line_of(kind: str, text: str, address: str) -> tuple[str, bool]:
    """The notice as a group's robot of this kind is told it, the class's address below; was it cut to the robot's limit?"""
    return fitted(Kind(kind), text, f"本班地址:\n{address}")


def what_a_notice_lacks(text: str) -> list[Reason]:
    """Reasons why a notice cannot be approved."""
    lacks = []
    if "自愿" not in text:
        lacks.append(Reason("通知里要写明“自愿参加”"))
    if "礼" not in text:
        lacks.append(Reason("通知里要写明不收礼品、不用准备"))
    return lacks


def _days(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def _clock(minute: int) -> time:
    return time(minute // 60, minute % 60)
