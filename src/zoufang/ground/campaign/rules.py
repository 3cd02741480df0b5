"""Limits and lists that a campaign starts with; each is data that a district or school may change. Source: domain §3, §4."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from zoufang.engines.refusal import Reason
from zoufang.ground.org.rules import school_year

DEFAULT_LIMITS: dict[str, int] = {
    "first_contact_hours": 24,
    "settle_workdays": 5,
    "extension_workdays": 10,
    "hand_back_workdays": 2,
    "warn_workdays": 1,
    "food_safety_hours": 24,
    "request_workdays": 15,
    "visitors_at_home": 2,
    "earliest_hour": 8,
    "latest_minute": 20 * 60 + 30,
    "pickup_minute": 17 * 60,
    "talk_until_minute": 18 * 60,
    "visit_minutes": 30,
    "travel_minutes": 15,
    "near_minutes": 5,
    "late_return_minutes": 20,
    "suppress_below": 5,
}

NATURES = ("咨询", "求助", "建议", "投诉", "举报", "表扬")

TOPICS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("保育教育", ("教学", "课程", "作息", "户外")),
    ("膳食营养", ()),
    ("卫生保健", ()),
    ("园舍与周边安全", ()),
    ("接送与交通", ()),
    ("收费与退费", ()),
    ("师德与沟通", ()),
    ("招生入园与升班", ()),
    ("资助与特殊需要", ()),
    ("设施与环境", ()),
    ("家园共育", ()),
    ("政策咨询", ()),
    ("园外民生事项", ()),
    ("其他", ()),
)

AREAS: tuple[tuple[str, str], ...] = (
    ("幼有善育", "教育和体育局"),
    ("学有优教", "教育和体育局"),
    ("劳有厚得", "人力资源和社会保障局"),
    ("病有良医", "卫生健康局"),
    ("老有颐养", "民政局"),
    ("住有宜居", "住房和城乡建设局"),
    ("弱有众扶", "民政局"),
    ("民有文乐", "文化和旅游局"),
    ("安有保全", "公安局"),
)

# Telling people how to answer is what a survey of satisfaction must be kept from. Source: domain §1, 一封信.
_TOLD = re.compile(
    r"(?:请|务必|一定要?|必须|统一|全部|都要?|均|只能|帮忙|麻烦|希望(?:您|你|大家|家长)?|建议|记得)"
    r"[^。！？!?;;\n,,满“”\"]{0,14}?"
    r"(?:回答|选择?|勾选?|点击?|填写?|打|评价?|评为|回复|说|答|给)[^。！？!?;;\n,,满]{0,8}?"
    r"[“\"「『]?(?:非常满意|很满意|十分满意|满意|满分|五星|5星|好评|10分|100分)[”\"」』]?"
)
_TOLD_SHORT = re.compile(
    r"(?:都|全|务必|统一|只)(?:选|填|答|打|勾|评|说|点)[“\"「『]?(?:非常|很|十分)?(?:满意|满分|五星|好评|是)[”\"」』]?"
)
_TOLD_OTHERWISE = re.compile(
    r"统一(?:口径|说法)|(?:请|让|要|家长|大家)[^。！？!?;;\n,,]{0,6}?统一(?:回答|答复|回复)"
    # 就说满意, 一定要说好, 请回答“来过”; not 请说好时间
    r"|(?:请|务必|一定要?|必须|一律|统一|只能|都要?|就|要)[^。！？!?;;\n,,]{0,4}?(?:回答|说|答)[“\"「『]?"
    r"(?:满意|好话|老师(?:已经)?来过|(?:已经)?来过|(?:已经)?解决了?|(?:好|是)(?=[”\"」』。！？!?;;,,\s]|$))[”\"」』]?"
    r"|(?:请|务必|帮忙|麻烦|都|一律|统一)[^。！？!?;;\n,,]{0,8}?(?:打|给|评)[“\"「『]?(?:5|五|10|十|100|满)(?:分|星)[”\"」』]?"
)
_DENIED = re.compile(r"(?:不得|不要|不准|不许|严禁|禁止|切勿|不会|不应|不能|无需|不必)[^。！？!?;;\n]{0,16}$")
# What is asked, not how to answer: 请选择满意或不满意.
_OPEN = re.compile(r"^[”\"」』]?\s*(?:或|还是|、|/|／|与|和|程度|度|的?(?:请|就))")


def what_tells_how_to_answer(text: str) -> list[str]:
    """The exact words of a text that tell people how to answer a question about satisfaction; empty for an honest one."""
    return [words for is_told, words in marked(text) if is_told]


def marked(text: str) -> list[tuple[bool, str]]:
    """The whole text in pieces, in order: (does it tell people how to answer?, piece)."""
    found: dict[int, int] = {}
    for pattern in (_TOLD, _TOLD_SHORT, _TOLD_OTHERWISE):
        for match in pattern.finditer(text):
            if "是否" in match[0] or _DENIED.search(text[: match.start()]) or _OPEN.match(text[match.end() :]):
                continue
            if any(start < match.end() and match.start() < end for start, end in found.items()):
                continue
            found[match.start()] = match.end()
    pieces, last = [], 0
    for start in sorted(found):
        pieces += [(False, text[last:start]), (True, text[start : found[start]])]
        last = found[start]
    return [(is_told, piece) for is_told, piece in [*pieces, (False, text[last:])] if piece]


TOLD_UNSEEN = Reason("文中有教人怎样回答的字句(已标出):请改掉;确实不是这个意思,请勾选“我已看过”再批准")


def days_left(until: date, today: date) -> Reason:
    """How long until a last day, in words."""
    days = (until - today).days
    if days < 0:
        return Reason("已过 %(days)s 天", days=-days)
    if days == 0:
        return Reason("今天截止")
    return Reason("还有 %(days)s 天", days=days)


def what_is_missing_to_start(*, is_school: bool, phases: int, rounds: int) -> list[Reason]:
    """Reasons why a campaign cannot start yet. A district's campaign is a frame: its schools name the phases."""
    missing: list[Reason] = []
    if is_school and not phases:
        missing.append(Reason("请先写出阶段:哪个年级在哪几天走访"))
    if is_school and not rounds:
        missing.append(Reason("请先写出轮次,至少一轮"))
    return missing


@dataclass(frozen=True)
class Stretch:
    """A name and its days."""

    name: str
    starts_on: date
    ends_on: date


def sensible_head(today: date) -> tuple[date, date, date]:
    """Start, end and last day for the ledgers of a campaign that is thought of today: from next Monday, ten weeks."""
    starts = today + timedelta(days=7 - today.weekday())
    ends = starts + timedelta(days=69)
    return starts, ends, ends - timedelta(days=5)


def sensible_rounds(starts: date, ends: date) -> list[Stretch]:
    """The first visits in the first half, the second round in the other."""
    middle = starts + (ends - starts) / 2
    return [Stretch("第一轮", starts, middle), Stretch("第二轮", middle + timedelta(days=1), ends)]


def sensible_cohorts(starts: date) -> list[tuple[str, str, int]]:
    """Name, grade, entry year of those who stay: in summer the leavers are left out and the new ones are called in."""
    year = school_year(starts)
    if starts.month in (6, 7, 8):
        return [("小班", "junior", year), ("中班", "middle", year - 1), (f"新小班({year + 1}级)", "junior", year + 1)]
    return [("小班", "junior", year), ("中班", "middle", year - 1), ("大班", "senior", year - 2)]


def paragraphs_of(body: str, title: str = "") -> list[tuple[str, str]]:
    """A text as its paragraphs: (head or words, line). Lines that begin with # are heads; one that says the title again goes."""
    kept: list[tuple[str, str]] = []
    for line in body.splitlines():
        said = line.strip()
        head = said.lstrip("#").strip() if said.startswith("#") else ""
        if not said or (head and head == title.strip()):
            continue
        kept.append(("head", head) if head else ("words", said))
    return kept
