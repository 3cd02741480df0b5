from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class RevisitState(models.TextChoices):
    DUE = "due", _("待回访")
    DONE = "done", _("已回访")
    NOT_REACHED = "not_reached", _("未联系上")


class RevisitWay(models.TextChoices):
    IN_PERSON = "in_person", _("当面回访")
    REMOTE = "remote", _("电话、微信或钉钉回访")


class RevisitOutcome(models.TextChoices):
    CLOSE = "close", pgettext_lazy("step", "销号")
    SEND_BACK = "send_back", pgettext_lazy("step", "退回重办")
    EXPLAIN = "explain", _("解释说明")
    NOTHING_OPEN = "nothing_open", _("无事项")
