"""Units change their name, or close."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from zoufang.engines.refusal import Refused
from zoufang.ground.org.models import Unit

LONGEST_NAME = 80


@transaction.atomic
def rename_unit(*, unit: Unit, name: str) -> None:
    """The unit bears this name. Refused without one, and where a sister bears it."""
    name = " ".join(name.split())
    if not name:
        raise Refused("请写出单位名称")
    if len(name) > LONGEST_NAME:
        raise Refused("单位名称最多 80 个字")
    if (
        not unit.is_root()
        and unit.get_siblings().filter(name=name, closed_on__isnull=True).exclude(pk=unit.pk).exists()
    ):
        raise Refused("同一个上级下已有这个名称,请换一个")
    Unit.objects.filter(pk=unit.pk).update(name=name)
    unit.name = name


@transaction.atomic
def close_unit(*, unit: Unit, on: date) -> None:
    """The unit and everything below it is closed from that day on. Refused when it was closed before."""
    locked = Unit.objects.select_for_update().get(pk=unit.pk)
    if locked.closed_on is not None:
        raise Refused("这个单位已经停办")
    Unit.objects.filter(path__startswith=locked.path, closed_on__isnull=True).update(closed_on=on)
    unit.closed_on = on
