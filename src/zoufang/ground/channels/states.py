from django.db import models
from django.utils.translation import gettext_lazy as _


class RobotKind(models.TextChoices):
    """The same words as `engines/robots`."""

    DINGTALK = "dingtalk", _("钉钉")
    WECOM = "wecom", _("企业微信")
    FEISHU = "feishu", _("飞书")
