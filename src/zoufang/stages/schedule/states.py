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
