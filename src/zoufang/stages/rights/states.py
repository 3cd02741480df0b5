from django.db import models
from django.utils.translation import gettext_lazy as _


class Scope(models.TextChoices):
    """What a guardian agrees to, each by itself. Source: domain §7."""

    BASIC = "basic", _("记录走访需要的信息")
    HEALTH = "health", _("健康与照护说明")
    PHOTO = "photo", _("走访照片")
    PUBLICITY = "publicity", _("对外宣传")
    PASS_ON = "pass_on", _("把可识别的记录交给园外单位")


class Say(models.TextChoices):
    """What holds for a child and a scope, from all its guardians' words."""

    YES = "yes", _("同意")
    NO = "no", _("不同意")
    OPEN = "open", _("还没有回复")
