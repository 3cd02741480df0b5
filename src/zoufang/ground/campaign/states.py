from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class VisitForm(models.TextChoices):
    """How a family wishes to be met, and how it was."""

    HOME = "home", _("入户走访")
    SCHOOL = "school", _("园内面谈")
    COMMUNITY = "community", _("社区或约定地点")
    PHONE = "phone", _("电话")
    WECHAT = "wechat", _("微信")
    DINGTALK = "dingtalk", _("钉钉")
    VIDEO = "video", _("视频")


IN_PERSON = (VisitForm.HOME, VisitForm.SCHOOL, VisitForm.COMMUNITY)
REMOTE = (VisitForm.PHONE, VisitForm.WECHAT, VisitForm.DINGTALK, VisitForm.VIDEO)


class CampaignState(models.TextChoices):
    PREPARING = "preparing", _("准备中")
    RUNNING = "running", _("进行中")
    ENDED = "ended", _("已结束")


class CategoryAxis(models.TextChoices):
    NATURE = "nature", _("诉求类型")
    TOPIC = "topic", _("问题类别")
    AREA = "area", _("九有")


class TextKind(models.TextChoices):
    PLAN = "plan", _("实施方案")
    NOTICE = "notice", _("通知")
    LETTER = "letter", _("一封信")
    TALKING_POINTS = "talking_points", _("宣传要点")
    PROMISE = "promise", _("服务承诺")


@dataclass(frozen=True)
class LimitWords:
    """How one of a campaign's limits is asked for; `is_clock`: minutes of the day, typed as 20:30."""

    label: StrPromise
    measure: StrPromise | str
    low: int
    high: int
    is_clock: bool = False


LIMITS: dict[str, LimitWords] = {
    "first_contact_hours": LimitWords(_("多久内与家长首次联系"), _("小时"), 1, 240),
    "settle_workdays": LimitWords(_("多久内办结"), _("个工作日"), 1, 60),
    "extension_workdays": LimitWords(_("延期最多"), _("个工作日"), 0, 60),
    "hand_back_workdays": LimitWords(_("不属本部门的,多久内退回"), _("个工作日"), 1, 20),
    "warn_workdays": LimitWords(_("到期前多久提醒"), _("个工作日"), 0, 10),
    "food_safety_hours": LimitWords(_("食品安全问题多久内办结"), _("小时"), 1, 240),
    "request_workdays": LimitWords(_("家长要求更正信息的,多久内答复"), _("个工作日"), 1, 60),
    "visitors_at_home": LimitWords(_("入户须有几位教师同行"), _("位"), 1, 5),
    "earliest_hour": LimitWords(_("入户最早"), _("点"), 6, 12),
    "latest_minute": LimitWords(_("入户最晚"), "", 12 * 60, 22 * 60, is_clock=True),
    "pickup_minute": LimitWords(_("放学后园内面谈最早"), "", 14 * 60, 19 * 60, is_clock=True),
    "talk_until_minute": LimitWords(_("放学后园内面谈最晚"), "", 15 * 60, 21 * 60, is_clock=True),
    "visit_minutes": LimitWords(_("每次走访预留"), _("分钟"), 5, 240),
    "travel_minutes": LimitWords(_("两户之间路上预留"), _("分钟"), 0, 120),
    "near_minutes": LimitWords(_("同一小区两户之间路上预留"), _("分钟"), 0, 120),
    "late_return_minutes": LimitWords(_("走访的老师晚回多久,告诉园里"), _("分钟"), 5, 180),
    "suppress_below": LimitWords(_("不足几户的小组不显示数字"), _("户"), 2, 20),
}
