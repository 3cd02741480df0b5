from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    DISTRICT_ADMIN = "district_admin", _("区级管理员")
    INSPECTOR = "inspector", _("督导员")
    PRINCIPAL = "principal", _("园长")
    LEADER = "leader", _("班子成员")
    MIDDLE_MANAGER = "middle_manager", _("中层干部")
    CLERK = "clerk", _("整理提报专人")
    TEACHER = "teacher", _("教师")


LEADING = (Role.PRINCIPAL, Role.LEADER, Role.MIDDLE_MANAGER, Role.CLERK)
DISTRICT = (Role.DISTRICT_ADMIN, Role.INSPECTOR)
# Who must come with a second factor. Source: security, access 6.
WITH_SECOND_FACTOR = (Role.DISTRICT_ADMIN, Role.INSPECTOR, Role.PRINCIPAL, Role.LEADER)


class ActorKind(models.TextChoices):
    STAFF = "staff", _("教职工")
    FAMILY = "family", _("家长")
    SYSTEM = "system", _("系统")
    NOBODY = "nobody", _("未登录")


# Whose business it is who works where.
ABOUT_PEOPLE = (Role.DISTRICT_ADMIN, Role.PRINCIPAL)


class AccountState(models.TextChoices):
    IN_USE = "in_use", _("在用")
    INVITED = "invited", _("待接受邀请")
    OFF = "off", _("已停用")
    LEFT = "left", _("已离任")
