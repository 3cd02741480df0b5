from django.db import models
from django.utils.translation import gettext_lazy as _


class PostState(models.TextChoices):
    WAITING = "waiting", _("等待发出")
    CLAIMED = "claimed", _("正在发出")
    DONE = "done", _("已发出")
    GAVE_UP = "gave_up", _("多次失败,需要人处理")
