from django.db import models
from django.utils.translation import gettext_lazy as _


class Sex(models.TextChoices):
    BOY = "boy", _("男")
    GIRL = "girl", _("女")
    UNKNOWN = "unknown", _("未填")


class CareLevel(models.TextChoices):
    NONE = "none", _("无")
    ATTENTION = "attention", _("需关注")
    SPECIAL = "special", _("特别安排")


class DoubtState(models.TextChoices):
    OPEN = "open", _("待确认是否同一家庭")
    JOINED = "joined", _("已确认为同一家庭")
    APART = "apart", _("已确认为两个家庭")


class ImportState(models.TextChoices):
    WAITING = "waiting", _("待确认")
    DONE = "done", _("已导入")
    DROPPED = "dropped", _("已放弃")
