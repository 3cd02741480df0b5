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


class Burden(models.TextChoices):
    """What was too much. Source: domain §7 (a “too much burden?” link on every page)."""

    ASKED_TWICE = "asked_twice", _("同样的事问了两遍")
    TOO_MANY_STEPS = "too_many_steps", _("步骤太多")
    PUSHED = "pushed", _("被催着回答或打分")
    DEMANDED = "demanded", _("被要求拍照、定位或打卡")
    OTHER = "other", _("别的")


class Reader(models.TextChoices):
    """On which side of the page somebody is; never who."""

    FAMILY = "family", _("家长")
    TEACHER = "teacher", _("教师")
    OTHER = "other", _("其他人")


class PageKind(models.TextChoices):
    """Which part of the work a page belongs to; never which page of whom."""

    DOOR = "door", _("打开链接、登录")
    SIGN_UP = "sign_up", _("报名和时间")
    CONSENT = "consent", _("信息与同意")
    VISIT = "visit", _("走访和记录")
    PROBLEM = "problem", _("问题和答复")
    PAPERWORK = "paperwork", _("花名册、台账和数字")
    OTHER = "other", _("其他页面")


class CorrectField(models.TextChoices):
    """What a family asks to be put right. `other` is for what the roster's keepers mend by hand."""

    CHILD_NAME = "child_name", _("孩子的姓名")
    CHILD_BORN = "child_born", _("孩子的出生日期")
    GUARDIAN_NAME = "guardian_name", _("家长的姓名")
    GUARDIAN_RELATION = "guardian_relation", _("家长和孩子的关系")
    GUARDIAN_PHONE = "guardian_phone", _("家长的电话")
    ADDRESS = "address", _("住址")
    OTHER = "other", _("其他(班级、走访记录等)")


class CorrectionState(models.TextChoices):
    OPEN = "open", _("等园里处理")
    DONE = "done", _("已更正")
    NOT_DONE = "not_done", _("没有改,见答复")


class ErasureExtent(models.TextChoices):
    """Whose data a guardian asks to be deleted."""

    FAMILY = "family", _("全家的")
    CHILD = "child", _("一个孩子的")
    SELF = "self", _("只是家长本人的")


class ErasureState(models.TextChoices):
    OPEN = "open", _("等园长处理")
    DONE = "done", _("已删除")
    NOT_DONE = "not_done", _("没有删,见答复")
    TAKEN_BACK = "taken_back", _("家长已收回")
