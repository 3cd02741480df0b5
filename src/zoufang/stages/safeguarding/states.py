from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Concern(models.TextChoices):
    """By whom a child may have been harmed: it decides who is told."""

    HOME = "home", _("家里人或亲友")
    STAFF = "staff", _("园里的老师或职工")
    HEAD = "head", _("园长或园领导")
    CHILD = "child", _("别的孩子")
    OTHER = "other", _("其他人,或说不清")


class Receiver(models.TextChoices):
    PRINCIPAL = "principal", _("园长")
    DISTRICT = "district", _("区里的管理员")


class ReportState(models.TextChoices):
    SENT = "sent", pgettext_lazy("report", "已送达")
    OPENED = "opened", pgettext_lazy("report", "已有人看到")
    UNDER_WAY = "under_way", pgettext_lazy("report", "正在处理")
    CLOSED = "closed", pgettext_lazy("report", "已处理完")


class ReportStepKind(models.TextChoices):
    OPENED = "opened", pgettext_lazy("report", "收到的人打开看了")
    POLICE = "police", _("已向公安机关报案")
    EDUCATION = "education", _("已报告教育主管部门")
    CIVIL_AFFAIRS = "civil_affairs", _("已报告民政部门")
    HOSPITAL = "hospital", _("已带孩子就医")
    SAFE = "safe", _("孩子已在安全的地方")
    TALKED = "talked", _("已向有关的人了解情况")
    WORD = "word", _("给报告人的话")
    PASSED_UP = "passed_up", pgettext_lazy("report", "已送到区里")
    ADDED = "added", _("报告人补充")
    CLOSED = "closed", pgettext_lazy("report", "区里核对后结束")


# What the one who handles it notes by hand.
BY_HAND = (
    ReportStepKind.POLICE,
    ReportStepKind.EDUCATION,
    ReportStepKind.CIVIL_AFFAIRS,
    ReportStepKind.HOSPITAL,
    ReportStepKind.SAFE,
    ReportStepKind.TALKED,
    ReportStepKind.WORD,
)
# Told to an authority outside the school.
OUTSIDE = (ReportStepKind.POLICE, ReportStepKind.EDUCATION, ReportStepKind.CIVIL_AFFAIRS)
