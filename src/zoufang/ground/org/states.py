from django.db import models
from django.utils.translation import gettext_lazy as _


class UnitKind(models.TextChoices):
    PROVINCE = "province", _("省")
    CITY = "city", _("市")
    DISTRICT = "district", _("区县")
    SCHOOL = "school", _("学校")
    CLASS = "class", _("班级")


class Grade(models.TextChoices):
    """A grade follows from the entry year, so that promotion on 1 September changes no bond."""

    NURSERY = "nursery", _("托班")
    JUNIOR = "junior", _("小班")
    MIDDLE = "middle", _("中班")
    SENIOR = "senior", _("大班")
    LEFT = "left", _("已离园")
