"""Limits and lists that a campaign starts with; each is data that a district or school may change. Source: domain §3, §4."""

from __future__ import annotations

DEFAULT_LIMITS: dict[str, int] = {
    "first_contact_hours": 24,
    "settle_workdays": 5,
    "extension_workdays": 10,
    "hand_back_workdays": 2,
    "warn_workdays": 1,
    "food_safety_hours": 24,
    "visitors_at_home": 2,
    "earliest_hour": 8,
    "latest_minute": 20 * 60 + 30,
    "visit_minutes": 30,
    "travel_minutes": 15,
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
