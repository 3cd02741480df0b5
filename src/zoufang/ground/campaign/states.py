from django.db import models
from django.utils.translation import gettext_lazy as _


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
