from django.db import models
from django.utils.translation import gettext_lazy as _


class SubmissionState(models.TextChoices):
    DRAFTED = "drafted", _("已起草")
    SEALED = "sealed", _("已封存")
    SENDING = "sending", _("正在报送")
    SENT = "sent", _("已送达邮件服务器")
    POSSIBLY_SENT = "possibly_sent", _("可能已送达")
    FAILED = "failed", _("未能送出")


class DocumentKind(models.TextChoices):
    VISIT_LEDGER = "visit_ledger", _("走访台账")
    RECTIFICATION_LEDGER = "rectification_ledger", _("问题整改台账")
    REGISTRATION_FORMS = "registration_forms", _("入户访问登记表")
