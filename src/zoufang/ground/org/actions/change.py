"""Units change their name, or close."""

from __future__ import annotations

import re
from datetime import date

from django.db import transaction

from zoufang.engines.refusal import Refused
from zoufang.ground.org.models import Unit

LONGEST_NAME = 80
LONGEST_ADDRESS = 200
PHONE = re.compile(r"[0-9+()\- ]{3,40}")


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
def set_contact(*, unit: Unit, address: str, phone: str) -> None:
    """Where the unit is and by which line families reach it; either may stay empty. Refused where it is no telephone number."""
    address, phone = " ".join(address.split()), " ".join(phone.split())
    if phone and not PHONE.fullmatch(phone):
        raise Refused("电话请只写数字、空格、短横和括号,例如 0533-1234567")
    if len(address) > LONGEST_ADDRESS:
        raise Refused("地址最多 200 个字")
    locked = Unit.objects.select_for_update().get(pk=unit.pk)
    locked.address, locked.phone = address, phone
    locked.save(update_fields=["address", "phone"])


@transaction.atomic
def close_unit(*, unit: Unit, on: date) -> None:
    """The unit and everything below it is closed from that day on. Refused when it was closed before."""
    locked = Unit.objects.select_for_update().get(pk=unit.pk)
    if locked.closed_on is not None:
        raise Refused("这个单位已经停办")
    Unit.objects.filter(path__startswith=locked.path, closed_on__isnull=True).update(closed_on=on)
    unit.closed_on = on
