from django.db import models
from django.utils.translation import gettext_lazy as _


class AppointmentState(models.TextChoices):
    BOOKED = "booked", _("约好了")
    CANCELLED = "cancelled", _("已取消")
    KEPT = "kept", _("已见面")


class CancelReason(models.TextChoices):
    FAMILY = "family", _("家长要改期")
    TEACHER = "teacher", _("教师来不了")
    WEATHER = "weather", _("天气不好")
    MISTAKE = "mistake", _("约错了")
    NOT_REACHED = "not_reached", _("去了没见到")


class Half(models.TextChoices):
    MORNING = "morning", _("上午")
    AFTERNOON = "afternoon", _("下午")
    EVENING = "evening", _("晚上")


class PlanState(models.TextChoices):
    WAITING = "waiting", _("等着排")
    RUNNING = "running", _("正在排")
    DONE = "done", _("排好了")
    STOPPED = "stopped", _("停下了")
    FAILED = "failed", _("没有排成")
    AGREED = "agreed", _("已照此约好")


class LeftOut(models.TextChoices):
    NO_TIMES = "no_times", _("没有可选的时间")
    NO_OVERLAP = "no_overlap", _("老师没有空")
    UNREACHABLE = "unreachable", _("来不及赶到")
    NO_CAPACITY = "no_capacity", _("排满了")


UNDER_WAY = (PlanState.WAITING, PlanState.RUNNING)
