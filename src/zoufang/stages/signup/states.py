from django.db import models
from django.utils.translation import gettext_lazy as _


class SignupState(models.TextChoices):
    OPEN = "open", _("未回复")
    ANSWERED = "answered", _("已报名")
    DECLINED = "declined", _("本次不参加")


class AnsweredVia(models.TextChoices):
    LINK = "link", _("家长本人")
    TEACHER = "teacher", _("教师代填")
    DEVICE = "device", _("在教师的设备上填")


class RemindBy(models.TextChoices):
    """How a family is reminded the day before; the calendar file has an alarm of its own."""

    NONE = "none", _("不用提醒")
    SMS = "sms", _("短信")
    MAIL = "mail", _("电子邮件")
    TEACHER = "teacher", _("老师提醒我")


class NoticeState(models.TextChoices):
    DRAFT = "draft", _("草稿")
    APPROVED = "approved", _("已批准")
    PUBLISHED = "published", _("已发出")
