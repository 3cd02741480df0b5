from django.db import models
from django.utils.translation import gettext_lazy as _


class VisitState(models.TextChoices):
    PLANNED = "planned", _("待走访")
    DONE = "done", _("已见面")
    NOT_REACHED = "not_reached", _("未见到")
    CANCELLED = "cancelled", _("已取消")


class Outcome(models.TextChoices):
    MET = "met", _("见到了")
    DECLINED = "declined", _("婉拒")
    NO_CONTACT = "no_contact", _("联系不上")
    AWAY = "away", _("外出")
    POSTPONED = "postponed", _("改期")
    MOVED_TO_PHONE = "moved_to_phone", _("改为电话")


class FamilyConfirmation(models.TextChoices):
    UNANSWERED = "unanswered", _("未答")
    YES = "yes", _("是")
    NO = "no", _("否")
    UNSURE = "unsure", _("记不清")


class Settle(models.TextChoices):
    ON_THE_SPOT = "on_the_spot", _("当场解决")
    PASS_ON = "pass_on", _("转园里")


class PaperKind(models.TextChoices):
    CARD = "card", _("联系服务卡")
    LETTER = "letter", _("一封信")


class FamilyStanding(models.TextChoices):
    """How far a family is in the running round."""

    UNANSWERED = "unanswered", _("未回复")
    TO_BOOK = "to_book", _("待约时间")
    BOOKED = "booked", _("已约")
    BEGUN = "begun", _("记录中")
    VISITED = "visited", _("已访")
    NOT_REACHED = "not_reached", _("未见到")
    DECLINED = "declined", _("婉拒")
    AGAIN = "again", _("待回访")
