from django.db import models
from django.utils.translation import gettext_lazy as _


class AppointmentState(models.TextChoices):
    BOOKED = "booked", _("约好了")
    CANCELLED = "cancelled", _("已取消")
    KEPT = "kept", _("已见面")
